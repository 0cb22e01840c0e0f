"""Whatever is selected: every valid query gets an answer or an error of its own making, and its parts do not touch each other."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from conforming import assert_conforms
from gallery import GALLERY
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st
from oracle.selections import Query, queries
from served import Served, served
from world import bare_database

EXAMPLES = int(os.environ.get("ANNALS_TEST_QUERIES", "1000"))
"""How many queries are made up; .ci/run asks for more."""

PARTS = 10
"""Into how many tests they are divided, so that several processes share them: each makes up its own."""

CHOICES = (0, 1)
"""A query is asked with two values for each of its variables: the second time it is known, and bound anew."""


@pytest.fixture(scope="module")
def stage(server_url: str) -> Iterator[Served]:
    with bare_database(server_url) as url, served(url, [*GALLERY]) as world:
        yield world


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_valid_query_is_answered_part_by_part(stage: Served, part: int) -> None:
    @seed(part)
    @settings(max_examples=EXAMPLES // PARTS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test(data: st.DataObject) -> None:
        query = data.draw(queries(stage.about))
        note(query.text)
        note(str([query.variables(choice) for choice in CHOICES]))
        for choice in CHOICES:
            assert_answered_part_by_part(stage, query, choice)

    test()


def assert_answered_part_by_part(stage: Served, query: Query, choice: int) -> None:
    """The answer to a query is what its parts, asked alone, are answered."""
    together = answer(stage, query, query.variables(choice))
    alone = [answer(stage, Query((part.written_out(choice),)), {}) for part in query.parts]

    own = [error for each in alone for error in errors(each)]
    if all(each["data"] is not None for each in alone):
        assert together["data"] == {name: value for each in alone for name, value in each["data"].items()}
        assert errors(together) == own
    else:
        # One error is told where one null stands for all.
        assert together["data"] is None
        assert [error for error in own if error in errors(together)] == errors(together) != []


def answer(stage: Served, query: Query, variables: dict[str, Any]) -> dict[str, Any]:
    """The answer to a query, which holds to the schema."""
    answer = stage.response(query.text, **variables)
    for error in answer.get("errors", ()):
        assert error["extensions"]["code"] == "BAD_USER_INPUT", error
    assert "data" in answer, answer
    if answer["data"] is not None and query.tells_types:
        assert_conforms(query.text, answer["data"], **variables)
    return answer


def errors(answer: dict[str, Any]) -> list[Any]:
    """What went wrong, and where in the answer."""
    return [(error["message"], error["path"]) for error in answer.get("errors", ())]
