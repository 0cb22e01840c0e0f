"""annals schema: what can be asked, and what can be appended."""

from typing import Annotated

import typer

from api import schema as api
from domain.entry_schema import entry_schema
from scripts.support.command import as_app, run
from scripts.support.output import print_json


def schema(
    entries: Annotated[bool, typer.Option("--entries", help="The JSON Schema of a file of entries instead.")] = False,
) -> None:
    """Print the GraphQL schema (SDL)."""
    if entries:
        print_json(entry_schema())
    else:
        print(api.schema().as_str())


if __name__ == "__main__":
    run(as_app(schema))
