"""Keeping the live views current: one worker folds, any number stand by."""

import logging
from threading import Event, Thread

import psycopg
from eventsourcing.persistence import PersistenceError

from projections.runner import Runner

WORKING = 7_308_604_764
"""The advisory lock of the one worker that keeps the live views current."""

CHANNEL = "annals_events"
"""Where the log tells that there is something new."""

BEAT = 1.0
"""Seconds after which the worker looks for itself, should a message have been lost."""

STAND_BY = 0.5
"""Seconds between two tries to become the worker."""

logger = logging.getLogger(__name__)


def follow(runner: Runner, stop: Event) -> None:
    """Folds what the log brings until told to stop. Outlives lost connections; while another worker is at it, stands by."""
    while not stop.is_set():
        try:
            with psycopg.connect(runner.url, autocommit=True) as conn:
                if _is_the_worker(conn):
                    _work(runner, conn, stop)
        except (psycopg.Error, PersistenceError) as error:
            logger.warning("keeping the views current was interrupted: %s", str(error).strip())
        stop.wait(STAND_BY)


def start_following(runner: Runner) -> tuple[Thread, Event]:
    """Follows in a thread of its own; set the event and join the thread to end it."""
    stop = Event()
    thread = Thread(target=follow, args=(runner, stop), name="annals-follow", daemon=True)
    thread.start()
    return thread, stop


def _is_the_worker(conn: psycopg.Connection) -> bool:
    (won,) = conn.execute("SELECT pg_try_advisory_lock(%s)", (WORKING,)).fetchone() or (False,)
    return bool(won)


def _work(runner: Runner, conn: psycopg.Connection, stop: Event) -> None:
    conn.execute(f"LISTEN {CHANNEL}".encode())
    while not stop.is_set():
        runner.catch_up()
        for _ in conn.notifies(timeout=BEAT, stop_after=1):
            pass
