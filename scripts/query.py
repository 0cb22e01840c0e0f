"""annals query: ask without a server."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.errors import BadInput
from scripts.support.asking import ask
from scripts.support.command import BAD_INPUT, FAILED, as_app, run
from scripts.support.entry_file import STDIN
from scripts.support.output import print_json
from scripts.support.session import session


def query(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A GraphQL query; - is standard input.")] = STDIN,
    var: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="A variable: JSON, else text.")] = None,
) -> None:
    """Run a GraphQL query on everything that the log holds, and print the answer as JSON."""
    text, variables = _read(file), dict(_variable(given) for given in var or ())
    with session() as s:
        s.views.fold()
        answer = ask(s.url, text, variables)
    print_json(answer.response)
    if answer.codes:
        raise typer.Exit(FAILED if answer.failed else BAD_INPUT)


def _read(file: str) -> str:
    if file == STDIN and sys.stdin.isatty():
        print("Type a query; Ctrl-D ends it.", file=sys.stderr)
    try:
        return (sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} is not UTF-8; save it as UTF-8") from error


def _variable(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not name or not equals:
        raise BadInput(f"--var {given!r} is not NAME=VALUE")
    try:
        return name.removeprefix("$"), json.loads(value)
    except ValueError:
        return name.removeprefix("$"), value


if __name__ == "__main__":
    run(as_app(query))
