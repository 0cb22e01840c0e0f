"""A connection only for appending single entries, which a pool would make slower by changing server processes."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Lock
from typing import Any

from eventsourcing.persistence import StoredEvent
from psycopg import Connection
from psycopg.adapt import PyFormat
from psycopg.errors import DeadlockDetected, LockNotAvailable, ProgramLimitExceeded, SerializationFailure
from psycopg.pq import TransactionStatus

from domain.log.store.sql import APPEND, APPEND_ONE
from domain.postgres.connection import Session, connect
from domain.postgres.locks import AdvisoryLock
from domain.postgres.prepared import PreparedStatements
from domain.postgres.waiting import LockWait

TRIES = 5
"""How often an append is tried that PostgreSQL undid because of other transactions."""


class Writer:
    """Appends through one connection, which it opens when it is first needed. Threads take turns.

    What it returns is committed. Raises psycopg.Error, Busy."""

    def __init__(self, url: str, session: Session, patience: float) -> None:
        self._url, self._session, self._patience = url, session, patience
        self._conn: Connection[Any] | None = None
        self._turn = Lock()

    def append(self, events: Sequence[StoredEvent]) -> list[int]:
        """The positions of events that are recorded all, or none where one of them is in the log already."""
        with self._turn:
            try:
                return self._append(events)
            except LockNotAvailable as error:
                wait = LockWait(self._connected(), AdvisoryLock.APPEND, self._patience)
                return wait.run(lambda: self._append(events), error)
            finally:
                self._drop_if_unfit()

    def close(self) -> None:
        """Closes the connection; the next append opens another."""
        if self._conn is not None:
            self._conn.close()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self.close()

    def _append(self, events: Sequence[StoredEvent]) -> list[int]:
        for _ in range(TRIES - 1):
            try:
                return self._run(events, notify=True)
            except (SerializationFailure, DeadlockDetected):
                continue
            except ProgramLimitExceeded:
                # The notification queue is full, perhaps, which shows at COMMIT. Listeners look for themselves every second.
                break
        return self._run(events, notify=False)

    def _run(self, events: Sequence[StoredEvent], *, notify: bool) -> list[int]:
        conn = self._connected()
        if len(events) == 1:
            statement, params = APPEND_ONE, _columns(events[0])
        else:
            statement, params = APPEND, tuple(list(column) for column in zip(*map(_columns, events), strict=True))
        result = conn.wait(self._statements.run(statement, (*params, notify)))
        return [int(result.get_value(row, 0) or 0) for row in range(result.ntuples)]

    def _connected(self) -> Connection[Any]:
        if self._conn is None or self._conn.closed:
            self._conn = connect(self._url, self._session)
            self._statements = PreparedStatements(self._conn, PyFormat.BINARY)
        return self._conn

    def _drop_if_unfit(self) -> None:
        """Closes a connection that still has an answer to come, as after an interrupt (Ctrl-C) at an unlucky moment."""
        if self._conn is not None and self._conn.pgconn.transaction_status != TransactionStatus.IDLE:
            self._conn.close()


def _columns(event: StoredEvent) -> tuple[object, ...]:
    return event.originator_id, event.originator_version, event.topic, event.state
