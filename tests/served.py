"""Made-up logs, served: with everything that can befall what they hold, to be asked over HTTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from dsl import TESTER, Ids, Raw, a_place, a_source, a_summit, actors, an_actor
from gallery import GALLERY
from histories import START, UNKEYED, dates, histories, reports
from hypothesis import strategies as st
from oracle.arguments import World
from oracle.knowledge import Knowledge
from starlette.testclient import TestClient
from strategies import SLUGS, events
from world import BASE_URL

from api.app import create_app
from api.limits.limits import LOCAL
from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import LINKS, Event
from domain.intake import read_entries
from domain.log import Log
from projections.live import LiveViews

STAGE: Sequence[Raw] = (
    *(raw for raw in START if raw.get("id") != "beijing" and "key" not in raw),
    *actors("UKR", "USA", "KOR", "JPN", "TUR", "FRA"),
    *(an_actor(slug, "person") for slug in SLUGS if slug != "vladimir-putin"),
    *(a_place(slug) for slug in SLUGS),
    *(a_source(slug, title=slug.title(), published="2025-09") for slug in SLUGS),
    a_place("beijing", within="CHN"),
    a_place("tiananmen", within="beijing"),
    a_place("pyongyang", within="PRK"),
    a_summit("earlier", occurred="1959-09"),
    next(raw for raw in GALLERY if raw["kind"] == "ForceUsed") | {"key": "kursk"},
    *(raw for raw in START if "key" in raw),
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
"""What may be appended to the stage; what the log refuses is left out."""


class Survivors(Ids):
    """Resolves as a script does: who has been merged is called by the survivor."""

    def __init__(self, known: Knowledge) -> None:
        super().__init__()
        self._known = known

    def actor(self, name: str) -> str:
        return self._known.stands_for(name)

    def survivor(self, name: str) -> str:
        return str(self._known.survivor(UUID(self.event(name))))


class Served:
    """A log on the stage, its views, and a client of their API."""

    def __init__(self, log: Log, client: TestClient, views: LiveViews) -> None:
        self.log, self._client, self._views = log, client, views
        log.append(read_entries(STAGE, Ids()), TESTER)
        self._begin = log.head()
        self._number = 0

    def append(self, said: Sequence[Raw | Entry]) -> None:
        """Appends one entry after another, those that the log takes, and folds them."""
        for entry in said:
            self._number += 1
            self._append(entry)
        self._views.fold()

    def _append(self, said: Raw | Entry) -> None:
        try:
            if isinstance(said, Entry):
                self.log.append([said], TESTER)
                return
            own_key = {} if "key" in said or said["kind"] in UNKEYED else {"key": f"revision-{self._number}"}
            resolver = Survivors(Knowledge(self.log.read(limit=10_000)))
            self.log.append(read_entries([said | own_key], resolver), TESTER)
        except BadInput:
            if isinstance(said, Event) and any(getattr(said, link) for link in LINKS):
                self._append(_unlinked(said))

    @property
    def about(self) -> World:
        """What there is to ask about."""
        entries = [entry for entry in self.log.read(limit=10_000) if entry.position >= self._begin]
        return World([e.position for e in entries], [e.recorded_at for e in entries])

    def response(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole response to a query."""
        answer: dict[str, Any] = self._client.post("/graphql", json={"query": query, "variables": variables}).json()
        return answer

    def ask(self, query: str) -> Any:
        """The data that answers a query, which must have no errors."""
        answer = self.response(query)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


def _unlinked(event: Event) -> Event:
    """An event without what points at others, which the log may not hold."""
    reports = tuple(report.model_copy(update={"stated_in": None}) for report in event.report)
    return event.model_copy(update={**dict.fromkeys(LINKS), "report": reports})


@contextmanager
def served(url: str, said: Sequence[Raw | Entry]) -> Iterator[Served]:
    """These entries on the stage, asked over HTTP."""
    log = Log.on_postgres(url)
    views = LiveViews(log)
    views.prepare()
    with TestClient(create_app(url, pool_size=1, follow=False, limits=LOCAL), BASE_URL) as client:
        world = Served(log, client, views)
        world.append(said)
        yield world
    views.close()
    log.close()
