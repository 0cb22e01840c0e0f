"""A database whose processes have roles of their own."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
from command_line import run_annals

from scripts.support.roles import Role


class Divided(NamedTuple):
    """A database with the roles, and how each connects to it."""

    url: str
    prefix: str

    def url_of(self, role: Role) -> str:
        return f"{self.url}&user={self.prefix}_{role}"

    def settings(self, *roles: Role) -> dict[str, str]:
        """The settings of a process that connects only as these roles."""
        return {"ANNALS_DATABASE_URL": "", **{f"ANNALS_{role.upper()}_URL": self.url_of(role) for role in roles}}


@contextmanager
def dividing(url: str, *options: str) -> Iterator[Divided]:
    """Makes roles of names of their own, gone after the block. `options`: of annals init."""
    prefix = f"t{uuid.uuid4().hex[:12]}"
    made = run_annals(url, "init", "--prefix", prefix, *options)
    assert made.code == 0, made
    yield Divided(url, prefix)
    with psycopg.connect(url, autocommit=True) as conn:
        for role in Role:
            conn.execute(f"DROP OWNED BY {prefix}_{role} CASCADE".encode())
            conn.execute(f"DROP ROLE {prefix}_{role}".encode())


def run(divided: Divided, *arguments: str, roles: tuple[Role, ...], stdin: str = "") -> str:
    """What a command prints that connects only as these roles, and that must not fail."""
    answer = run_annals("", *arguments, stdin=stdin.encode(), **divided.settings(*roles))
    assert answer.code == 0, answer
    return answer.out
