"""The embedded PostgreSQL dies under a process that goes on: it is started again, and nothing acknowledged is lost."""

import json
import os
import signal
from pathlib import Path
from subprocess import Popen
from urllib.error import URLError

import pytest
from command_line import run_annals, started
from service import Service, eventually, serving, wait_for_word

pytestmark = pytest.mark.slow

QUERY = "{ sources { totalCount } }"
UNAVAILABLE = ("UNAVAILABLE", "the database does not answer at the moment; ask again soon")
UNKNOWN_TOKENS = ("UNAVAILABLE", "the server cannot read its access tokens at the moment; ask again soon")


def postmaster(home: Path) -> int:
    try:
        return int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return 0


def kill_server(home: Path) -> int:
    """Kills the server as the kernel does when memory runs out."""
    killed = postmaster(home)
    os.kill(killed, signal.SIGKILL)
    return killed


def append(home: Path, id: str) -> None:
    entry = json.dumps([{"kind": "SourceRegistered", "id": id}]).encode()
    answer = run_annals("", "append", "-", "--wait", stdin=entry, ANNALS_HOME=str(home))
    assert answer.code == 0, answer.err


def stored(home: Path) -> set[str]:
    exported = run_annals("", "export", "ndjson", ANNALS_HOME=str(home)).out
    entries = [json.loads(each) for each in exported.splitlines()]
    return {each["id"] for each in entries if each.get("kind") == "SourceRegistered"}


def end(process: Popen[str]) -> tuple[int, str]:
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=120)
    return process.returncode, said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_is_killed_under_serve_is_started_again(server_folder: Path, workers: str) -> None:
    home = server_folder / f"serve {workers}"
    told: set[tuple[str, str]] = set()

    def found(service: Service) -> object:
        try:
            answer = service.response(QUERY)
        except URLError:  # No worker listens yet.
            return None
        told.update((error["extensions"]["code"], error["message"]) for error in answer.get("errors", ()))
        return answer.get("data")

    with serving("", "--workers", workers, ANNALS_HOME=str(home)) as service:
        append(home, "before")
        eventually(lambda: found(service))
        killed = kill_server(home)
        eventually(lambda: postmaster(home) not in (0, killed))
        again = eventually(lambda: found(service))
        append(home, "after")
        assert run_annals("", "verify", ANNALS_HOME=str(home)).code == 0
        assert stored(home) == {"before", "after"}
        code, said = end(service.process)

    assert again == {"sources": {"totalCount": 1}}
    assert told <= {UNAVAILABLE, UNKNOWN_TOKENS}
    assert code == 0
    assert f"the embedded PostgreSQL over {home}/postgres has died; starting it again" in said


def test_a_server_that_is_killed_under_project_is_started_again(server_folder: Path) -> None:
    home = server_folder / "project"
    with started("", "project", ANNALS_HOME=str(home)) as project:
        wait_for_word(project)
        append(home, "before")
        killed = kill_server(home)
        eventually(lambda: postmaster(home) not in (0, killed))
        append(home, "after")
        code, said = end(project)

    assert stored(home) == {"before", "after"}
    assert code == 0
    assert "has died; starting it again" in said


def test_a_server_that_cannot_be_started_again_is_tried_until_it_can(server_folder: Path) -> None:
    home = server_folder / "broken"
    config = home / "postgres" / "postgresql.conf"
    with serving("", ANNALS_HOME=str(home)) as service:
        append(home, "before")
        right = config.read_text()
        config.write_text("nonsense = 1\n")
        kill_server(home)
        assert service.process.stderr
        while "cannot be started again" not in (line := service.process.stderr.readline()):
            assert line
        told = eventually(lambda: service.response(QUERY).get("errors"))
        config.write_text(right)

        assert {(error["extensions"]["code"], error["message"]) for error in told} <= {UNAVAILABLE, UNKNOWN_TOKENS}
        assert eventually(lambda: service.response(QUERY).get("data")) == {"sources": {"totalCount": 1}}
