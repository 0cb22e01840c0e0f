"""Connections that behave alike whatever the operator, the environment or a pooler has set.

annals relies on text formats, time zone, encoding, isolation, durability and timeouts. Each session sets them itself, by a
statement after connecting: startup options would replace the operator's own, and poolers such as PgBouncer refuse them.
"""

import logging
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import AsyncConnection, Connection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import Diagnostic
from psycopg.rows import tuple_row

logger = logging.getLogger(__name__)

DEFAULTS: dict[str, Any] = {"connect_timeout": 10, "fallback_application_name": "annals"}
"""How connections are made where the connection string does not say. Times are in seconds."""

LOCK_SECONDS = 1.0
"""How long one statement waits for a lock. `domain.postgres.waiting` repeats it, and says meanwhile who holds the lock."""

IDLE_SECONDS = 60.0
"""A process that was stopped in the middle of a transaction loses it after this long, and with it the locks it holds."""

SAME_EVERYWHERE = {
    "client_encoding": "UTF8",
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "idle_session_timeout": "0",
    "standard_conforming_strings": "on",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "client_min_messages": "warning",
}
"""Settings by which statements mean the same in every database."""

SET_SEARCH_PATH = """
pg_catalog.set_config('search_path', concat_ws(', ', nullif(%s, ''), (
    SELECT quote_ident(n.nspname) FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_trgm'
), 'pg_catalog'), false)
"""
"""The views' schema, and that of the extension pg_trgm, which hosts install in different ones."""

SYNCHRONOUS = "CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END"
"""An entry that is acknowledged must survive a crash. Stricter settings than `on` are left as they are."""


@dataclass(frozen=True, slots=True)
class Session:
    """What one session needs beyond the settings that all share. Times are in seconds; 0 means no limit."""

    schema: str = ""
    """The schema whose tables have bare names; none where every name is qualified."""
    read_only: bool = False
    """The database itself refuses to write. Otherwise the operator's setting holds."""
    statement_seconds: float = 0
    lock_seconds: float = LOCK_SECONDS
    extra: tuple[tuple[str, str], ...] = ()
    """More settings, by name."""

    def sql(self, server_version: int) -> tuple[str, list[str]]:
        """The one statement that sets all of it, with its parameters. `server_version` is PostgreSQL's number, 150004."""
        settings: dict[str, str] = {
            **SAME_EVERYWHERE,
            "statement_timeout": _milliseconds(self.statement_seconds),
            "lock_timeout": _milliseconds(self.lock_seconds),
            "idle_in_transaction_session_timeout": _milliseconds(IDLE_SECONDS),
            **({"transaction_timeout": "0"} if server_version >= 170_000 else {}),
            **({"default_transaction_read_only": "on"} if self.read_only else {}),
            **dict(self.extra),
        }
        calls = ["pg_catalog.set_config(%s, %s, false)"] * len(settings)
        calls.append(f"pg_catalog.set_config('synchronous_commit', {SYNCHRONOUS}, false)")
        calls.append(SET_SEARCH_PATH)
        params = [text for setting in settings.items() for text in setting]
        return f"SELECT {', '.join(calls)}", [*params, self.schema]


LOG_SESSION = Session()
"""For connections to the log, whose statements qualify every name."""


def connect(url: str, session: Session = LOG_SESSION, **options: Any) -> Connection[Any]:
    """A connection in autocommit mode with the settings of a session. Raises psycopg.Error."""
    conn = psycopg.connect(with_defaults(url), **{"autocommit": True, **options})
    try:
        configure(conn, session)
    except BaseException:
        conn.close()
        raise
    return conn


def configure(conn: Connection[Any], session: Session = LOG_SESSION) -> None:
    """Gives a new connection, in autocommit mode, the settings of a session."""
    conn.add_notice_handler(_log_warning)
    statement, params = session.sql(conn.info.server_version)
    conn.cursor(row_factory=tuple_row).execute(statement.encode(), params, prepare=False)


async def configure_async(conn: AsyncConnection[Any], session: Session) -> None:
    """The same for an asynchronous connection."""
    statement, params = session.sql(conn.info.server_version)
    await conn.cursor(row_factory=tuple_row).execute(statement.encode(), params, prepare=False)


def set_schema(conn: Connection[Any], schema: str) -> None:
    """Makes a connection see the tables of another schema under their bare names."""
    conn.execute(f"SELECT {SET_SEARCH_PATH}".encode(), (schema,))


def with_defaults(url: str) -> str:
    """The connection string (a URL or libpq's key=value form) with the defaults of annals for what it leaves open."""
    given = conninfo_to_dict(url)
    return make_conninfo(url, **{name: value for name, value in DEFAULTS.items() if name not in given})


def _log_warning(diagnostic: Diagnostic) -> None:
    """Passes on a warning of the database; sessions ask for nothing less."""
    logger.warning("%s", diagnostic.message_primary)


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f}ms"
