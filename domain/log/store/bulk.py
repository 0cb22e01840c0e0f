"""Appends batches of thousands of entries: copied into a temporary table first, then inserted under the lock by one statement."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import cycle
from typing import Any

from eventsourcing.persistence import StoredEvent
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow, tuple_row

from domain.failpoints import Failpoint, reach
from domain.log.store.batch import AppendBatch, Batch, BatchResult, StoredAt
from domain.log.store.copy_rows import copy_rows
from domain.log.store.sql import APPEND_STAGED, PRIMARY_KEY, STAGE, STAGED, TABLE
from domain.log.store.writer import until_appended

COPY_STAGED = f"COPY {STAGED} FROM STDIN (FORMAT BINARY)"

MATCHES = f"""
CROSS JOIN LATERAL (SELECT * FROM {TABLE} WHERE originator_id = s.id AND originator_version = s.version OFFSET 0) t
"""
"""What the log has at the stream and version of a staged event. OFFSET 0 makes PostgreSQL look each up by its key, whatever it
believes about the sizes of the tables."""

FIND_STAGED = f"SELECT s.place, t.notification_id, t.topic, nullif(t.state, s.state) FROM {STAGED} s {MATCHES}"
"""Those of a batch that are in the log already: where, under which topic, and their state if it differs."""

IS_END_STORED = f"SELECT 1 FROM {STAGED} s {MATCHES} WHERE s.place IN (0, %s) LIMIT 1"
"""Whether the first or the last event of a batch is in the log already."""


class BulkAppender:
    """Appends batches, each all or none, and waits at most `patience` seconds for the lock."""

    def __init__(self, patience: float) -> None:
        self._patience = patience

    def append(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> list[int]:
        """The positions of new events. Raises psycopg's UniqueViolation where one is in the log already, Busy."""
        self._stage(conn, events)
        return self._append_staged(conn, len(events))

    def append_missing(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        """Appends those events that are not in the log yet, unless one is there with other content."""
        return self._prepared(conn, events)()

    def prepare(self, lanes: Sequence[Connection[DictRow]], batches: Iterable[Sequence[StoredEvent]]) -> Iterator[AppendBatch]:
        """For each batch, once it is staged, the call that appends it. The next is staged meanwhile, on another connection."""
        left, turns = iter(batches), cycle(lanes)
        with ThreadPoolExecutor(1) as helper:
            coming = helper.submit(self._stage_next, next(turns), left)
            while append := coming.result():
                coming = helper.submit(self._stage_next, next(turns), left)
                yield append

    def _stage_next(self, conn: Connection[DictRow], batches: Iterator[Sequence[StoredEvent]]) -> AppendBatch | None:
        return next((self._prepared(conn, events) for events in batches), None)

    def _prepared(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> AppendBatch:
        self._stage(conn, events)
        # Most batches are new as a whole, and of the others mostly the first or the last event is in the log.
        is_new = bool(events) and not _rows(conn, IS_END_STORED, (len(events) - 1,))
        return partial(self._append_missing, conn, events, is_new)

    def _stage(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> None:
        # In a transaction of its own: one that stayed open until the batch's turn would be cut off as idle.
        conn.execute(STAGE.encode())
        with conn.cursor().copy(COPY_STAGED.encode()) as copy:
            copy.write(copy_rows(events).data)
        reach(Failpoint.BATCH_STAGED)

    def _append_missing(self, conn: Connection[DictRow], events: Sequence[StoredEvent], is_new: bool) -> BatchResult:
        if is_new:
            with suppress(UniqueViolation):
                return BatchResult(dict(enumerate(self._append_staged(conn, len(events)))), {}, [])
        try:
            return self._settle(conn, events)
        except UniqueViolation as error:
            # Another writer recorded one of them meanwhile. What is recorded stays, so that there is an end to this.
            if error.diag.constraint_name != PRIMARY_KEY:
                raise
        return self.append_missing(conn, events)

    def _settle(self, conn: Connection[DictRow], events: Sequence[StoredEvent]) -> BatchResult:
        found = _rows(conn, FIND_STAGED)
        stored = {place: StoredAt(position, _as_stored(events[place], topic, state)) for place, position, topic, state in found}
        return Batch(events).settle(stored, lambda places: self.append(conn, [events[place] for place in places]))

    def _append_staged(self, conn: Connection[DictRow], count: int) -> list[int]:
        """Appends what is staged, in one statement: no client holds the lock."""

        def append(notify: bool) -> list[int]:
            ((first,),) = _rows(conn, APPEND_STAGED, (notify,))
            reach(Failpoint.BATCH_COMMITTED)
            return list(range(first, first + count))

        return until_appended(conn, self._patience, append)


def _as_stored(event: StoredEvent, topic: str, state: bytes | None) -> StoredEvent:
    """What the log has in place of an event; no state means the same state."""
    return StoredEvent(event.originator_id, event.originator_version, topic, event.state if state is None else state)


def _rows(conn: Connection[DictRow], statement: str, params: Any = None) -> list[tuple[Any, ...]]:
    with conn.cursor(row_factory=tuple_row, binary=True) as cursor:
        return cursor.execute(statement.encode(), params).fetchall()
