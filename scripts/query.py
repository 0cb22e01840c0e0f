"""annals query: ask without a server."""

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from api.exporting.csv_rows import guarded
from domain.errors import AnnalsError, BadInput
from scripts.support.asking import ask
from scripts.support.command import BAD_INPUT, FAILED, as_app, run
from scripts.support.entry_file import STDIN
from scripts.support.flat import FlatRows, cell, flat
from scripts.support.output import print_json, print_table
from scripts.support.session import session


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    JSON = "json"
    CSV = "csv"
    TABLE = "table"


def query(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A GraphQL query; - is standard input.")] = STDIN,
    var: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="A variable: JSON, else text.")] = None,
    format: Annotated[
        AnswerFormat, typer.Option("--format", help="JSON; or a table for people or as CSV, where the answer is one list.")
    ] = AnswerFormat.JSON,
) -> None:
    """Run a GraphQL query on everything that the log holds, and print the answer.

    A table has a row for each object of the list that the query asks for, and a column for each value; one within an object of the
    row is called like occurred.edtf. Several values are joined by `;`: those of a list, and those that a list of objects within the
    row has under one name, as parties.role."""
    text, variables = _read(file), dict(_variable(given) for given in var or ())
    with session() as s:
        s.views.fold()
        answer = ask(s.url, text, variables)
    if format is AnswerFormat.JSON:
        print_json(answer.response)
        if answer.codes:
            raise typer.Exit(FAILED if answer.failed else BAD_INPUT)
    elif answer.codes:
        reasons = "\n".join(error["message"] for error in answer.response["errors"])
        raise AnnalsError(reasons) if answer.failed else BadInput(reasons)
    else:
        _print_flat(flat(answer.response["data"]), format)


def _print_flat(table: FlatRows, format: AnswerFormat) -> None:
    if format is AnswerFormat.CSV:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(table.columns)
        rows.writerows([guarded(cell(value)) if isinstance(value, str) else cell(value) for value in row] for row in table.rows)
    else:
        shown = [[value if type(value) is int else cell(value) for value in row] for row in table.rows]
        print_table(table.columns, shown, wrapped=table.columns)


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
