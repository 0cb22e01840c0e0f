"""A server as a process of its own, asked over HTTP; and waiting for what comes to pass in other processes."""

import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from subprocess import Popen
from threading import Thread
from typing import Any, NamedTuple, TypeVar

import psycopg
import uvicorn
from command_line import free_port, started
from starlette.applications import Starlette

from projections.schemas import LIVE

T = TypeVar("T")

PATIENCE = 120.0
"""How many seconds to wait for another process, which on a busy machine takes many times what it usually does."""


class HttpAnswer(NamedTuple):
    """A response in JSON."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Service:
    """`annals serve` on a port of this machine."""

    process: Popen[str]
    port: int

    def response(self, query: str, **headers: str) -> dict[str, Any]:
        """The whole response to a query, whatever its status."""
        return self.answer(query, **headers).body

    def answer(self, query: str, **headers: str) -> HttpAnswer:
        """The whole response to a query, with its status and headers."""
        address = f"http://127.0.0.1:{self.port}/graphql"
        request = urllib.request.Request(address, json.dumps({"query": query}).encode(), {"content-type": "application/json"})
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return HttpAnswer(response.status, dict(response.headers), json.load(response))
        except urllib.error.HTTPError as error:
            return HttpAnswer(error.code, dict(error.headers), json.load(error))

    def text(self, path: str) -> str:
        """What a path answers."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=120) as response:
            return str(response.read().decode())

    def status(self, path: str) -> int:
        """The status with which a path answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=120) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    def ask(self, query: str) -> Any:
        """The data that answers a query, which must have no errors."""
        answer = self.response(query)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@contextmanager
def serving(url: str, *options: str, **settings: str) -> Iterator[Service]:
    """A server on a database; killed at the end of the block."""
    port = free_port()
    with started(url, "serve", "--port", str(port), *options, **settings) as process:
        wait_for_word(process)
        try:
            yield Service(process, port)
        finally:
            if "--workers" in options:
                # They would outlive it if it were killed.
                process.terminate()
                process.wait(timeout=120)


@contextmanager
def listening(app: Starlette) -> Iterator[int]:
    """The port on which an application is served in a thread of this process."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=2))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    (port,) = (listener.getsockname()[1] for each in server.servers for listener in each.sockets)
    try:
        yield port
    finally:
        app.state.stop()
        server.should_exit = True
        thread.join()


@contextmanager
def projecting(url: str) -> Iterator[Popen[str]]:
    """A process that keeps the views current, or stands by; killed at the end of the block."""
    with started(url, "project") as process:
        wait_for_word(process)
        yield process


def wait_for_word(process: Popen[str]) -> None:
    """Returns once a process that goes on until it is stopped says so."""
    assert process.stdout is not None
    while "Ctrl-C stops." not in (line := process.stdout.readline()):
        assert line, process.stderr and process.stderr.read()


def wait_until_listening(port: int) -> None:
    """Returns once a server listens: several workers begin to some time after they were started."""

    def is_listening() -> bool:
        with socket.socket() as connection:
            return connection.connect_ex(("127.0.0.1", port)) == 0

    eventually(is_listening)


def eventually(look: Callable[[], T | None]) -> T:
    """What a look finds, once it finds anything."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.005)
    raise AssertionError(f"not within {PATIENCE:g} seconds")


def reached(url: str, schema: str = LIVE) -> int:
    """The position up to which the views of a schema are folded; 0 where there are none."""
    try:
        with psycopg.connect(url) as conn:
            (position,) = conn.execute(f"SELECT position FROM {schema}.checkpoint".encode()).fetchone() or (0,)
            return int(position)
    except psycopg.errors.UndefinedTable:
        return 0


def holders(url: str, lock: int, *, granted: bool = True) -> list[int]:
    """The database's processes that hold an advisory lock, or that wait for it."""
    query = """
    SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = %s AND granted = %s AND datname = current_database()
    """
    with psycopg.connect(url) as conn:
        return [pid for (pid,) in conn.execute(query, (lock, granted))]
