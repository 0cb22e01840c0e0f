"""Work over one connection that goes on until it is told to stop, and outlives every interruption."""

import logging
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import Connection

from domain.errors import AnnalsError
from domain.postgres.locks import AdvisoryLock
from domain.postgres.waiting import try_lock_session

LOOK = 1.0
"""Seconds after which whoever waits looks for itself: a notification may have been lost."""

STAND_BY = 0.25
"""Seconds between two tries to become the one that works."""

RETRY = 5.0
"""Seconds at most between two tries of work that was interrupted."""

IN_RECOVERY = "SELECT pg_is_in_recovery()"


def persist(work: Callable[[Event], None], stop: Event, what: str, logger: logging.Logger) -> None:
    """Works until told to stop, and begins again after every error, of which it tells once. `what`: the work, in words.

    The work closes its connection when it ends, and with it its locks."""
    said, pause = "", STAND_BY
    while not stop.is_set():
        begun = time.monotonic()
        try:
            work(stop)
        except Exception as error:
            if stop.is_set():
                # The database is often stopped together with its worker.
                return
            # A thread that ended here would leave its work undone without a word. Trying again loses nothing.
            if time.monotonic() - begun > RETRY:
                said, pause = "", STAND_BY
            reason = " ".join(str(error).split()) or repr(error)
            if reason != said:
                expected = isinstance(error, psycopg.Error | PersistenceError | AnnalsError)
                logger.warning("%s was interrupted: %s", what, reason, exc_info=not expected)
            said, pause = reason, min(2 * pause, RETRY)
            stop.wait(pause)


def is_standby(conn: Connection[Any]) -> bool:
    """Whether the database takes no writes, since it follows another."""
    return conn.execute(IN_RECOVERY.encode()).fetchone() == (True,)


def await_promotion(conn: Connection[Any], stop: Event) -> None:
    """Returns once the database is no standby, or when told to stop."""
    while not stop.wait(LOOK) and is_standby(conn):
        pass


def await_turn(conn: Connection[Any], lock: AdvisoryLock, stop: Event) -> bool:
    """Takes a lock until the connection ends, once nobody else has it; False when told to stop before."""
    while not try_lock_session(conn, lock):
        if stop.wait(STAND_BY):
            return False
    return True
