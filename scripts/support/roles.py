"""The roles of a database that divide what processes may do: append, fold, read, verify; and none of them may change the log."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from psycopg import Connection
from psycopg.rows import tuple_row
from psycopg.sql import SQL, Composed, Identifier

from api.access import tokens
from domain.errors import BadInput
from domain.log.seal import sql as seal
from domain.log.store import sql
from projections.schemas import PREFIX


class Role(StrEnum):
    """Who does what. The settings ANNALS_WRITER_URL and so on say as whom annals connects for it."""

    OWNER = "owner"
    """Owns the log and its functions. Nobody logs in as it: `annals init` and an administrator act for it."""
    WRITER = "writer"
    """Reads the log and appends to it, by its functions alone."""
    FOLDER = "folder"
    """Reads the log, makes, fills and replaces the views, and seals the log."""
    READER = "reader"
    """Reads the views, of the log no more than positions, times and leaves, and which tokens there are: what the API needs."""
    VERIFIER = "verifier"
    """Reads all, and folds the log afresh in a schema of its own."""


CREATE = {role: "CREATE ROLE {} NOLOGIN" if role is Role.OWNER else "CREATE ROLE {} LOGIN" for role in Role}
"""Those that log in have no password: until one is set, a server that asks for one lets nobody in."""

BEFORE = """
GRANT CONNECT ON DATABASE {database} TO {writer}, {folder}, {reader}, {verifier};
GRANT CREATE, TEMPORARY ON DATABASE {database} TO {owner}, {folder}, {verifier};
"""

LOG = f"""
REVOKE ALL ON ALL TABLES IN SCHEMA {sql.SCHEMA} FROM {{writer}}, {{folder}}, {{reader}}, {{verifier}}, PUBLIC;
GRANT USAGE ON SCHEMA {sql.SCHEMA} TO {{writer}}, {{folder}}, {{reader}}, {{verifier}};
GRANT SELECT ON {sql.TABLE}, {sql.STORE} TO {{writer}}, {{folder}}, {{verifier}};
GRANT SELECT (notification_id, recorded_at, originator_id, topic) ON {sql.TABLE} TO {{reader}};
GRANT SELECT ON {sql.STORE}, {tokens.TABLE} TO {{reader}};
""" + "".join(f"GRANT EXECUTE ON FUNCTION {sql.SCHEMA}.{name}_{sql.VERSION} TO {{writer}};\n" for name in sql.APPENDING)

SEAL = f"""
REVOKE ALL ON ALL TABLES IN SCHEMA {seal.SCHEMA} FROM {{writer}}, {{folder}}, {{reader}}, {{verifier}}, PUBLIC;
GRANT USAGE ON SCHEMA {seal.SCHEMA} TO {{folder}}, {{reader}}, {{verifier}};
GRANT SELECT ON ALL TABLES IN SCHEMA {seal.SCHEMA} TO {{folder}}, {{verifier}};
GRANT INSERT ON {seal.LEAF}, {seal.HASH}, {seal.CHECKPOINT}, {seal.COSIGNATURE} TO {{folder}};
GRANT SELECT (index, position, data) ON {seal.LEAF} TO {{reader}};
GRANT SELECT ON {seal.HASH}, {seal.CHECKPOINT}, {seal.COSIGNATURE} TO {{reader}};
"""
"""Who folds also seals. It cannot put another key in the place of the log's; and the API gives out no salts."""

VIEWS = """
GRANT USAGE ON SCHEMA {schema} TO {reader}, {verifier};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}, {verifier};
"""

LATER = """
ALTER DEFAULT PRIVILEGES FOR ROLE {folder} GRANT USAGE ON SCHEMAS TO {reader}, {verifier};
ALTER DEFAULT PRIVILEGES FOR ROLE {folder} GRANT SELECT ON TABLES TO {reader}, {verifier};
"""
"""A rebuild makes new schemas and tables, which are read as those before."""

PARTS = """
SELECT 'SCHEMA', format('%%I', n.nspname) FROM pg_namespace n WHERE n.nspname = %(schema)s
UNION ALL SELECT 'TABLE', format('%%I.%%I', %(schema)s, relname) FROM pg_class
    WHERE relnamespace = %(schema)s::regnamespace AND relkind IN ('r', 'v')
UNION ALL SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p
    WHERE pronamespace = %(schema)s::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
"""
"""What a schema of ours consists of, without what an extension put there."""

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname ~ %s AND pg_get_userbyid(nspowner) <> %s ORDER BY 1"


def make(conn: Connection[Any], prefix: str) -> list[str]:
    """Makes the roles that are missing, gives them log and views, and grants what each needs; the statements that it ran.

    Again it changes nothing, or what a newer program needs. Raises BadInput, psycopg.Error."""
    if not prefix.isidentifier() or len(prefix) > 40 or prefix.startswith("pg_"):
        raise BadInput(f"{prefix[:80]!r} cannot begin the names of roles; use up to 40 letters, digits and '_'")
    names = {role: f"{prefix}_{role}" for role in Role}
    done: list[str] = []
    with conn.transaction():
        tokens.make_table(conn)
        for statement in _statements(conn, names):
            done.append(statement.as_string(conn))
            conn.execute(statement)
    return done


def _statements(conn: Connection[Any], names: dict[Role, str]) -> Iterator[Composed]:
    roles = {str(role): Identifier(name) for role, name in names.items()}
    there = {name for (name,) in _rows(conn, "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(names.values())])}
    for role, name in names.items():
        if name not in there:
            yield SQL(CREATE[role]).format(Identifier(name))
    for role in (Role.OWNER, Role.FOLDER):
        # Who makes a role may make it its own, and only then hand anything over to it.
        if _rows(conn, "SELECT FROM pg_roles WHERE rolname = %s AND NOT pg_has_role(oid, 'USAGE')", [names[role]]):
            yield SQL("GRANT {} TO CURRENT_USER").format(Identifier(names[role]))
    yield from _formatted(BEFORE, database=Identifier(conn.info.dbname), **roles)
    yield from _handed_over(conn, sql.SCHEMA, names[Role.OWNER])
    yield from _formatted(LOG, **roles)
    yield from _handed_over(conn, seal.SCHEMA, names[Role.OWNER])
    yield from _formatted(SEAL, **roles)
    for (schema,) in _rows(conn, SCHEMAS, [f"^{PREFIX}(_[0-9]+)?$", names[Role.OWNER]]):
        yield from _handed_over(conn, schema, names[Role.FOLDER])
        yield from _formatted(VIEWS, schema=Identifier(schema), **roles)
    yield from _formatted(LATER, **roles)


def _handed_over(conn: Connection[Any], schema: str, owner: str) -> Iterator[Composed]:
    for kind, name in _rows(conn, PARTS, {"schema": schema}):
        yield SQL(f"ALTER {kind} {name.replace('{', '{{')} OWNER TO {{}}").format(Identifier(owner))


def _formatted(statements: str, **names: Identifier) -> Iterator[Composed]:
    for statement in statements.strip().split(";\n"):
        if statement.rstrip(";\n"):
            yield SQL(statement.rstrip(";\n")).format(**names)


def _rows(conn: Connection[Any], query: str, params: Sequence[Any] | dict[str, Any]) -> list[Any]:
    return conn.cursor(row_factory=tuple_row).execute(query.encode(), params).fetchall()
