"""Running annals as its users do, and what it answers them."""

import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scripts.cli import main


class Answer(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run_annals(url: str, *arguments: str | Path, stdin: bytes = b"", **settings: str) -> Answer:
    """Runs a command on a database, in this process."""
    printed, err, before = io.BytesIO(), io.StringIO(), signal.getsignal(signal.SIGTERM)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.TextIOWrapper(printed, encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["annals", *map(str, arguments)])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        for name, value in {"ANNALS_DATABASE_URL": url, **settings}.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
    signal.signal(signal.SIGTERM, before)
    root.handlers[:] = handlers
    root.setLevel(level)
    return Answer(int(ended.value.code or 0), printed.getvalue().decode(), err.getvalue())


@contextmanager
def started(url: str, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A command as a process of its own, killed at the end of the block if it is still there."""
    environment = os.environ | {"ANNALS_DATABASE_URL": url, "ANNALS_LOG_LEVEL": "warning", **settings}
    words, pipe = [sys.executable, "-m", "scripts.cli", *arguments], subprocess.PIPE
    with subprocess.Popen(words, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
