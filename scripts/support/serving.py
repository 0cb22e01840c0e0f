"""Serving the API on a port."""

import errno
import ipaddress
import os
import signal
import socket
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from uvicorn.server import HANDLED_SIGNALS

from api.access.tokens import any_usable
from api.app import create_app
from api.observability.logs import configure_logs
from api.observability.metrics import FOLDER
from domain.errors import AnnalsError
from domain.postgres.connection import connect
from scripts.support.read_timeout import ReadTimeoutProtocol
from scripts.support.settings import Settings, read_settings

LEAVE = 2
"""Seconds that a server which is told to stop waits for what it is answering; those who subscribe would stay for ever."""

START = 60
"""Seconds that a worker process may take to start, or to answer the supervisor while it is busy, before it is replaced."""

EVERYWHERE = ("0.0.0.0", "::", "")


class CannotServe(AnnalsError):
    """The port is taken, the address is none of this machine's, or nobody has said who may ask."""


def check_port(settings: Settings) -> None:
    """Raises CannotServe where nothing can be served on the address and port."""
    where = f"port {settings.port} of {settings.host}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        remedy = "stop what uses it, or set ANNALS_PORT to another" if taken else "see ANNALS_HOST and ANNALS_PORT"
        reason = "it is taken" if taken else os.strerror(error.errno).lower() if error.errno else str(error)
        raise CannotServe(f"cannot serve on {where}: {reason}; {remedy}") from error


def address(settings: Settings, path: str = "/graphql") -> str:
    """The address, for a browser on this machine, of the playground or of another path."""
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}{path}"


class Server(uvicorn.Server):
    """A server that says when it can be reached."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve_processes(url: str, settings: Settings, workers: int, ready: Callable[[], None]) -> None:
    """Serves until this process is told to stop: in itself, or in several workers. Raises CannotServe, BadInput.

    `url`: the database as who keeps the views current sees it; what is asked is read as the role for that, if there is one."""
    _check_access(settings.reader_url or url, settings)
    if workers == 1:
        _serve_here(url, settings, ready)
    else:
        # What is wrong with the settings would end each worker, and another would be started in its place, on and on.
        create_app(settings.reader_url or url, limits=settings)
        ready()
        _serve_with_workers(url, settings, workers)


def _check_access(url: str, settings: Settings) -> None:
    """Raises CannotServe where others could reach the server, and ask without a token though nobody has said that they may."""
    if settings.public or is_loopback(settings.host):
        return
    with connect(url) as conn:
        if not any_usable(conn):
            raise CannotServe(
                f"cannot serve on {settings.host or 'all addresses'}, where other machines reach it, without a token; make one"
                " with annals token create NAME, or let everybody ask with ANNALS_PUBLIC=1"
            )


def is_loopback(host: str) -> bool:
    """Whether only this machine itself reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _serve_here(url: str, settings: Settings, ready: Callable[[], None]) -> None:
    app = partial(_application, url, settings)
    Server(uvicorn.Config(app, factory=True, **_options(settings)), ready).run()


def _serve_with_workers(url: str, settings: Settings, workers: int) -> None:
    app = f"{__name__}:served"
    with TemporaryDirectory(prefix="annals-metrics-") as folder:
        os.environ |= {
            "ANNALS_FOLDER_URL": url,
            "ANNALS_HOST": settings.host,
            "ANNALS_POOL_SIZE": str(settings.pool_size),
            "ANNALS_PROJECT": str(settings.project).lower(),
            FOLDER: folder,
        }
        uvicorn.run(app, factory=True, workers=workers, **_options(settings))


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "http": partial(ReadTimeoutProtocol, read_timeout=settings.read_timeout),
        "log_config": None,
        "access_log": False,
        "ws_max_size": settings.max_body,
        "timeout_graceful_shutdown": LEAVE,
        "timeout_worker_healthcheck": START,
    }


def served() -> Starlette:
    """The application of a worker process: what it serves is in its environment."""
    settings = read_settings()
    configure_logs(settings.log_format, settings.log_level, shared=True)
    return _application(str(settings.folder_url), settings)


def _application(url: str, settings: Settings) -> Starlette:
    """The application, for a server that minds signals by now: the one that stops it lets subscribers go first."""
    app = create_app(
        settings.reader_url or url,
        pool_size=settings.pool_size,
        follow=settings.project,
        follow_url=url,
        limits=settings,
        seal=settings.seal_files,
    )
    for number in HANDLED_SIGNALS:
        _before(number, app.state.stop)
    return app


def _before(number: int, act: Callable[[], None]) -> None:
    """Has a signal of this number do something else before what it does."""
    handle = signal.getsignal(number)

    def both(number: int, frame: FrameType | None) -> None:
        act()
        if callable(handle):
            handle(number, frame)

    signal.signal(number, both)
