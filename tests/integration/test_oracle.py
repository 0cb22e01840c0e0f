"""The compiled answers are those of graphql-core's default resolvers over plain dicts folded from the same log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from dsl import TESTER, Ids, a_place, a_source, a_summit, actors, an_actor
from gallery import GALLERY
from histories import START, UNKEYED, dates, histories, reports
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from oracle import cast
from oracle.arguments import World
from oracle.cast import Refused
from oracle.knowledge import Knowledge
from oracle.questions import Question, questions
from oracle.root import Root
from starlette.testclient import TestClient
from strategies import SLUGS, events
from world import new_database

from api.app import create_app
from api.limits.limits import LOCAL
from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import LINKS, Event
from domain.intake import read_entries
from domain.log import Log
from projections.runner import Runner

Raw = dict[str, Any]
STAGE: Sequence[Raw] = (
    *(raw for raw in START if raw.get("id") != "beijing" and "key" not in raw),
    *actors("UKR", "USA", "KOR", "JPN", "TUR"),
    *(an_actor(slug, "person") for slug in SLUGS if slug != "vladimir-putin"),
    *(a_place(slug) for slug in SLUGS),
    *(a_source(slug, title=slug.title()) for slug in SLUGS),
    a_place("beijing", within="CHN"),
    a_place("tiananmen", within="beijing"),
    a_place("pyongyang", within="PRK"),
    a_summit("earlier", occurred="1959-09"),
)
"""Who and what there is before anything befalls it."""

varied = st.builds(
    lambda raw, **fields: raw | {name: value for name, value in fields.items() if value},
    st.sampled_from(GALLERY),
    occurred=dates | st.none(),
    place=st.sampled_from(("tiananmen", "pyongyang", "x1", None)),
    status=st.sampled_from(("planned", "denied", None, None)),
    report=reports,
)
"""Events of all kinds with everything said."""

logs: st.SearchStrategy[list[Raw | Entry]] = st.tuples(
    st.lists(varied, min_size=3, max_size=7, unique_by=lambda raw: raw["kind"]),
    st.lists(histories, min_size=1, max_size=3).map(lambda several: [raw for history in several for raw in history]),
    st.lists(events(), max_size=3),
).map(lambda parts: [entry for part in parts for entry in part])

QUESTIONS = 12


class Survivors(Ids):
    """Resolves as a script does: who has been merged is called by the survivor."""

    def __init__(self, known: Knowledge) -> None:
        super().__init__()
        self._known = known

    def actor(self, name: str) -> str:
        return self._known.stands_for(name)

    def survivor(self, name: str) -> str:
        return str(self._known.survivor(UUID(self.event(name))))


def append(log: Log, number: int, said: Raw | Entry) -> None:
    """Appends one entry, unless the log refuses it."""
    try:
        if isinstance(said, Entry):
            log.append([said], TESTER)
            return
        own_key = {} if "key" in said or said["kind"] in UNKEYED else {"key": f"revision-{number}"}
        resolver = Survivors(Knowledge(log.read(limit=1000)))
        log.append(read_entries([said | own_key], resolver), TESTER)
    except BadInput:
        if isinstance(said, Event) and any(getattr(said, link) for link in LINKS):
            append(log, number, unlinked(said))


def unlinked(event: Event) -> Event:
    """An event without what points at others, which the log may not hold."""
    reports = tuple(report.model_copy(update={"stated_in": None}) for report in event.report)
    return event.model_copy(update={**dict.fromkeys(LINKS), "report": reports})


@contextmanager
def served(url: str, said: Sequence[Raw | Entry]) -> Iterator[tuple[TestClient, Root, World]]:
    """A log of these entries asked over HTTP, and the oracle of the same log."""
    log = Log.on_postgres(url)
    log.append(read_entries((*STAGE, *(raw for raw in START if "key" in raw)), Ids()), TESTER)
    begin = log.head()
    for number, entry in enumerate(said):
        append(log, number, entry)
    runner = Runner(log, url)
    runner.prepare()
    runner.catch_up()
    entries = log.read(limit=1000)
    later = [entry for entry in entries if entry.position >= begin]
    with TestClient(create_app(url, pool_size=1, follow=False, limits=LOCAL)) as client:
        # The pool connects at random moments: Hypothesis must not take its dice for the strategies'.
        assert client.get("/readyz").json()["ready"]
        yield client, Root(entries), World([e.position for e in later], [e.recorded_at for e in later])
    log.close()


def plain(value: Any) -> Any:
    """JSON with all numbers as floats, rounded to what both ways of summing agree on."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(f"{float(value):.12g}") if is_number else value


def ask(client: TestClient, question: Question) -> Any:
    """The compiled answer; None where it is refused as bad input."""
    response = client.post("/graphql", json={"query": question.text}).json()
    for error in response.get("errors", ()):
        assert error["extensions"]["code"] == "BAD_USER_INPUT", error
    return None if "errors" in response else plain(response["data"])


def foretell(oracle: Root, question: Question) -> Any:
    """The oracle's answer. Names in filters must be known even where nothing is there to be filtered."""
    try:
        for filter, moment in question.filters:
            check(oracle.known(moment), filter)
    except Refused:
        return None
    return plain(oracle.answer(question.text))


def check(known: Knowledge, filter: Raw) -> None:
    for name in (*filter.get("actors", ()), *filter.get("anyActor", ()), *filter.get("between", ())):
        cast.need(known, "actor", name)
    if "place" in filter:
        cast.area(known, filter["place"])
    if "source" in filter:
        cast.need(known, "source", filter["source"])


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data(), said=logs)
def test_compiled_answers_are_those_of_the_oracle(server_url: str, data: st.DataObject, said: list[Raw | Entry]) -> None:
    with new_database(server_url) as url, served(url, said) as (client, oracle, world):
        for _ in range(QUESTIONS):
            question = data.draw(questions(world))
            note(question.text)
            assert ask(client, question) == foretell(oracle, question)
