"""A database ready for use: checked, its log and views made, the first actors registered."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg

from domain.errors import AnnalsError, BadInput, ViewsOfAnotherLog
from domain.log import Log
from domain.postgres.connection import Session as DatabaseSession
from domain.postgres.connection import configure, with_defaults
from domain.postgres.server import check_server
from projections.live import LiveViews
from projections.schemas import LIVE, read_numbers_as_the_log
from scripts.support.cast import register_cast
from scripts.support.conninfo import without_password
from scripts.support.database_errors import connecting_remedy
from scripts.support.embedded import embedded_database
from scripts.support.settings import Settings, read_settings


@dataclass(frozen=True)
class Session:
    """A database, its log, and its live views."""

    url: str
    log: Log
    views: LiveViews


@contextmanager
def session(settings: Settings | None = None, *, states: bool = True) -> Iterator[Session]:
    """The database that the settings name, for as long as the block runs. Raises AnnalsError.

    Without `states`, nothing is appended to it: a log that is to be restored has its states already."""
    settings = settings or read_settings()
    with _database(settings) as url, _connected(url) as conn:
        log = Log.on_postgres(url)
        try:
            with LiveViews(log, conn=conn) as views:
                views.prepare()
                # Views of another log know no names: what this one lacks is registered once they are rebuilt.
                with suppress(ViewsOfAnotherLog):
                    if states and register_cast(log, views):
                        views.fold()
                yield Session(url, log, views)
        finally:
            log.close()


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    if settings.database_url is None:
        with embedded_database(settings.home) as url:
            yield url
    else:
        yield settings.database_url


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that sees the live views, to a database that has passed all checks. Raises AnnalsError."""
    shown = without_password(url)
    try:
        conn = psycopg.connect(with_defaults(url), autocommit=True)
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise AnnalsError(
            f"cannot reach the database {shown}: {reason}; {connecting_remedy(reason)} (ANNALS_DATABASE_URL; if that is not set,"
            " annals uses an embedded one)"
        ) from error
    except psycopg.ProgrammingError as error:
        raise BadInput(f"ANNALS_DATABASE_URL is {shown!r}: {str(error).strip()}") from error
    with conn:
        check_server(conn, url)
        configure(conn, DatabaseSession(LIVE))
        read_numbers_as_the_log(conn)
        yield conn
