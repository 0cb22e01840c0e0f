"""Which right a role lacks, or why it may only read: PostgreSQL's message does not say, so the database is asked."""

import re
from contextlib import suppress
from typing import Any

import psycopg

PATIENCE = 5
"""Seconds to wait for a connection that is only needed for a better message."""

DENIED = re.compile(r'permission denied (?:for|to create temporary tables in) ([a-z ]+?) "?([^"]+)"?$')
NOT_OWNER = re.compile(r'must be owner of ([a-z ]+?) "?([^"]+)"?$')
EXTENSION = re.compile(r'permission denied to create extension "([^"]+)"')

RELATION = """
SELECT format('TABLE %%I.%%I', nspname, relname), quote_ident(pg_get_userbyid(relowner)),
    array(SELECT r FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) r
          WHERE NOT has_table_privilege(c.oid, r) AND NOT (nspname = 'annals' AND r IN ('UPDATE', 'DELETE')))
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relname = %s AND relkind <> 'S' ORDER BY nspname LIKE 'annals%%' DESC, 3 DESC, nspname LIMIT 1
"""
SEQUENCE = """
SELECT format('SEQUENCE %%I.%%I', nspname, relname), quote_ident(pg_get_userbyid(relowner)),
    array(SELECT r FROM unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) r WHERE NOT has_sequence_privilege(c.oid, r))
FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
WHERE relname = %s AND relkind = 'S' ORDER BY nspname LIKE 'annals%%' DESC, nspname LIMIT 1
"""
SCHEMA = """
SELECT format('SCHEMA %%I', nspname), quote_ident(pg_get_userbyid(nspowner)),
    array(SELECT r FROM unnest(ARRAY['USAGE', 'CREATE']) r WHERE NOT has_schema_privilege(oid, r))
FROM pg_namespace WHERE nspname = %s
"""
DATABASE = """
SELECT format('DATABASE %%I', datname), quote_ident(pg_get_userbyid(datdba)),
    array(SELECT r FROM unnest(ARRAY['CREATE']) r WHERE NOT has_database_privilege(oid, r))
FROM pg_database WHERE datname = %s
"""
FUNCTION = """
SELECT 'FUNCTION ' || p.oid::regprocedure, quote_ident(pg_get_userbyid(proowner)),
    array(SELECT 'EXECUTE' WHERE NOT has_function_privilege(p.oid, 'EXECUTE'))
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE proname = %s ORDER BY nspname LIKE 'annals%%' DESC, nspname LIMIT 1
"""
QUERIES = {
    **dict.fromkeys(("table", "view", "materialized view", "relation", "index"), RELATION),
    "sequence": SEQUENCE,
    "schema": SCHEMA,
    "database": DATABASE,
    **dict.fromkeys(("function", "procedure"), FUNCTION),
}
"""What an object is called in GRANT, who owns it, and which rights that annals uses this role lacks, by the kind in the message."""

READ_ONLY = """
SELECT pg_is_in_recovery(), setting, source, quote_ident(current_database())
FROM pg_settings WHERE name = 'default_transaction_read_only'
"""


class Lookup:
    """Questions to a database about itself, each through a connection of its own; nothing where that does not come about."""

    def __init__(self, conninfo: str | None) -> None:
        self._conninfo = conninfo

    def row(self, query: str, *parameters: str) -> tuple[Any, ...] | None:
        """The first row of an answer."""
        if self._conninfo is not None:
            with suppress(psycopg.Error), psycopg.connect(self._conninfo, connect_timeout=PATIENCE, autocommit=True) as conn:
                return conn.execute(query.encode(), parameters).fetchone()
        return None

    def role(self) -> str:
        """The role whose rights count, as it is written in SQL."""
        return self._name("current_user")

    def login(self) -> str:
        """The role that logs in, whose settings and limits count: another one where it works as a role (SET ROLE)."""
        return self._name("session_user")

    def _name(self, which: str) -> str:
        (role,) = self.row(f"SELECT quote_ident({which})") or ("...",)
        return str(role)


def explain_missing_right(message: str, lookup: Lookup) -> str:
    """What to do about `permission denied` and `must be owner`."""
    role = lookup.role()
    if found := EXTENSION.match(message):
        return f"let a superuser run CREATE EXTENSION {found[1]}, or GRANT CREATE ON the database TO {role}"
    found = DENIED.match(message) or NOT_OWNER.match(message)
    row = lookup.row(QUERIES[found[1]], found[2]) if found and found[1] in QUERIES else None
    if not found or row is None:
        return f"the role {role} lacks a right: ask the owner of the database for it"
    thing, owner, missing = row
    if found.re is NOT_OWNER:
        return f"only its owner may do this: run the command as {owner}, or let a superuser run GRANT {owner} TO {role}"
    needed = "TEMPORARY" if "temporary" in message else _needed(missing)
    return f"the role {role} lacks a right; let {owner} run GRANT {needed} ON {thing} TO {role}"


def _needed(missing: list[str]) -> str:
    """The rights to ask for: first of all to see a thing, and only when that is granted to change it."""
    first = next((right for right in ("USAGE", "SELECT", "CREATE") if right in missing), None)
    return first or ", ".join(missing) or "ALL"


def explain_read_only(lookup: Lookup) -> str:
    """What to do about a transaction that may only read."""
    standby, setting, source, database = lookup.row(READ_ONLY) or (False, "off", "", "")
    if standby:
        return "it is a standby, which takes no writes: name the primary in the connection string"
    if setting == "on":
        resets = {"database": f"ALTER DATABASE {database}", "user": f"ALTER ROLE {lookup.login()}"}
        resets["database user"] = f"{resets['user']} IN DATABASE {database}"
        remedy = f"{resets[source]} RESET default_transaction_read_only" if source in resets else f"it is set by the {source}"
        return f"default_transaction_read_only is on: {remedy}"
    return "see which setting makes transactions read-only"
