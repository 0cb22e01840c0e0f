"""Two containers with one home for the embedded PostgreSQL: there is never a second server over the data."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command_line import run_annals
from containers import contained, require_namespaces

from scripts.support.embedded import embedded_database
from scripts.support.postgres_server import PostgresServer

pytestmark = pytest.mark.slow

NAMES = ["plain", "with a space", "of a length that no socket may have " * 3]
ANNALS = (sys.executable, "-m", "scripts.cli")

# The first process of the container stays when the user of the database leaves.
USER = """
import sys
from pathlib import Path
from scripts.support.embedded import embedded_database
with embedded_database(Path(sys.argv[1])) as url:
    print(url, flush=True)
    sys.stdin.readline()
print("left", flush=True)
sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def _namespaces() -> None:
    require_namespaces()


@pytest.fixture(params=NAMES, ids=["plain", "space", "long"])
def home(request: pytest.FixtureRequest, server_folder: Path) -> Path:
    home = server_folder / str(request.param)
    home.mkdir(exist_ok=True)
    return home


@contextmanager
def a_contained_user(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A process in a container that uses the database until it reads a line; all of the container is killed at the end."""
    command = contained(home, sys.executable, "-c", USER, home)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as user:
        try:
            assert line(user).startswith("postgresql://")
            yield user
        finally:
            user.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def leave(user: subprocess.Popen[str]) -> None:
    assert user.stdin
    user.stdin.write("\n")
    user.stdin.flush()
    assert line(user) == "left"


def entry(id: str) -> bytes:
    return json.dumps([{"kind": "SourceRegistered", "id": id}]).encode()


def append_here(home: Path, id: str) -> None:
    answer = run_annals("", "append", "-", stdin=entry(id), ANNALS_HOME=str(home))
    assert answer.code == 0, answer.err


def append_contained(home: Path, id: str) -> None:
    environment = os.environ | {"ANNALS_DATABASE_URL": "", "ANNALS_HOME": str(home)}
    done = subprocess.run(
        contained(home, *ANNALS, "append", "-"), input=entry(id), env=environment, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def stored(home: Path) -> set[str]:
    exported = run_annals("", "export", "ndjson", ANNALS_HOME=str(home)).out
    entries = [json.loads(each) for each in exported.splitlines()]
    return {each["id"] for each in entries if each.get("kind") == "SourceRegistered"}


def servers_started(home: Path) -> int:
    logs = sorted((home / "postgres").glob("server.log*"))
    return sum(log.read_text().count("starting PostgreSQL") for log in logs)


def test_a_container_uses_the_server_that_runs_outside_it(home: Path) -> None:
    with embedded_database(home):
        before = servers_started(home)
        append_here(home, "first")
        append_contained(home, "second")
        append_here(home, "third")

        assert servers_started(home) == before
        assert stored(home) == {"first", "second", "third"}
        assert run_annals("", "verify", ANNALS_HOME=str(home)).code == 0


def test_the_server_in_a_container_is_used_from_outside_and_stopped_by_the_last_user(home: Path) -> None:
    with a_contained_user(home) as user:
        with embedded_database(home):
            append_here(home, "from-outside")
            leave(user)
            append_here(home, "after-the-other-left")
            assert PostgresServer(home).is_running()

        assert not PostgresServer(home).is_running()
        assert not (home / "postgres" / "postmaster.pid").exists()
    assert stored(home) >= {"from-outside", "after-the-other-left"}


def test_a_container_that_is_killed_with_the_server_takes_nothing_with_it(home: Path) -> None:
    with a_contained_user(home) as user:
        append_here(home, "before-the-kill")
        user.kill()
        user.wait()
        append_contained(home, "after-the-kill")

    assert stored(home) >= {"before-the-kill", "after-the-kill"}
    assert run_annals("", "verify", ANNALS_HOME=str(home)).code == 0
