"""The command line: one verb a file."""

from importlib.metadata import version
from typing import Annotated

import typer

from scripts import actors, events, tokens
from scripts.append import append
from scripts.bench import bench
from scripts.cite import cite
from scripts.demo import demo
from scripts.export import export
from scripts.import_ import import_
from scripts.init import init
from scripts.kinds import kinds
from scripts.project import project
from scripts.prove import prove
from scripts.query import query
from scripts.rebuild import rebuild
from scripts.restore import restore
from scripts.retry import retry
from scripts.schema import schema
from scripts.serve import serve
from scripts.show import show
from scripts.status import status
from scripts.support.command import as_app, run
from scripts.verify import verify
from scripts.witness import witness

VERBS = (
    demo,
    init,
    serve,
    project,
    append,
    show,
    import_,
    export,
    restore,
    rebuild,
    retry,
    cite,
    prove,
    verify,
    witness,
    status,
    query,
    kinds,
    schema,
    bench,
)

APP = as_app(*VERBS, help="An event-sourced database of geopolitical events.", completion=True)
APP.add_typer(as_app(*actors.COMMANDS, help=actors.HELP), name="actors")
APP.add_typer(as_app(*events.COMMANDS, help=events.HELP), name="events")
APP.add_typer(as_app(*tokens.COMMANDS, help=tokens.HELP), name="token")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"annals {version('annals')}")
        raise typer.Exit


@APP.callback()
def options(
    wanted: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What may stand before the verb."""


def main() -> None:
    """The command `annals`."""
    run(APP)


if __name__ == "__main__":
    main()
