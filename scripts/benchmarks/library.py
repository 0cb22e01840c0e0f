"""The peer: the eventsourcing library as its documentation uses it, with its own recorder, mapper and projection runner.

Events are the library's, kept as JSON by its own transcoder. Its view is one of ours: standings, two rows an event.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent, datetime_now_with_tzinfo
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder  # noqa: TID251 (the peer is the library itself)
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict

from domain.codes.cameo import goldstein
from domain.codes.plover import PLOVER_TYPES, plover_of
from domain.events.base import COOPERATIVE
from domain.events.coded import InteractionCoded
from projections import standings
from projections.codes import FIELDS, ROLES, SIDES
from projections.period import OPEN

BATCH = 100
"""Events in one of its transactions: at about 1 MB its pipeline hangs for ever (eventsourcing 9.5.6)."""

LOOK = 0.002
"""Seconds between two looks at how far its view has come."""

TRACKED = "SELECT coalesce(max(notification_id), 0) FROM standings_tracking"


@dataclass(frozen=True)
class Coded(DomainEvent):
    """An interaction as an event of the library."""

    content: dict[str, Any]


class Library(Application[UUID]):
    """An application of the library, as documented."""

    name = "library"


class StandingsTable(PostgresTrackingRecorder):
    """The view's table, written together with the position reached."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._insert = f"INSERT INTO standing VALUES ({', '.join(['%s'] * (len(standings.TABLE.columns) + 2))})"

    def _create_table(self, curs: Any) -> None:
        super()._create_table(curs)
        if curs.execute("SELECT to_regclass('standing') AS there").fetchone()["there"] is None:
            for statement in (standings.TABLE.create(), standings.TABLE.create_key(), *standings.TABLE.create_indexes()):
                curs.execute(statement)

    def add(self, rows: Sequence[tuple[Any, ...]], tracking: Tracking) -> None:
        """Writes rows and position in one transaction."""
        with self.datastore.get_connection() as conn, conn.transaction(), conn.cursor() as cursor:
            self._insert_tracking(cursor, tracking)
            for row in rows:
                cursor.execute(self._insert.encode(), row, prepare=True)


class Standings(Projection[StandingsTable]):
    """Folds one event after the other, as the library does it."""

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Two rows an event."""
        said, position = domain_event.content, tracking.notification_id
        plover, _ = plover_of(said["code"]) or (None, None)
        agent, target = (said[field]["actor"] for field in ("source", "target"))
        rows = [
            standings.StandingRow(
                position=position,
                line=line,
                sort_date=said["occurred"],
                field=FIELDS.number(field),
                role=ROLES.number(role),
                side=SIDES.number(side),
                goldstein=goldstein(said["code"]),
                first=line == 2 or agent != target,
                pairs=True,
                counts=True,
                present=False,
                cooperates=PLOVER_TYPES[plover] in COOPERATIVE if plover else None,
                listed=True,
                retracted=False,
                merged_into=None,
                actor=actor,
                representing=None,
                as_said=None,
                detail=None,
            )
            for line, field, actor, role, side in (
                (2, "source", agent, "agent", "initiator"),
                (4, "target", target, "target", "target"),
            )
        ]
        self.view.add([(*row, position, OPEN) for row in rows], tracking)


def environment(url: str) -> dict[str, str]:
    """What the library wants to be told of a database."""
    where = conninfo_to_dict(url)
    settings = {f"POSTGRES_{name.upper()}": str(where.get(name, "")) for name in ("dbname", "host", "port", "user", "password")}
    return {"PERSISTENCE_MODULE": "eventsourcing.postgres", **settings}


def coded(entries: Sequence[InteractionCoded]) -> list[Coded]:
    """The same events as the library's."""
    now = datetime_now_with_tzinfo()
    return [Coded(originator_id=e.stream, originator_version=1, timestamp=now, content=e.content()) for e in entries]


def put(library: Library, events: Sequence[Coded]) -> None:
    """Appends events, many at a time."""
    for start in range(0, len(events), BATCH):
        library.events.put(events[start : start + BATCH])


def insert(library: Library, stored: Sequence[StoredEvent]) -> None:
    """Appends encoded events, many at a time."""
    for start in range(0, len(stored), BATCH):
        library.recorder.insert_events(stored[start : start + BATCH])


@contextmanager
def projecting(url: str) -> Iterator[ProjectionRunner[Library, StandingsTable]]:
    """The library's runner at work on the view, from where it left off."""
    runner = ProjectionRunner(
        application_class=Library, projection_class=Standings, view_class=StandingsTable, env=environment(url)
    )
    with runner:
        yield runner


def project(url: str, conn: Any, count: int) -> float:
    """Folds the first events of the library's log into an empty view: how many in a second."""
    for kind, name in (part.split() for part in (*standings.TABLE.parts(), "TABLE standings_tracking")):
        conn.execute(f"DROP {kind} IF EXISTS {name}")
    begun = perf_counter()
    with projecting(url) as runner:
        while conn.execute(TRACKED).fetchone()[0] < count:
            # It fails in a thread of its own, and tells here.
            runner.run_forever(LOOK)
        return count / (perf_counter() - begun)
