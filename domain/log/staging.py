"""Batches: copied into a temporary table, then appended under the lock in one statement."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import cycle
from typing import Any

from eventsourcing.persistence import StoredEvent
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow, tuple_row

from domain.log import tables
from domain.log.batch import Append, Batch, BatchResult, Held
from domain.log.rows import rows_of


class Staging:
    """Appends batches in one database. `sql` completes a statement with the names of the log's table."""

    def __init__(self, sql: Callable[[str], bytes]) -> None:
        self._stage_anew, self._lock, self._tell = sql(tables.STAGE), sql(tables.ONE_AT_A_TIME), sql(tables.TELL)
        self._ends_there, self._find = sql(tables.ENDS_THERE), sql(tables.FIND_STAGED)
        self._insert_all, self._insert_some = sql(tables.INSERT_ALL), sql(tables.INSERT_SOME)

    def append(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> list[int]:
        """The positions of events that are recorded all, or none where one of them is there already."""
        self._stage(conn, events)
        return self._append_staged(conn)

    def append_missing(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        """What becomes of events of which some may be there already."""
        self._stage(conn, events)
        return self._append_missing_staged(conn, events)

    def prepare(self, lanes: Sequence[Connection[DictRow]], batches: Iterable[Sequence[StoredEvent]]) -> Iterator[Append]:
        """What appends each batch, once it is staged. Meanwhile the next is staged, on another of these connections."""
        left, turns = iter(batches), cycle(lanes)
        with ThreadPoolExecutor(1) as helper:
            coming = helper.submit(self._stage_next, next(turns), left)
            while append := coming.result():
                coming = helper.submit(self._stage_next, next(turns), left)
                yield append

    def _stage_next(self, conn: Connection[DictRow], batches: Iterator[Sequence[StoredEvent]]) -> Append | None:
        for events in batches:
            self._stage(conn, events)
            return partial(self._append_missing_staged, conn, events)
        return None

    def _stage(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> None:
        # In a transaction of its own: the server cuts off one that idles, as it would until its turn comes.
        conn.execute(self._stage_anew)
        with conn.cursor().copy(tables.COPY_STAGED) as copy:
            copy.write(rows_of(events).data)

    def _append_staged(self, conn: Connection[DictRow]) -> list[int]:
        with conn.transaction():
            conn.execute(self._lock)
            return self._positions(conn, self._insert_all)

    def _append_missing_staged(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        # Most batches are new, and of the others mostly the first or the last event is there.
        if not _rows(conn, self._ends_there, len(events) - 1):
            with suppress(UniqueViolation):
                return BatchResult(dict(enumerate(self._append_staged(conn))), {}, [])
        with conn.transaction():
            conn.execute(self._lock)
            return Batch(events).settle(self._held(conn, events), lambda places: self._positions(conn, self._insert_some, places))

    def _positions(self, conn: Connection[DictRow], statement: bytes, *params: object) -> list[int]:
        conn.execute(self._tell)
        ((positions,),) = _rows(conn, statement, *params)
        return positions or []

    def _held(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> dict[int, Held]:
        found = _rows(conn, self._find)
        return {place: Held(position, _other(events[place], topic, state)) for place, position, topic, state in found}


def _other(event: StoredEvent, topic: str, state: bytes | None) -> StoredEvent:
    """What the log has in place of an event; no state: the same."""
    return StoredEvent(event.originator_id, event.originator_version, topic, event.state if state is None else state)


def _rows(conn: Connection[DictRow], statement: bytes, *params: object) -> list[tuple[Any, ...]]:
    with conn.cursor(row_factory=tuple_row, binary=True) as cursor:
        return cursor.execute(statement, params or None).fetchall()
