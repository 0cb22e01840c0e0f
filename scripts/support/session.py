"""A database ready for use: checked, its log and views made, the first actors registered."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg

from domain.errors import AnnalsError, BadInput, ViewsOfAnotherLog
from domain.log import Log
from domain.postgres.connection import LOG_SESSION, configure, with_defaults
from domain.postgres.connection import Session as DatabaseSession
from domain.postgres.server import check_server
from projections.live import LiveViews
from projections.schemas import LIVE, exists, read_numbers_as_the_log
from scripts.support.cast import register_cast
from scripts.support.conninfo import without_password
from scripts.support.database_errors import connecting_remedy
from scripts.support.embedded import embedded_database
from scripts.support.roles import Role
from scripts.support.settings import Settings, read_settings

SEEING_VIEWS = DatabaseSession(LIVE)


@dataclass(frozen=True)
class Session:
    """A database, its log, and its live views."""

    url: str
    """The database as the role that folds sees it."""
    log: Log
    views: LiveViews


@contextmanager
def session(settings: Settings | None = None, *, states: bool = True, role: Role = Role.FOLDER) -> Iterator[Session]:
    """The database that the settings name, for as long as the block runs, with the rights of a role. Raises AnnalsError.

    Without `states`, nothing is appended to it: a log that is to be restored has its states already. Who appends also folds,
    for names are looked up in the views."""
    settings = settings or read_settings()
    folds = Role.FOLDER if role is Role.WRITER else role
    states = states and (role in (Role.OWNER, Role.WRITER) or not settings.divided)
    with database(settings, role) as log_url, database(settings, folds, log_url) as url, _connected(url) as conn:
        log = Log.on_postgres(log_url)
        try:
            with LiveViews(log, conn=conn, url=url) as views:
                views.prepare()
                # Views of another log know no names: what this one lacks is registered once they are rebuilt.
                with suppress(ViewsOfAnotherLog):
                    if states and register_cast(log, views):
                        views.fold()
                yield Session(url, log, views)
        finally:
            log.close()


@contextmanager
def database(settings: Settings, role: Role, started: str | None = None) -> Iterator[str]:
    """The database as a role sees it; the embedded one, unless it is `started`, runs while the block does. Raises AnnalsError."""
    if given := settings.url_of(role):
        yield given
    elif settings.divided:
        own = [f"ANNALS_{role.upper()}_URL"] if role is not Role.OWNER else []
        raise BadInput(f"this command needs {' or '.join([*own, 'ANNALS_DATABASE_URL'])}, which is not set")
    elif started:
        yield started
    else:
        with embedded_database(settings.home) as url:
            yield url


@contextmanager
def reading(settings: Settings) -> Iterator[str]:
    """The database as the API reads it, once others have made its views; nothing is changed in it. Raises AnnalsError."""
    with database(settings, Role.READER) as url, _connected(url) as conn:
        if not exists(conn, LIVE):
            raise AnnalsError(f"the database has no views of this version of annals ({LIVE}); run annals init, or annals project")
        yield url


@contextmanager
def administering(settings: Settings | None = None) -> Iterator[psycopg.Connection[Any]]:
    """A connection with the rights of the log's owner, once there is a log. Raises AnnalsError.

    It does not see the views: the role that makes them could put functions and triggers there, to be run with these rights."""
    with database(settings or read_settings(), Role.OWNER) as url, _connected(url, LOG_SESSION) as conn:
        Log.on_postgres(url).close()
        yield conn


@contextmanager
def _connected(url: str, session: DatabaseSession = SEEING_VIEWS) -> Iterator[psycopg.Connection[Any]]:
    """A connection, which sees the live views, to a database that has passed all checks. Raises AnnalsError."""
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
        configure(conn, session)
        read_numbers_as_the_log(conn)
        yield conn
