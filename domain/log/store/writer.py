"""A connection only for appending single entries, which a pool would make slower by changing server processes."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, TypeVar

from eventsourcing.persistence import StoredEvent
from psycopg import Connection
from psycopg.adapt import PyFormat
from psycopg.errors import DeadlockDetected, ProgramLimitExceeded, SerializationFailure
from psycopg.pq import TransactionStatus

from domain.failpoints import Failpoint, reach
from domain.log.store.sql import APPEND, APPEND_ONE
from domain.postgres.connection import Session, connect
from domain.postgres.locks import AdvisoryLock
from domain.postgres.prepared import PreparedStatements
from domain.postgres.waiting import LockWait

TRIES = 5
"""How often an append is tried that PostgreSQL undid because of other transactions."""

T = TypeVar("T")


def until_appended(conn: Connection[Any], patience: float, append: Callable[[bool], T]) -> T:
    """The result of an append, which is tried again while others hold the lock, for at most `patience` seconds, and where
    PostgreSQL undid it because of other transactions. It is told whether to notify."""
    return LockWait(conn, AdvisoryLock.APPEND, patience).run(lambda: _retried(append))


def _retried(append: Callable[[bool], T]) -> T:
    for _ in range(TRIES - 1):
        try:
            return append(True)
        except (SerializationFailure, DeadlockDetected):
            continue
        except ProgramLimitExceeded:
            # The notification queue is full, perhaps, which shows at COMMIT. Listeners look for themselves every second.
            break
    return append(False)


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
                return until_appended(self._connected(), self._patience, lambda notify: self._append(events, notify))
            finally:
                self._drop_if_unfit()

    def close(self) -> None:
        """Closes the connection; the next append opens another."""
        if self._conn is not None:
            self._conn.close()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self.close()

    def _append(self, events: Sequence[StoredEvent], notify: bool) -> list[int]:
        conn = self._connected()
        if len(events) == 1:
            statement, params = APPEND_ONE, _columns(events[0])
        else:
            statement, params = APPEND, tuple(list(column) for column in zip(*map(_columns, events), strict=True))
        reach(Failpoint.APPEND_SENDING)
        result = conn.wait(self._statements.run(statement, (*params, notify)))
        reach(Failpoint.APPEND_COMMITTED)
        first = int(result.get_value(0, 0) or 0)
        return list(range(first, first + len(events)))

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
