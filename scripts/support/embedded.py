"""The database for whoever has set none up: started by its first user, stopped by its last."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scripts.support.postgres_server import PostgresServer


def default_home() -> Path:
    """The folder for what annals stores on this machine: ANNALS_HOME, or else XDG's place for data."""
    if home := os.environ.get("ANNALS_HOME"):
        return Path(home)
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "annals"


@contextmanager
def embedded_database(home: Path, *, durable: bool = True) -> Iterator[str]:
    """A PostgreSQL of annals' own, its data in `home`/postgres: a libpq URL that holds while the block runs.

    Any number of processes may use one home at once; the last to leave stops the server. One that was killed
    counts no more, so after a kill -9 of the last the server stays up, and goes when its next user goes. What
    was committed outlives any kill, unless `durable` is off (for tests: quicker, a kill may lose the latest).

    Raises: EmbeddedDatabaseFailed.
    """
    home = home.expanduser().resolve()
    home.mkdir(parents=True, exist_ok=True)
    server = PostgresServer(home, durable=durable)
    with (home / "users.lock").open("w") as users:
        with _one_at_a_time(home):
            fcntl.flock(users, fcntl.LOCK_SH)
            server.start()
        try:
            yield server.url()
        finally:
            with _one_at_a_time(home):
                if _is_last(users):
                    server.stop()


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    with (home / "start.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
