"""annals serve: the API over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from api.observability.logs import configure_logs
from scripts.support.command import as_app, run, until_stopped
from scripts.support.serving import address, check_port, serve_processes
from scripts.support.session import reading, session
from scripts.support.settings import Settings, read_settings


def serve(
    host: Annotated[str | None, typer.Option(help="The address to listen on.", show_default="ANNALS_HOST")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port.", show_default="ANNALS_PORT")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes answer.")] = 1,
    no_project: Annotated[bool, typer.Option("--no-project", help="Leave the views to `annals project`.")] = False,
) -> None:
    """Serve the API, its explorer and playground until stopped, and keep the views current."""
    given = {"host": host, "port": port, "project": False if no_project else None}
    settings = read_settings().model_copy(update={k: v for k, v in given.items() if v is not None})
    configure_logs(settings.log_format, settings.log_level)
    check_port(settings)
    with _database(settings) as url, until_stopped():
        explorer = address(settings, "/")
        ready = f"Serving {address(settings)} (API, and playground in a browser) and {explorer} (explorer). Ctrl-C stops."
        serve_processes(url, settings, workers, lambda: print(ready, flush=True))


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    """The database with its views; a role that can only read finds what others have made."""
    if settings.reader_url and not settings.project:
        with reading(settings) as url:
            yield url
    else:
        with session(settings) as s:
            yield s.url


if __name__ == "__main__":
    run(as_app(serve))
