"""The database schemas that hold the views: the live one, and those in which rebuilds and verifications build others."""

import logging
import re
import uuid
from collections.abc import Sequence
from typing import Any

import orjson
from psycopg import Connection, errors
from psycopg.rows import tuple_row
from psycopg.types.json import set_json_loads

from domain.errors import AnnalsError, BadInput
from domain.postgres.connection import Session, set_schema
from domain.postgres.connection import connect as connect_session
from domain.postgres.waiting import LockWait
from projections import checkpoint
from projections.view import View
from projections.views import VERSION, definition

PREFIX = "annals_views"

LIVE = f"{PREFIX}_{VERSION}"
"""The schema of the views that are queried. Each version of the definitions has its own, so that an older program neither sees
nor replaces the views of a newer one."""

NAMES = re.compile(rf"{PREFIX}(?:_(?P<version>\d+))?(?:_(?P<purpose>next|past|check)(?:_[0-9a-f]+)?)?")
"""The names of schemas that hold views of any version, live or not. Version 1 had no number."""


def building(purpose: str) -> str:
    """A name for a schema in which views are built (`next`), kept after a swap (`past`), or compared (`check`).

    No two have the same, so that what another process or another role has left over is in nobody's way."""
    return f"{LIVE}_{purpose}_{uuid.uuid4().hex[:12]}"


def connect(url: str, schema: str = LIVE) -> Connection[Any]:
    """A connection that sees the tables of one schema and reads JSON numbers as the log does."""
    conn = connect_session(url, Session(schema))
    read_numbers_as_the_log(conn)
    return conn


def read_numbers_as_the_log(conn: Connection[Any]) -> None:
    """The log reads numbers beyond 64 bits as floats, and rows must come back as they were folded."""
    set_json_loads(orjson.loads, conn)


def create(conn: Connection[Any], schema: str, views: Sequence[View[Any]]) -> None:
    """Makes a schema with empty views without indexes, at position 0. Leaves the connection seeing it."""
    _create_extension(conn)
    conn.execute(f"CREATE SCHEMA {schema}".encode())
    set_schema(conn, schema)
    for statement in (checkpoint.CREATE, checkpoint.CREATE_PARKED, *(view.table.create() for view in views)):
        conn.execute(statement.encode())
    conn.execute(checkpoint.START.encode(), (definition(),))


def _create_extension(conn: Connection[Any]) -> None:
    if conn.execute("SELECT FROM pg_extension WHERE extname = 'pg_trgm'").fetchone() is None:
        schema = "public" if exists(conn, "public") else "annals"
        conn.execute(f"CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA {schema}".encode())


def create_indexes(conn: Connection[Any], views: Sequence[View[Any]]) -> None:
    """Makes the indexes of the views in the schema that the connection sees, and the planner's statistics."""
    for view in views:
        for statement in view.table.create_indexes():
            conn.execute(statement.encode())
        conn.execute(f"ANALYZE {view.name}".encode())


def exists(conn: Connection[Any], schema: str) -> bool:
    """Whether there is such a schema."""
    return conn.execute("SELECT FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is not None


def versions(conn: Connection[Any]) -> list[int]:
    """The versions of which the database has views."""
    return sorted(int(name["version"] or 1) for name in _names(conn) if not name["purpose"])


def of_older_versions(conn: Connection[Any]) -> list[str]:
    """The schemas with the views of older versions."""
    return [name[0] for name in _names(conn) if not name["purpose"] and int(name["version"] or 1) < VERSION]


def left_over(conn: Connection[Any], *purposes: str) -> list[str]:
    """The schemas that builds for these purposes have left over, if the caller holds the lock under which they run."""
    return [name[0] for name in _names(conn) if name["purpose"] in purposes]


def _names(conn: Connection[Any]) -> list[re.Match[str]]:
    found = conn.cursor(row_factory=tuple_row).execute("SELECT nspname FROM pg_namespace ORDER BY 1").fetchall()
    return [name for (schema,) in found if (name := NAMES.fullmatch(schema))]


DEPENDENTS = """
SELECT DISTINCT n.nspname || '.' || c.relname
FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class ours ON d.refclassid = 'pg_class'::regclass AND ours.oid = d.refobjid
    JOIN pg_namespace s ON s.oid = ours.relnamespace
WHERE s.nspname = %s AND n.nspname <> %s ORDER BY 1
"""
"""The SQL views of others that read tables in a schema."""

OWNER = """
SELECT pg_get_userbyid(nspowner), current_user, pg_has_role(current_user, nspowner, 'USAGE') FROM pg_namespace WHERE nspname = %s
"""


def check_replaceable(conn: Connection[Any]) -> None:
    """Raises an AnnalsError, before anything is built, where the live views could not be replaced in the end."""
    if found := [name for (name,) in conn.execute(DEPENDENTS, (LIVE, LIVE))]:
        raise BadInput(
            f"the views cannot be rebuilt while {', '.join(found)} reads their tables, for an SQL view stays with the tables"
            " that it was made on; drop it, rebuild, and create it again"
        )
    owner, user, may = conn.execute(OWNER, (LIVE,)).fetchone() or ("", "", True)
    if not may:
        raise AnnalsError(
            f"the role {user} cannot rebuild the views, which belong to {owner}; connect as {owner}, or GRANT {owner} TO {user}"
        )


def swap(conn: Connection[Any], next: str, past: str) -> None:
    """Puts a rebuilt schema in the place of the live one, within the caller's transaction, which waits for those that read it."""
    if exists(conn, LIVE):
        _lock_out_readers(conn)
        conn.execute(f"ALTER SCHEMA {LIVE} RENAME TO {past}".encode())
    conn.execute(f"ALTER SCHEMA {next} RENAME TO {LIVE}".encode())


def swap_tables(conn: Connection[Any], views: Sequence[View[Any]], next: str, past: str) -> None:
    """Puts the rebuilt tables of some views in the place of the live ones, within the caller's transaction, which waits for those
    that read them."""
    _lock_out_readers(conn)
    conn.execute(f"CREATE SCHEMA {past}".encode())
    for kind, name in (part.split() for view in views for part in view.table.parts()):
        conn.execute(f"ALTER {kind} {LIVE}.{name} SET SCHEMA {past}".encode())
        conn.execute(f"ALTER {kind} {next}.{name} SET SCHEMA {LIVE}".encode())
    conn.execute(f"UPDATE {LIVE}.checkpoint SET names = pg_current_xact_id()".encode())


def _lock_out_readers(conn: Connection[Any]) -> None:
    """Lets no statement begin on the old views and go on with the new ones.

    PostgreSQL looks up each table of a statement by itself. Those that answer queries name the checkpoint first: one that has found
    the old one is waited for, and one that has not finds the new one, and so all the rest."""
    conn.execute(f"LOCK TABLE {LIVE}.checkpoint IN ACCESS EXCLUSIVE MODE".encode())


def drop(conn: Connection[Any], schema: str) -> None:
    """Removes a schema and what is in it, if it is there. Not within a transaction. Raises psycopg.Error.

    Table by table: a reader of one of them that waits for another would be in a deadlock with a drop of all."""
    for (table,) in conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,)).fetchall():
        conn.execute(f"DROP TABLE {schema}.{table}".encode())
    # The functions of triggers.
    for (function,) in conn.execute("SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(%s)", (schema,)).fetchall():
        conn.execute(f"DROP FUNCTION {schema}.{function}".encode())
    conn.execute(f"DROP SCHEMA IF EXISTS {schema}".encode())


def drop_if_free(conn: Connection[Any], schema: str) -> None:
    """The same, but what is in use, or belongs to another role, is left to a later rebuild, with a word in the log."""
    try:
        drop(conn, schema)
    except errors.LockNotAvailable:
        holders = LockWait(conn, schema).holders()
        logging.getLogger(__name__).warning("%s is still read by %s; the next rebuild removes it", schema, holders)
    except errors.InsufficientPrivilege as error:
        logging.getLogger(__name__).warning("%s was left over and cannot be removed: %s", schema, error.diag.message_primary)
