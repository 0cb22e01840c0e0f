"""A database ready for use: log and views made, the states registered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from domain.errors import AnnalsError, BadInput
from domain.log import Log
from projections.runner import Runner
from scripts.support.conninfo import without_password
from scripts.support.embedded import embedded_database
from scripts.support.settings import Settings, read_settings
from scripts.support.states import register_states

OLDEST = 15
"""The oldest major version of PostgreSQL that annals runs on."""

PATIENCE = 10
"""Seconds to wait for a database to answer."""


@dataclass(frozen=True)
class Session:
    """A database, its log, and what folds the log into views."""

    url: str
    log: Log
    runner: Runner


@contextmanager
def session(settings: Settings | None = None, *, states: bool = True) -> Iterator[Session]:
    """The database that the settings name, for as long as the block runs. Raises AnnalsError.

    Without `states`, nothing is appended to it: a log that is to be restored has its states already."""
    with _database(settings or read_settings()) as url:
        log = Log.on_postgres(url)
        try:
            runner = Runner(log, url)
            runner.prepare()
            if states and register_states(log):
                runner.catch_up()
            yield Session(url, log, runner)
        finally:
            log.close()


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    if settings.database_url is None:
        with embedded_database(settings.home) as url:
            yield url
        return
    _check(settings.database_url)
    yield settings.database_url


def _check(url: str) -> None:
    shown = without_password(url)
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as conn:
            version = conn.info.server_version // 10_000
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise AnnalsError(
            f"cannot reach the database {shown}: {reason}; see that it runs and that ANNALS_DATABASE_URL is right,"
            " or unset that for an embedded one"
        ) from error
    except psycopg.ProgrammingError as error:
        raise BadInput(f"ANNALS_DATABASE_URL is {shown!r}: {str(error).strip()}") from error
    if version < OLDEST:
        raise AnnalsError(f"the database {shown} is PostgreSQL {version}; annals needs {OLDEST} or newer")
