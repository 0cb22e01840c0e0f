"""The compiled answers are those of graphql-core's default resolvers over plain dicts folded from the same log."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from oracle.arguments import DIMENSIONS
from oracle.questions import questions
from oracle.root import Answered, Root
from served import Served, logs, served
from world import bare_database

QUESTIONS = 10
GROUPS = " ".join(f"{by}: eventGroups(by: [{by}], first: 1000) {{ ...group }}" for by in DIMENSIONS)
SUMS = "low best high unit basis eventCount without cumulative { low best high }"
ALWAYS = f"""{{ {GROUPS} relationships(actor: "kim-jong-un") {{ nodes {{ ...relationship }} }}
    appearances(together: ["kim-jong-un", "vladimir-putin"]) {{ ...appearance }}
    all: appearances(together: ["PRK", "RUS"], kinds: [SUMMIT_HELD, STATEMENT_MADE, INTERACTION_CODED]) {{ ...appearance }} }}
    fragment appearance on Appearance {{ ordinal event {{ key }} sincePrevious {{ days years minDays maxDays }} }}
    fragment group on EventGroup {{ keys eventCount reportCount goldsteinMean
        troops: figure(name: "troops") {{ {SUMS} }} deaths: figure(name: "deaths") {{ {SUMS} }} }}
    fragment relationship on Relationship {{ between {{ ref }} eventCount reportCount cooperation conflict goldsteinMean
        timeline {{ start figure(name: "troops") {{ {SUMS} }} }} }}"""
"""What is asked of every log: the sums."""


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), said=logs)
def test_compiled_answers_are_those_of_the_oracle(server_url: str, data: st.DataObject, said: Sequence[Any]) -> None:
    with bare_database(server_url) as url, served(url, said) as world:
        oracle, about = Root(world.log.read(limit=10_000)), world.about
        drawn = (data.draw(questions(about)) for _ in range(QUESTIONS))
        for question in (ALWAYS, *drawn):
            note(question)
            answer, expected = ask(world, question), oracle.answer(question)
            assert plain(answer.data) == plain(expected.data)
            # A field is answered with an error, too, where there is nothing that it could be a field of.
            assert all(path in answer.errors for path in expected.errors)


def test_the_oracle_knows_what_the_article_says(article: Any) -> None:
    oracle = Root(article.log.read(limit=10_000))
    query = """{ appearances(together: ["CHN", "PRK", "RUS"], includePredecessors: true) { ordinal event { key title }
        sincePrevious { days years minDays maxDays } }
        relationship(between: ["PRK", "RUS"]) { eventCount kinds { kind count } } }"""

    assert plain(oracle.answer(query).data) == plain(article.ask(query))


def ask(world: Served, question: str) -> Answered:
    """The compiled answer."""
    response = world.response(question)
    for error in response.get("errors", ()):
        assert error["extensions"]["code"] == "BAD_USER_INPUT", error
    return Answered(response["data"], [error["path"] for error in response.get("errors", ())])


def plain(value: Any) -> Any:
    """JSON with all numbers as floats, rounded to what both ways of summing agree on."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(f"{float(value):.12g}") if is_number else value
