"""A database for users who have not set one up: started by the first process, kept running, stopped by the last."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import IO

from domain.errors import AnnalsError
from scripts.support.file_lock import locked, try_lock
from scripts.support.postgres_data import ELSEWHERE, EmbeddedDatabaseFailed
from scripts.support.postgres_server import PostgresServer

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
"""How often each user of a server looks whether it still runs."""
LONGEST_PAUSE = 60.0
"""Between two attempts to start a server that does not start."""
TURN_SECONDS = 180.0
"""Longer than a server takes to start or stop."""


def default_home() -> Path:
    """The folder for annals' data on this machine: ANNALS_HOME, or else the place of XDG for data."""
    if home := os.environ.get("ANNALS_HOME"):
        return Path(home)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    if not data.is_absolute():
        data = Path("~/.local/share")
        # A user without a home folder may still have a database: only the embedded one needs the folder.
        with suppress(RuntimeError):
            data = data.expanduser()
    return data / "annals"


@contextmanager
def embedded_database(home: Path, *, durable: bool = True) -> Iterator[str]:
    """A PostgreSQL server with its data in `home`/postgres: a libpq URL that is valid while the block runs.

    Any number of processes may use one home at once, also from several containers. The server is started again if it dies
    meanwhile; the last process to leave stops it. A process that was killed does not count, so a server that outlives
    its users is stopped by the next one. What was committed survives any kill, unless `durable` is off (for tests: faster,
    but a kill may lose the latest commits).

    Raises: EmbeddedDatabaseFailed, CannotLock, Busy.
    """
    home = _absolute(home)
    server = PostgresServer(home, durable=durable)
    with _explained(home):
        home.mkdir(parents=True, exist_ok=True)
        users = (home / "users.lock").open("a")
    with users:
        with _explained(home), _turn(home) as turn:
            if not try_lock(users, shared=True):
                raise EmbeddedDatabaseFailed(f"{users.name} is locked by a program that is not annals; end it, or {ELSEWHERE}")
            server.create(turn)
            server.start()
        try:
            with _kept_running(home, server):
                yield server.url()
        finally:
            with _explained(home), _turn(home):
                if try_lock(users):
                    server.stop()
                # Still within the turn: the next user must not find the lock of one who has left.
                users.close()


@contextmanager
def _kept_running(home: Path, server: PostgresServer) -> Iterator[None]:
    left = Event()
    watch = Thread(target=_keep_running, args=(home, server, left), name="embedded-postgres", daemon=True)
    watch.start()
    try:
        yield
    finally:
        left.set()
        watch.join()


def _keep_running(home: Path, server: PostgresServer, left: Event) -> None:
    """Starts the server again whenever it has died, until its user has left."""
    pause = LOOK_SECONDS
    while not left.wait(pause):
        try:
            server.link()
            if not server.is_running():
                with _turn(home):
                    # Another process may have started it meanwhile.
                    if not server.is_running():
                        LOG.warning("the embedded PostgreSQL over %s has died; starting it again", server.data.path)
                        server.start()
            pause = LOOK_SECONDS
        except (AnnalsError, OSError) as error:
            LOG.error("the embedded PostgreSQL cannot be started again: %s", error)
            pause = min(pause * 2, LONGEST_PAUSE)


@contextmanager
def _turn(home: Path) -> Iterator[IO[str]]:
    with locked(home / "start.lock", "starting or stopping the embedded PostgreSQL", TURN_SECONDS) as turn:
        yield turn


def _absolute(home: Path) -> Path:
    try:
        absolute = home.expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise _unusable(home, str(error).rstrip(".")) from error
    if not str(absolute).isprintable():
        raise _unusable(home, f"{str(absolute)!r} has characters that cannot be printed")
    return absolute


@contextmanager
def _explained(home: Path) -> Iterator[None]:
    """Turns the operating system's refusals into an error that names the remedy."""
    try:
        yield
    except OSError as error:
        raise _unusable(home, f"{error.filename or home}: {error.strerror or error}") from error


def _unusable(home: Path, reason: str) -> EmbeddedDatabaseFailed:
    return EmbeddedDatabaseFailed(
        f"the embedded database cannot be kept in {str(home)!r}: {reason};"
        " set ANNALS_HOME to a folder that you may write to, or ANNALS_DATABASE_URL to a database"
    )
