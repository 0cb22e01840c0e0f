"""annals token: who may ask a server. (Not token.py: a script of that name would hide Python's own module.)"""

import sys
from datetime import datetime
from typing import Annotated

import typer

from api.access import tokens
from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json, print_table
from scripts.support.session import administering

HELP = "Bearer tokens: once there is one, a server answers only those who present one."

NameArgument = Annotated[str, typer.Argument(help="Whose token it is, or what for.", show_default=False)]


def create(
    name: NameArgument,
    expires: Annotated[int | None, typer.Option(min=1, max=36_500, metavar="DAYS", help="After how many days it expires.")] = None,
    rate: Annotated[int | None, typer.Option(min=1, max=10**9, help="How many requests a minute it allows each process.")] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Make a token and print it, this once: the database keeps its SHA-256 only."""
    with administering() as conn:
        secret, expires_at = tokens.create(conn, name, expires, rate)
    if format is Format.JSON:
        print_json({"name": name, "token": secret, "expires_at": _text(expires_at), "rate": rate})
        return
    print(secret)
    print(f"Keep it: it is shown this once. Clients send it as Authorization: Bearer {secret[:11]}...", file=sys.stderr)


def list_(format: FormatOption = Format.TABLE) -> None:
    """List all tokens that were ever made: whether they are valid, when they expire, and how many requests they allow."""
    with administering() as conn:
        found = tokens.listed(conn)
    if format is Format.JSON:
        print_json([t._asdict() | {"created_at": _text(t.created_at), "expires_at": _text(t.expires_at)} for t in found])
        return
    rows = [(t.name, t.state, _text(t.created_at), _text(t.expires_at) or "never", str(t.rate or "any")) for t in found]
    print_table(("name", "state", "created", "expires", "requests a minute"), rows)


def revoke(name: NameArgument) -> None:
    """End a token; servers that run refuse it within seconds, and end what it holds open."""
    with administering() as conn:
        tokens.revoke(conn, name)
    print(f"{name} is revoked.")


def _text(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%dT%H:%M:%SZ}" if time else None


COMMANDS = (create, list_, revoke)

if __name__ == "__main__":
    run(as_app(*COMMANDS))
