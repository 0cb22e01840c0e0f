"""Keeping the live views current: one worker folds, any number stand by."""

import logging
import time
from threading import Event, Thread
from typing import Any

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import Connection

from domain.errors import Busy
from projections.database import FOLDING, connect
from projections.folding import Fold
from projections.runner import Runner
from projections.views import VIEWS

WORKING = 7_308_604_764
"""The advisory lock of the one worker that keeps the live views current."""

CHANNEL = "annals_events"
"""Where the log tells that there is something new."""

BEAT = 1.0
"""Seconds after which the worker looks for itself, should a message have been lost."""

STAND_BY = 0.25
"""Seconds between two tries to become the worker."""

LOOK = 0.01
"""Seconds between two looks at how far the views have come."""

logger = logging.getLogger(__name__)


def follow(runner: Runner, stop: Event) -> None:
    """Folds what the log brings until told to stop. Outlives whatever interrupts it; while another worker is at it, stands by."""
    said = ""
    while not stop.is_set():
        try:
            with connect(runner.url) as conn:
                # The session that holds the worker's lock is the one that folds: if it is lost, so is the lock.
                fold = Fold(runner.log, conn, VIEWS, runner.page, lock=FOLDING)
                if _stand_by(conn, stop):
                    fold.run()
                    said = ""
                    _work(fold, conn, stop)
        except Exception as error:
            # A thread that ended here would leave the views behind with nobody to tell; trying again loses nothing.
            reason = " ".join(str(error).split()) or repr(error)
            if reason != said:
                expected = isinstance(error, psycopg.Error | PersistenceError | Busy)
                logger.warning("keeping the views current was interrupted: %s", reason, exc_info=not expected)
            said = reason
            stop.wait(STAND_BY)


def start_following(runner: Runner) -> tuple[Thread, Event]:
    """Follows in a thread of its own; set the event and join the thread to end it."""
    stop = Event()
    thread = Thread(target=follow, args=(runner, stop), name="annals-follow", daemon=True)
    thread.start()
    return thread, stop


def fold_unless_followed(runner: Runner) -> None:
    """Brings the views up to date where no worker does so."""
    with connect(runner.url) as conn:
        if _is_the_worker(conn):
            runner.catch_up()


def wait_for(runner: Runner, position: int, seconds: float) -> None:
    """Returns once the live views have reached a position; folds itself where no worker does, or no longer. Raises Busy."""
    deadline = time.monotonic() + seconds
    with connect(runner.url) as conn:
        while _reached(conn) < position:
            if _is_the_worker(conn):
                runner.catch_up()
            elif time.monotonic() > deadline:
                raise Busy(f"the views have not reached position {position} within {seconds:g} seconds; see annals status")
            else:
                time.sleep(LOOK)


def _reached(conn: Connection[Any]) -> int:
    (position,) = conn.execute("SELECT position FROM checkpoint").fetchone() or (0,)
    return int(position)


def _is_the_worker(conn: Connection[Any]) -> bool:
    (won,) = conn.execute("SELECT pg_try_advisory_lock(%s)", (WORKING,)).fetchone() or (False,)
    return bool(won)


def _stand_by(conn: Connection[Any], stop: Event) -> bool:
    """Whether it has come to be the worker, rather than to be stopped."""
    while not stop.is_set():
        if _is_the_worker(conn):
            return True
        stop.wait(STAND_BY)
    return False


def _work(fold: Fold, conn: Connection[Any], stop: Event) -> None:
    conn.execute(f"LISTEN {CHANNEL}".encode())
    while not stop.is_set():
        fold.run()
        for _ in conn.notifies(timeout=BEAT, stop_after=1):
            pass
