"""What PostgreSQL refuses, in one line: in which database, what it said, and what to do about it."""

import re
from collections.abc import Iterator

import psycopg
from eventsourcing.persistence import PersistenceError

from domain.errors import AnnalsError
from scripts.support.conninfo import without_password
from scripts.support.missing_rights import Lookup, explain_missing_right, explain_read_only

AGAIN = "run the command again: what it has recorded already is not recorded twice"
POOLER = (
    "a connection pooler seems to hand each transaction to another session (PgBouncer: pool_mode=transaction);"
    " connect to PostgreSQL itself, or let the pooler work in session mode"
)
UTF8 = "annals needs a database in UTF-8: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"
EXTENSION = "see that the extension pg_trgm is installed, and that the role may use its schema: GRANT USAGE ON SCHEMA ... TO {role}"

REMEDIES = {
    "08": AGAIN,
    "0A000": "see that the server has its contrib extensions, pg_trgm among them",
    "22021": UTF8,
    "22P05": UTF8,
    "25P03": f"ALTER ROLE {{role}} SET idle_in_transaction_session_timeout = 0, then {AGAIN}",
    "25P04": f"ALTER ROLE {{role}} SET transaction_timeout = 0, then {AGAIN}",
    "26000": POOLER,
    "28": "see user and password in the connection string, and the server's pg_hba.conf",
    "3D000": "create it with CREATE DATABASE, or name another in the connection string",
    "3F000": "see that the schema is there, and that search_path names it: CREATE SCHEMA IF NOT EXISTS public",
    "40": AGAIN,
    "42P05": POOLER,
    "42704": EXTENSION,
    "42883": EXTENSION,
    "53100": f"make room on the server's disk, then {AGAIN}",
    "53200": f"give the server more memory, or lower work_mem and maintenance_work_mem; then {AGAIN}",
    "53300": "close other connections, or allow more: max_connections, or ALTER ROLE {role} CONNECTION LIMIT 20",
    "54": "shorten the longest name, key or text",
    "55P03": "another session holds a lock that is needed: end it, or let annals wait longer (ANNALS_LOCK_TIMEOUT)",
    "57014": "if nobody cancelled it, lift the limit: ALTER ROLE {role} SET statement_timeout = 0",
    "57P05": f"ALTER ROLE {{role}} SET idle_session_timeout = 0, then {AGAIN}",
    "57P": f"once the server runs again, {AGAIN}",
    "58": "see the server's log and its disk",
    "58P01": "see that the server has all of its files: its contrib extensions, and those of one version of PostgreSQL",
    "XX": "see the server's log; where data are damaged, restore a backup",
}
"""What to do about an SQLSTATE, or about all that begin so."""

CONNECTING = {
    "too many (clients|connections)|remaining connection slots": REMEDIES["53300"],
    "authentication failed|no password supplied|no pg_hba.conf entry": REMEDIES["28"],
    "(database|role) .* does not exist": "create it, or name another in the connection string",
    "starting up|shutting down|not accepting connections|not yet accepting": REMEDIES["57P"],
    "closed the connection|connection (is )?(lost|closed|bad)|terminat|reset by peer": AGAIN,
}
"""What to do where libpq has a text only, since no session came about, or since it broke off."""

UNREACHABLE = "see that it runs and that the connection string is right"


def explain_database_error(error: BaseException, conninfo: str | None) -> AnnalsError | None:
    """A line for the user about what a database answered; None where it is not about that.

    `conninfo` is the database's, by which its rights and settings are looked up; None is the embedded one."""
    where = "the embedded database" if conninfo is None else f"the database {without_password(conninfo)}"
    if isinstance(error, PersistenceError):
        return AnnalsError(f"{where} failed: {_line(str(error))}")
    if not isinstance(error, psycopg.Error):
        return None
    said = _line(error.diag.message_primary or str(error))
    remedy = _remedy(error, said, Lookup(conninfo))
    told = f"{where} answered: {said} (SQLSTATE {error.sqlstate})" if error.sqlstate else f"{where} failed: {said}"
    return AnnalsError(f"{told}; {remedy}" if remedy else told)


def _remedy(error: psycopg.Error, said: str, lookup: Lookup) -> str:
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return explain_missing_right(said, lookup)
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return explain_read_only(lookup)
    if error.sqlstate is None:
        found = connecting_remedy(said) if isinstance(error, psycopg.OperationalError) else ""
    else:
        found = next((REMEDIES[code] for code in _codes(error.sqlstate) if code in REMEDIES), "")
    return found.replace("{role}", lookup.login()) if "{role}" in found else found


def connecting_remedy(message: str) -> str:
    """What to do where a connection did not come about, or broke off, by what libpq says of it."""
    return next((remedy for pattern, remedy in CONNECTING.items() if re.search(pattern, message)), UNREACHABLE)


def _codes(sqlstate: str) -> Iterator[str]:
    """The code and what it begins with, the longest first."""
    return (sqlstate[:length] for length in range(len(sqlstate), 1, -1))


def _line(text: str) -> str:
    return " ".join(text.split())
