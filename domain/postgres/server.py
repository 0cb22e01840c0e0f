"""Checks, before anything is made in it, that annals can rely on a database: version, encoding, extensions, pooling."""

from typing import Any

import psycopg
from psycopg import Connection, generators
from psycopg.rows import tuple_row

from domain.errors import AnnalsError
from domain.postgres.connection import with_defaults

OLDEST = 15
"""The oldest major version of PostgreSQL that annals runs on."""

POOLER_SECONDS = 5.0
"""How long a pooler may take to let a second connection through."""

EXTENSION = """
SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm'),
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
"""


def check_server(conn: Connection[Any], url: str) -> None:
    """Raises AnnalsError, with the remedy, where the database that `conn` is connected to cannot hold log and views.

    To be called before `configure`, whose settings would reach other clients through a pooler in transaction mode."""
    version = conn.info.server_version // 10_000
    if version < OLDEST:
        raise AnnalsError(f"the database server is PostgreSQL {version}, and annals needs {OLDEST} or newer; upgrade it")
    encoding = conn.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise AnnalsError(
            f"the database {conn.info.dbname!r} is encoded in {encoding}, which cannot hold every name; create one in UTF8:"
            f" CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0"
        )
    installed, available = _row(conn, EXTENSION)
    if not (installed or available):
        raise AnnalsError("the database server lacks the extension pg_trgm; install the package postgresql-contrib")
    _check_pooling(conn, url)


def durability_warnings(conn: Connection[Any]) -> list[str]:
    """What the server's own settings, which no session can change, put at risk."""
    off = [name for name in ("fsync", "full_page_writes") if _row(conn, f"SHOW {name}") == ("off",)]
    return [f"the server runs with {name} = off: a crash may lose entries that were acknowledged" for name in off]


def _check_pooling(conn: Connection[Any], url: str) -> None:
    """Raises AnnalsError behind a pooler that gives each transaction another session: settings and locks would be lost."""
    own = _pid(conn)
    if conn.info.backend_pid == own:
        return
    # A pooler answered in the server's place. In session mode this client keeps its server process; in transaction mode the
    # process is free again after each statement, so that the next client, or we ourselves, get another.
    try:
        with psycopg.connect(with_defaults(url)) as other:
            other.pgconn.send_query(b"BEGIN; SELECT pg_backend_pid()")
            *_, answer = other.wait(generators.execute(other.pgconn), timeout=POOLER_SECONDS)
            # In statement mode there is no transaction, and so no answer.
            shared = answer.ntuples == 0 or int(answer.get_value(0, 0) or 0) == own or _pid(conn) != own
    except psycopg.Error as error:
        raise AnnalsError(
            f"the connection pooler lets no second connection through within {POOLER_SECONDS:g} seconds; an append needs four,"
            " a server ANNALS_POOL_SIZE and four more, so raise the pool size"
        ) from error
    if shared:
        raise AnnalsError(
            "the connection pooler gives each transaction another session, in which locks and settings would be lost;"
            " set pool_mode = session for this database, or connect to PostgreSQL directly"
        )


def _pid(conn: Connection[Any]) -> int:
    (pid,) = _row(conn, "SELECT pg_backend_pid()")
    return int(pid)


def _row(conn: Connection[Any], query: str) -> tuple[Any, ...]:
    # Not prepared: behind a pooler in transaction mode another client may have used the same name.
    return conn.cursor(row_factory=tuple_row).execute(query.encode(), prepare=False).fetchone() or ()
