"""Running a command: every error in a line and an exit code, no traceback for what the database or the system answers."""

import functools
import io
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

from domain.errors import AnnalsError, BadInput, NotYetVisible
from scripts.support.database_errors import explain_database_error
from scripts.support.settings import read_settings
from scripts.support.system_errors import explain_system_error

FAILED = 1
BAD_INPUT = 2
NOT_YET_VISIBLE = 3
UNREAD = 128 + signal.SIGPIPE
"""As a shell says of a program that wrote what nobody reads any longer."""


class Stopped(SystemExit):
    """Somebody asked the process to end (SIGTERM)."""


def as_app(*commands: Callable[..., None], help: str | None = None, completion: bool = False) -> typer.Typer:
    """The command line that these functions make up: one alone has no verb. `completion`: shells can complete it."""
    app = typer.Typer(
        help=help,
        add_completion=completion,
        pretty_exceptions_enable=False,
        no_args_is_help=len(commands) > 1,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for command in commands:
        # A verb that Python has taken for itself stands with an underscore behind it.
        app.command(command.__name__.rstrip("_"))(_with_errors_explained(command))
    return app


def beginning(*words: str) -> Callable[[str], list[str]]:
    """How a shell completes an argument that is one of these words."""
    return lambda incomplete: [word for word in words if word.startswith(incomplete)]


def run(app: typer.Typer) -> None:
    """Runs a command line and ends the process: 0 done, 1 failed, 2 bad input, 3 recorded but not yet in the views."""
    signal.signal(signal.SIGTERM, _stop)
    with open(os.devnull, "w") as nowhere:
        # A program that is started with its standard output closed has none.
        sys.stdout = sys.stdout or nowhere
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A terminal that lacks a letter, or a file name that is no text, is no reason to stop.
                stream.reconfigure(errors="backslashreplace")
        try:
            app()
        finally:
            # A command whose output nobody reads in the end has done its work all the same.
            if (error := _flush()) and not isinstance(error, BrokenPipeError):
                _fail(AnnalsError(f"standard output cannot be written: {explain_system_error(error)}"), FAILED)


@contextmanager
def until_stopped() -> Iterator[None]:
    """A block that a stop (SIGTERM, Ctrl-C) ends as it should end."""
    try:
        yield
    except (Stopped, KeyboardInterrupt):
        return


def explain(error: BaseException, conninfo: str | None) -> AnnalsError | None:
    """The line for the user about an error that a database (None: the embedded one) or the system is the cause of."""
    chain = [error]
    while (cause := chain[-1].__cause__) is not None and cause not in chain:
        chain.append(cause)
    # The libraries in between raise errors of their own from the first one, which knows most.
    explained = (explain_database_error(cause, conninfo) or explain_system_error(cause) for cause in reversed(chain))
    return next(filter(None, explained), None)


def _with_errors_explained(command: Callable[..., None]) -> Callable[..., None]:
    """The same command, which ends the process where it fails for a reason that users can act on."""

    @functools.wraps(command)
    def explained(*arguments: Any, **options: Any) -> None:
        try:
            command(*arguments, **options)
        except NotYetVisible as error:
            _fail(error, NOT_YET_VISIBLE)
        except BadInput as error:
            _fail(error, BAD_INPUT)
        except AnnalsError as error:
            _fail(error, FAILED)
        except Exception as error:
            if isinstance(error, BrokenPipeError) and _output_is_unread():
                sys.exit(UNREAD)
            if (line := explain(error, _database_url())) is None:
                raise
            if isinstance(error, OSError):
                # If it was the output that could not be written, once is enough to say so.
                _flush()
            _fail(line, FAILED)

    return explained


def _database_url() -> str | None:
    try:
        return read_settings().database_url
    except BadInput:
        return None


def _output_is_unread() -> bool:
    """Whether standard output goes to somebody who has left: a pipe or socket whose other end is closed."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return bool(poll.poll(0))


def _flush() -> OSError | None:
    """Writes out what has been printed; why that cannot be done, and then it is given up."""
    try:
        sys.stdout.flush()
    except OSError as error:
        # Python would try again when it ends, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return error
    return None


def _stop(number: int, frame: Any) -> None:
    raise Stopped(128 + number)


def _fail(error: AnnalsError, code: int) -> None:
    for line in getattr(error, "details", ()):
        print(line, file=sys.stderr)
    for line in str(error).splitlines():
        print(f"error: {line}", file=sys.stderr)
    sys.exit(code)
