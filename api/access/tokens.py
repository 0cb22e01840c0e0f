"""Bearer tokens: what the database keeps of them, and how an operator makes, lists and revokes them.

A token is 256 random bits, so its SHA-256 is as good as a slow hash: nobody can guess what to try."""

import re
import secrets
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from psycopg import Connection, errors
from psycopg.rows import class_row

from domain.errors import BadInput
from domain.log.store.sql import SCHEMA
from domain.postgres.locks import AdvisoryLock
from domain.postgres.waiting import lock_transaction

PREFIX = "annals_"
"""What every token begins with, so that people and secret scanners recognise it."""

TABLE = f"{SCHEMA}.token"

CREATE = (
    f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    digest bytea PRIMARY KEY,
    name text NOT NULL,
    rate integer CHECK (rate > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz
)""",
    f"CREATE UNIQUE INDEX IF NOT EXISTS token_name ON {TABLE} (name) WHERE revoked_at IS NULL",
)
"""Revoked tokens stay: a server whose last token has been revoked must not be open to all from then on."""

IS_THERE = f"SELECT to_regclass('{TABLE}') IS NOT NULL"

USABLE = f"""
SELECT digest, name, rate FROM {TABLE} WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
"""

ANY = f"SELECT EXISTS (SELECT FROM {TABLE})"

INSERT = f"""
INSERT INTO {TABLE} (digest, name, rate, expires_at)
VALUES (%s, %s, %s, clock_timestamp() + make_interval(days => %s)) RETURNING expires_at
"""

LIST = f"""
SELECT name, CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= clock_timestamp() THEN 'expired' ELSE 'valid' END
    AS state, created_at, expires_at, rate FROM {TABLE} ORDER BY created_at, name
"""

REVOKE = f"UPDATE {TABLE} SET revoked_at = clock_timestamp() WHERE name = %s AND revoked_at IS NULL RETURNING name"

NAME = re.compile(r"[\w.@-]{1,64}", re.ASCII)


class Token(NamedTuple):
    """A token that is neither expired nor revoked, as a server knows it."""

    digest: bytes
    name: str
    rate: int | None
    """How many requests a minute it allows; None: any number."""


class ListedToken(NamedTuple):
    """A token as an operator sees it."""

    name: str
    state: str
    """valid, expired or revoked."""
    created_at: datetime
    expires_at: datetime | None
    rate: int | None


def digest_of(secret: str) -> bytes:
    """What is kept of a token."""
    return sha256(secret.encode()).digest()


def create(conn: Connection[object], name: str, days: int | None, rate: int | None) -> tuple[str, datetime | None]:
    """Makes a token: its text, which is kept nowhere, and when it expires. Raises BadInput, Busy."""
    if not NAME.fullmatch(name):
        raise BadInput(f"{name[:80]!r} is no name of a token; use up to 64 letters, digits, '.', '_', '@' and '-'")
    make_table(conn)
    secret = PREFIX + secrets.token_urlsafe(32)
    try:
        row = conn.execute(INSERT.encode(), (digest_of(secret), name, rate, days)).fetchone()
    except errors.UniqueViolation as error:
        raise BadInput(
            f"there is a token {name!r} already; choose another name, or revoke it: annals token revoke {name}"
        ) from error
    assert isinstance(row, tuple)
    return secret, row[0]


def listed(conn: Connection[object]) -> list[ListedToken]:
    """All tokens that were ever made, the oldest first."""
    if not _is_there(conn):
        return []
    with conn.cursor(row_factory=class_row(ListedToken)) as cursor:
        return cursor.execute(LIST.encode()).fetchall()


def revoke(conn: Connection[object], name: str) -> None:
    """Revokes a token. Raises BadInput if no token has that name."""
    if not (_is_there(conn) and conn.execute(REVOKE.encode(), (name,)).fetchone()):
        raise BadInput(f"there is no token {name[:80]!r} to revoke; annals token list shows them")


def any_usable(conn: Connection[object]) -> bool:
    """Whether there is a token with which somebody can ask."""
    return any(token.state == "valid" for token in listed(conn))


def make_table(conn: Connection[object]) -> None:
    """Makes the table of tokens if it is missing. Raises Busy."""
    if _is_there(conn):
        return
    with conn.transaction():
        lock_transaction(conn, AdvisoryLock.TOKENS)
        for statement in CREATE:
            conn.execute(statement.encode())


def _is_there(conn: Connection[object]) -> bool:
    return conn.execute(IS_THERE.encode()).fetchone() == (True,)
