"""Waits for locks that other sessions hold: says after a second who holds them, and gives up after a set time."""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from psycopg import Connection, errors
from psycopg.rows import tuple_row

from domain.errors import Busy
from domain.postgres.locks import AdvisoryLock

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds to wait for a lock in all, unless the settings say otherwise (ANNALS_LOCK_TIMEOUT)."""

PAUSE = 0.02
"""Seconds between two attempts, should one fail at once."""

ABOUT = """
SELECT DISTINCT a.pid, a.application_name, a.usename, a.state
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.granted AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

ADVISORY_HOLDERS = f"{ABOUT} AND l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.objsubid = 1 ORDER BY 1"
"""The sessions that hold an advisory lock, by the upper and lower half of its number."""

TABLE_HOLDERS = f"{ABOUT} AND l.relation IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = to_regnamespace(%s)) ORDER BY 1"
"""The sessions that use tables of a schema."""

logger = logging.getLogger(__name__)


class LockWait:
    """A wait for one lock, over as many attempts as it takes: each is cut off by the session's lock_timeout."""

    def __init__(self, conn: Connection[Any], what: AdvisoryLock | str, patience: float = PATIENCE) -> None:
        """`what`: an advisory lock, or a schema whose tables are to be changed."""
        self._conn, self._what = conn, what
        self._patience, self._deadline = patience, time.monotonic() + patience
        self._told = ""

    def run(self, attempt: Callable[[], T]) -> T:
        """The result of an attempt, which is made again while another session holds the lock. Raises Busy."""
        while True:
            try:
                return attempt()
            except errors.LockNotAvailable as error:
                self._tell_or_give_up(error)
                time.sleep(PAUSE)

    def _tell_or_give_up(self, error: errors.LockNotAvailable) -> None:
        holders = self.holders()
        if time.monotonic() >= self._deadline:
            raise Busy(
                f"gave up after {self._patience:g} seconds of waiting for {self._name()}, held by {holders};"
                " end that process if it is stuck, or allow more time with ANNALS_LOCK_TIMEOUT"
            ) from error
        if holders != self._told:
            logger.warning("waiting for %s, held by %s", self._name(), holders)
            self._told = holders

    def holders(self) -> str:
        """The sessions that hold the lock, in words."""
        cursor = self._conn.cursor(row_factory=tuple_row)
        if isinstance(self._what, AdvisoryLock):
            found = cursor.execute(ADVISORY_HOLDERS.encode(), (self._what >> 32, self._what & 0xFFFFFFFF)).fetchall()
        else:
            found = cursor.execute(TABLE_HOLDERS.encode(), (self._what,)).fetchall()
        return ", ".join(map(_session, found)) or "a session that has just let it go"

    def _name(self) -> str:
        if isinstance(self._what, AdvisoryLock):
            return f"the {self._what.name.lower()} lock"
        return f"the tables of {self._what}"


def lock_transaction(conn: Connection[Any], lock: AdvisoryLock, patience: float = PATIENCE) -> None:
    """Takes a lock until the end of the transaction that the connection is in. Raises Busy."""

    def attempt() -> None:
        # In a savepoint, because an attempt that is cut off would undo the whole transaction.
        with conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", (int(lock),))

    LockWait(conn, lock, patience).run(attempt)


def lock_session(conn: Connection[Any], lock: AdvisoryLock, patience: float = PATIENCE) -> None:
    """Takes a lock until the connection ends. Raises Busy."""
    LockWait(conn, lock, patience).run(lambda: conn.execute("SELECT pg_advisory_lock(%s)", (int(lock),)))


def try_lock_session(conn: Connection[Any], lock: AdvisoryLock) -> bool:
    """Takes a lock until the connection ends, if nobody else holds it; whether it is held now."""
    (won,) = conn.cursor(row_factory=tuple_row).execute("SELECT pg_try_advisory_lock(%s)", (int(lock),)).fetchone() or (False,)
    return bool(won)


def _session(row: tuple[Any, ...]) -> str:
    pid, program, user, state = row
    return f"process {pid} ({', '.join(filter(None, (program, user and f'user {user}', state)))})"
