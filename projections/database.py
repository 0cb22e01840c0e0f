"""The schemas that hold the views: the live one, and the one in which a rebuild grows."""

from collections.abc import Sequence
from typing import Any

import orjson
import psycopg
from psycopg import Connection
from psycopg.types.json import set_json_loads

from domain.errors import BadInput
from projections.view import View

LIVE = "annals_views"
NEXT = "annals_views_next"
PAST = "annals_views_past"
CHECK = "annals_views_check"

FOLDING = 7_308_604_762
"""The advisory lock under which the live views change: a page of the fold, or the swap after a rebuild."""

REBUILDING = 7_308_604_763
"""The advisory lock of the one rebuild that may run."""

VERIFYING = 7_308_604_765
"""The advisory lock of the one verification that may run."""

CHECKPOINT = """
CREATE TABLE checkpoint (
    position bigint NOT NULL, recorded_at timestamptz, definition text NOT NULL, names xid8 NOT NULL, parked bigint
)
"""
"""One row: the position up to which the views are folded, when that entry was recorded, by what definition they are made, the
transaction that last changed what names stand for, and the position of the first entry that is parked, if any is."""

NAMING = ("actor", "name")
"""The views that say what names stand for, at whatever position."""

PARKED = "CREATE TABLE parked (position bigint PRIMARY KEY, topic text NOT NULL, reason text NOT NULL)"
"""Entries that could not be folded into the live views."""


def use(conn: Connection[Any], schema: str) -> None:
    """Makes a connection see the tables of one schema under their bare names."""
    conn.execute(f"SET search_path = {schema}, public".encode())


def connect(url: str, schema: str = LIVE) -> Connection[Any]:
    """A connection that sees one schema and reads numbers as the log does."""
    conn = psycopg.connect(url, autocommit=True)
    # The log reads numbers beyond 64 bits as floats; rows must come back as they were folded.
    set_json_loads(orjson.loads, conn)
    use(conn, schema)
    return conn


def create(conn: Connection[Any], schema: str, views: Sequence[View[Any]], definition: str) -> None:
    """Makes a schema with empty views without indexes, at position 0. Leaves the connection seeing it."""
    conn.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
    conn.execute(f"CREATE SCHEMA {schema}".encode())
    use(conn, schema)
    for statement in (CHECKPOINT, PARKED, *(view.table.create() for view in views)):
        conn.execute(statement.encode())
    conn.execute("INSERT INTO checkpoint VALUES (0, NULL, %s, pg_current_xact_id())", (definition,))


def create_indexes(conn: Connection[Any], views: Sequence[View[Any]]) -> None:
    """Makes the indexes of the views in the schema that the connection sees, and counts what is in them for the planner."""
    for view in views:
        for statement in view.table.create_indexes():
            conn.execute(statement.encode())
        conn.execute(f"ANALYZE {view.name}".encode())


def exists(conn: Connection[Any], schema: str) -> bool:
    """Whether there is such a schema."""
    return conn.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is not None


DEPENDENTS = """
SELECT DISTINCT n.nspname || '.' || c.relname
FROM pg_depend d JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class ours ON d.refclassid = 'pg_class'::regclass AND ours.oid = d.refobjid
    JOIN pg_namespace s ON s.oid = ours.relnamespace
WHERE s.nspname = ANY(%s) AND NOT n.nspname = ANY(%s) ORDER BY 1
"""
"""The SQL views of others that read tables in some schemas."""


def check_replaceable(conn: Connection[Any]) -> None:
    """Raises BadInput where an SQL view of somebody's own reads the tables that are to be replaced."""
    schemas = [LIVE, PAST]
    if found := [name for (name,) in conn.execute(DEPENDENTS, (schemas, schemas))]:
        raise BadInput(
            f"the views cannot be rebuilt while {', '.join(found)} reads their tables, for an SQL view stays with the tables"
            " that it was made on; drop it, rebuild, and create it again"
        )


def drop(conn: Connection[Any], schema: str) -> None:
    """Removes a schema and what is in it, if it is there. Not within a transaction.

    Table by table: whoever still reads one of them while it waits for another would be in a deadlock with one great drop."""
    for (table,) in conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", (schema,)).fetchall():
        conn.execute(f"DROP TABLE {schema}.{table}".encode())
    # What triggers called.
    for (function,) in conn.execute("SELECT proname FROM pg_proc WHERE pronamespace = to_regnamespace(%s)", (schema,)).fetchall():
        conn.execute(f"DROP FUNCTION {schema}.{function}".encode())
    conn.execute(f"DROP SCHEMA IF EXISTS {schema}".encode())


def swap(conn: Connection[Any]) -> None:
    """Puts the rebuilt schema in the place of the live one, within the caller's transaction; the old one is PAST from then on."""
    if exists(conn, LIVE):
        conn.execute(f"ALTER SCHEMA {LIVE} RENAME TO {PAST}".encode())
    conn.execute(f"ALTER SCHEMA {NEXT} RENAME TO {LIVE}".encode())


def swap_tables(conn: Connection[Any], views: Sequence[View[Any]]) -> None:
    """Puts the rebuilt tables of some views in the place of the live ones, within the caller's transaction."""
    conn.execute(f"CREATE SCHEMA {PAST}".encode())
    for kind, name in (part.split() for view in views for part in view.table.parts()):
        conn.execute(f"ALTER {kind} {LIVE}.{name} SET SCHEMA {PAST}".encode())
        conn.execute(f"ALTER {kind} {NEXT}.{name} SET SCHEMA {LIVE}".encode())
    conn.execute(f"UPDATE {LIVE}.checkpoint SET names = pg_current_xact_id()".encode())
