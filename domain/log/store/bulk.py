"""Appends batches of thousands of entries: copied into a temporary table first, then inserted under the lock by one statement."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import cycle
from typing import Any, TypeVar

from eventsourcing.persistence import StoredEvent
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow, tuple_row

from domain.log.store.batch import AppendBatch, Batch, BatchResult, StoredAt
from domain.log.store.copy_rows import copy_rows
from domain.log.store.sql import BEGIN_APPEND, TABLE
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.notifying import notify
from domain.postgres.waiting import LockWait

T = TypeVar("T")

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS annals_staged (place bigint, id uuid, version bigint, topic text, state bytea);
TRUNCATE annals_staged
"""
"""Where a batch waits for the lock. Made once for each connection, emptied for each batch."""

COPY_STAGED = "COPY annals_staged FROM STDIN (FORMAT BINARY)"

MATCHES = f"""
CROSS JOIN LATERAL (SELECT * FROM {TABLE} WHERE originator_id = s.id AND originator_version = s.version OFFSET 0) t
"""
"""What the log has at the stream and version of a staged event. OFFSET 0 makes PostgreSQL look each up by its key, whatever it
believes about the sizes of the tables."""

FIND_STAGED = f"SELECT s.place, t.notification_id, t.topic, nullif(t.state, s.state) FROM annals_staged s {MATCHES}"
"""Those of a batch that are in the log already: where, under which topic, and their state if it differs."""

IS_END_STORED = f"SELECT 1 FROM annals_staged s {MATCHES} WHERE s.place IN (0, %s) LIMIT 1"
"""Whether the first or the last event of a batch is in the log already."""

INSERT_STAGED = f"""
WITH appended AS (
    INSERT INTO {TABLE} (originator_id, originator_version, topic, state, recorded_at)
    SELECT s.id, s.version, s.topic, s.state, %(moment)s::timestamptz + s.place * interval '1 microsecond'
    FROM annals_staged s {{where}} ORDER BY s.place RETURNING notification_id
)
SELECT array_agg(notification_id) FROM appended
"""
"""Appends a batch, and gives the positions as one value. ON CONFLICT DO NOTHING would insert each row speculatively, which took a
quarter longer, and draw positions for the rows that are there."""

INSERT_ALL = INSERT_STAGED.format(where="")

INSERT_SOME = INSERT_STAGED.format(where="WHERE s.place = ANY(%(places)s)")


class BulkAppender:
    """Appends batches, each all or none, and waits at most `patience` seconds for the lock."""

    def __init__(self, patience: float) -> None:
        self._patience = patience

    def append(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> list[int]:
        """The positions of new events. Raises psycopg's UniqueViolation where one is in the log already, Busy."""
        self._stage(conn, events)
        return self._locked(conn, lambda moment: _insert(conn, INSERT_ALL, moment))

    def append_missing(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        """Appends those events that are not in the log yet, unless one is there with other content."""
        self._stage(conn, events)
        return self._append_missing_staged(conn, events)

    def prepare(self, lanes: Sequence[Connection[DictRow]], batches: Iterable[Sequence[StoredEvent]]) -> Iterator[AppendBatch]:
        """For each batch, once it is staged, the call that appends it. The next is staged meanwhile, on another connection."""
        left, turns = iter(batches), cycle(lanes)
        with ThreadPoolExecutor(1) as helper:
            coming = helper.submit(self._stage_next, next(turns), left)
            while append := coming.result():
                coming = helper.submit(self._stage_next, next(turns), left)
                yield append

    def _stage_next(self, conn: Connection[DictRow], batches: Iterator[Sequence[StoredEvent]]) -> AppendBatch | None:
        for events in batches:
            self._stage(conn, events)
            return partial(self._append_missing_staged, conn, events)
        return None

    def _stage(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> None:
        # In a transaction of its own: one that stayed open until the batch's turn would be cut off as idle.
        conn.execute(STAGE)
        with conn.cursor().copy(COPY_STAGED) as copy:
            copy.write(copy_rows(events).data)

    def _append_missing_staged(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        # Most batches are new as a whole, and of the others mostly the first or the last event is in the log.
        if not _rows(conn, IS_END_STORED, (len(events) - 1,)):
            with suppress(UniqueViolation):
                positions = self._locked(conn, lambda moment: _insert(conn, INSERT_ALL, moment))
                return BatchResult(dict(enumerate(positions)), {}, [])
        return self._locked(conn, lambda moment: self._settle(conn, events, moment))

    def _settle(self, conn: Connection[DictRow], events: Sequence[StoredEvent], moment: Any) -> BatchResult:
        found = _rows(conn, FIND_STAGED)
        stored = {place: StoredAt(position, _as_stored(events[place], topic, state)) for place, position, topic, state in found}
        return Batch(events).settle(stored, lambda places: _insert(conn, INSERT_SOME, moment, list(places)))

    def _locked(self, conn: Connection[DictRow], work: Callable[[Any], T]) -> T:
        """The result of work in a transaction that holds the lock. The work is given the time from which to record."""

        def attempt() -> T:
            with conn.transaction():
                ((moment,),) = _rows(conn, BEGIN_APPEND)
                return work(moment)

        result = LockWait(conn, AdvisoryLock.APPEND, self._patience).run(attempt)
        notify(conn, Channel.ENTRIES)
        return result


def _insert(conn: Connection[DictRow], statement: str, moment: Any, places: Sequence[int] = ()) -> list[int]:
    ((positions,),) = _rows(conn, statement, {"moment": moment, "places": places})
    return positions or []


def _as_stored(event: StoredEvent, topic: str, state: bytes | None) -> StoredEvent:
    """What the log has in place of an event; no state means the same state."""
    return StoredEvent(event.originator_id, event.originator_version, topic, event.state if state is None else state)


def _rows(conn: Connection[DictRow], statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    with conn.cursor(row_factory=tuple_row, binary=True) as cursor:
        return cursor.execute(statement.encode(), params).fetchall()
