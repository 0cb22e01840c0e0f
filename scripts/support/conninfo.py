"""Connection strings of PostgreSQL, URLs and keyword=value alike: checked, shown without secrets, pointed at another database.

All of it goes by the parser of PostgreSQL's own client library (libpq), so that a password is found however it is written."""

from urllib.parse import quote, urlencode

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

HIDDEN = frozenset(option.keyword.decode() for option in pq.Conninfo.get_defaults() if option.dispchar)
"""The parameters that libpq itself keeps from being shown: passwords, keys, client secrets."""

EXPECTED = "write postgresql://user@host/name, or host=... user=... dbname=..., or service=..."


def checked(conninfo: str) -> str:
    """The same string. Raises ValueError, which repeats nothing of it, since any part may belong to a password."""
    parameters = _parsed(conninfo)
    if parameters is None:
        raise ValueError(f"this is not a connection string of PostgreSQL; {EXPECTED}")
    if _splits_a_password(conninfo, parameters):
        raise ValueError("a special character in a user name or password must be percent-encoded: @ as %40, / as %2F, : as %3A")
    return conninfo


def without_password(conninfo: str) -> str:
    """The string as it may be shown."""
    parameters = _parsed(conninfo)
    if parameters is None or _splits_a_password(conninfo, parameters):
        return "(not a connection string)"
    if HIDDEN.isdisjoint(parameters):
        return conninfo
    return make_conninfo(**{name: "***" if name in HIDDEN else value for name, value in parameters.items()})


def with_database(conninfo: str, name: str) -> str:
    """A URL of another database on the same server."""
    parameters = {key: str(value) for key, value in conninfo_to_dict(conninfo).items() if key != "dbname"}
    return f"postgresql:///{quote(name, safe='')}?{urlencode(parameters, quote_via=quote)}"


def _parsed(conninfo: str) -> dict[str, str] | None:
    try:
        return {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    except psycopg.Error:
        return None


def _splits_a_password(conninfo: str, parameters: dict[str, str]) -> bool:
    """Whether libpq takes a part of the password in a URL for a host, port or database: an @ or / was not percent-encoded."""
    if not conninfo.startswith(("postgresql://", "postgres://")):
        return False
    places = parameters.get("host", "") + parameters.get("dbname", "")
    return "@" in places or not set(parameters.get("port", "")) <= set("0123456789,")
