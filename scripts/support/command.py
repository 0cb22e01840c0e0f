"""Running a command: its errors told in a line, its exit code, and a stop that cleans up."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import typer
from eventsourcing.persistence import PersistenceError

from domain.errors import AnnalsError, BadInput

FAILED = 1
BAD_INPUT = 2


class Stopped(SystemExit):
    """Somebody asked the process to end (SIGTERM)."""


def as_app(*commands: Callable[..., None], help: str | None = None) -> typer.Typer:
    """The command line that these functions make up: one alone has no verb."""
    app = typer.Typer(help=help, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=len(commands) > 1)
    for command in commands:
        # A verb that Python has taken for itself stands with an underscore behind it.
        app.command(command.__name__.rstrip("_"))(command)
    return app


def run(app: typer.Typer) -> None:
    """Runs a command line and ends the process: 0 done, 1 failed, 2 bad input."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        app()
    except BadInput as error:
        _fail(error, BAD_INPUT)
    except AnnalsError as error:
        _fail(error, FAILED)
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege, PersistenceError) as error:
        _fail(AnnalsError(f"the database failed: {' '.join(str(error).split())}; try again once it is well"), FAILED)


@contextmanager
def until_stopped() -> Iterator[None]:
    """A block that a stop (SIGTERM, Ctrl-C) ends as it should end."""
    try:
        yield
    except (Stopped, KeyboardInterrupt):
        return


def _stop(number: int, frame: Any) -> None:
    raise Stopped(128 + number)


def _fail(error: AnnalsError, code: int) -> None:
    for line in getattr(error, "details", ()):
        print(line, file=sys.stderr)
    for line in str(error).splitlines():
        print(f"error: {line}", file=sys.stderr)
    sys.exit(code)
