"""The two servers, each one process on a port of its own."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import Skipped

CONNECTIONS = 8
"""How many database connections each server has."""

POSTGRAPHILE = "postgraphile@5.1.5"
NODE = "node@24"
"""The runtime that PostGraphile 5 wants, as npm has it: that of the machine may be older."""

SERVER = Path(__file__).with_name("server.mjs")


@contextmanager
def annals(database_url: str) -> Iterator[str]:
    """annals, served: the address of its GraphQL."""
    port = _free_port()
    command = [sys.executable, "-m", "scripts.cli", "serve", "--port", str(port), "--no-project"]
    with _running(command, "Ctrl-C stops.", ANNALS_DATABASE_URL=database_url, ANNALS_POOL_SIZE=str(CONNECTIONS)):
        yield f"http://127.0.0.1:{port}/graphql"


@contextmanager
def postgraphile(database_url: str, schema: str) -> Iterator[str]:
    """PostGraphile over a schema: the address of its GraphQL. Raises Skipped."""
    port, folder = _free_port(), _installed()
    command = [str(folder / "node_modules" / ".bin" / "node"), SERVER.name, database_url, schema, str(CONNECTIONS), str(port)]
    with _running(command, "ready", folder, NODE_ENV="production", GRAPHILE_ENV="production"):
        yield f"http://127.0.0.1:{port}/graphql"


def _installed() -> Path:
    """The folder that PostGraphile is installed in, outside the project. Raises Skipped."""
    npm = shutil.which("npm")
    if npm is None:
        raise Skipped("PostGraphile needs npm, which is not installed; install Node.js 22 or newer")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "annals-bench" / POSTGRAPHILE
    if not (folder / "node_modules" / ".bin" / "node").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
        command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", POSTGRAPHILE, NODE]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Skipped(f"npm could not install {POSTGRAPHILE}: {done.stderr.strip()[-300:]}")
    shutil.copy(SERVER, folder)
    return folder


@contextmanager
def _running(command: Sequence[str], word: str, folder: Path | None = None, **settings: str) -> Iterator[None]:
    """A process that has said that it is ready; ended with the block. Raises AnnalsError."""
    # Nobody reads what the server says from then on.
    environment: Mapping[str, str] = os.environ | {"ANNALS_LOG_LEVEL": "warning"} | settings
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=pipe, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said: list[str] = []
        try:
            while not said or word not in said[-1]:
                if not (line := process.stdout.readline()):
                    raise AnnalsError(f"{command[0]} ended before it was ready: {''.join(said[-5:])}")
                said.append(line)
            yield
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
