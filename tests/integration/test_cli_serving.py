"""The verbs that go on until they are stopped."""

import json
import signal
import socket
import threading
import time
import urllib.request
from pathlib import Path
from subprocess import Popen
from typing import Any

import psycopg
import pytest
from command_line import free_port, run_annals, started
from service import serving
from starlette.testclient import TestClient
from streams import events
from world import BASE_URL, World

from api.app import create_app
from domain.postgres.locks import AdvisoryLock

pytestmark = pytest.mark.slow

WORKERS = """
SELECT pid FROM pg_locks JOIN pg_database d ON d.oid = database
WHERE locktype = 'advisory' AND (classid::bigint << 32 | objid::bigint) = %s AND granted AND datname = current_database()
"""


def ask(port: int, query: str) -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", json.dumps({"query": query}).encode())
    request.add_header("content-type", "application/json")
    with urllib.request.urlopen(request, timeout=120) as response:
        return json.load(response)["data"]


def read_until(process: Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, f"it ended with {said!r}"
        said += line
    return said


def test_the_demo_answers_tells_what_to_ask_and_stops_when_told(bare_url: str) -> None:
    port = free_port()

    with started(bare_url, "demo", ANNALS_PORT=str(port)) as demo:
        said = read_until(demo, "Ctrl-C stops.")
        found = ask(port, "{ events { totalCount } status { lag } }")
        demo.send_signal(signal.SIGTERM)
        code = demo.wait(timeout=120)

    assert f"http://127.0.0.1:{port}/graphql" in said
    assert said.count("\n# ") == 3
    assert found == {"events": {"totalCount": 20}, "status": {"lag": 0}}
    assert code == 0


def test_the_demo_works_again_after_a_kill(bare_url: str) -> None:
    port = str(free_port())
    with started(bare_url, "demo", ANNALS_PORT=port) as demo:
        read_until(demo, "Ctrl-C stops.")

    with started(bare_url, "demo", ANNALS_PORT=port) as demo:
        said = read_until(demo, "Ctrl-C stops.")

    assert said.startswith("article.yaml: 0 entries recorded, 36 already recorded.")


@pytest.mark.parametrize("verb", ["demo", "serve"])
def test_a_port_that_is_taken_is_told(database_url: str, verb: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = run_annals(database_url, verb, ANNALS_PORT=str(port))

    remedy = "stop what uses it, or set ANNALS_PORT to another"
    assert answer == (1, "", f"error: cannot serve on port {port} of 127.0.0.1: it is taken; {remedy}\n")


def test_several_workers_serve_and_keep_the_views_current(database_url: str) -> None:
    port = free_port()

    with started(database_url, "serve", "--workers", "2", "--port", str(port)) as serve:
        read_until(serve, "Ctrl-C stops.")
        followed = eventually_followed(database_url)
        serve.send_signal(signal.SIGTERM)
        code = serve.wait(timeout=120)

    assert len(followed) == 1
    assert code == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_known_documents_that_are_not_there_are_told_once(database_url: str, tmp_path: Path, workers: str) -> None:
    settings = {"ANNALS_KNOWN_DOCUMENTS": str(tmp_path), "ANNALS_PORT": str(free_port())}
    with started(database_url, "serve", "--workers", workers, **settings) as serve:
        _, said = serve.communicate(timeout=120)

    assert (serve.returncode, said) == (2, f"error: ANNALS_KNOWN_DOCUMENTS is {tmp_path}, which has no .graphql files\n")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_server_that_is_told_to_stop_lets_its_subscribers_go_and_ends_in_silence(database_url: str, workers: str) -> None:
    with serving(database_url, "--workers", workers) as served:
        eventually_followed(database_url)
        with events(served.port, "subscription { eventRecorded { position } }") as told:
            served.process.send_signal(signal.SIGTERM)
            _, last = next(told)
        code = served.process.wait(timeout=120)
        assert served.process.stderr is not None
        said = served.process.stderr.read()

    assert last["errors"][0]["extensions"] == {"code": "BUSY"}
    assert (code, said) == (0, "")


def test_of_several_that_project_one_works_and_another_takes_over(database_url: str) -> None:
    with started(database_url, "project") as one, started(database_url, "project") as two:
        read_until(one, "Ctrl-C stops.")
        read_until(two, "Ctrl-C stops.")
        first = eventually_followed(database_url)
        one.kill()
        one.wait()
        second = eventually_followed(database_url)
        two.send_signal(signal.SIGTERM)
        code = two.wait(timeout=120)

    assert len(first) == len(second) == 1
    assert code == 0


def test_a_server_that_has_stopped_no_longer_keeps_the_views_current(world: World) -> None:
    """Its database may be stopped next, and a thread that still waited for news would tell of it."""
    with TestClient(create_app(world.url), BASE_URL):
        followed = eventually_followed(world.url)

    assert len(followed) == 1
    assert [thread for thread in threading.enumerate() if thread.name == "annals-follow"] == []


def eventually_followed(url: str) -> list[int]:
    """The database's processes that hold the lock of the one worker, once there are any."""
    deadline = time.monotonic() + 120
    with psycopg.connect(url, autocommit=True) as conn:
        while time.monotonic() < deadline:
            if found := [pid for (pid,) in conn.execute(WORKERS, (AdvisoryLock.WORKER,))]:
                return found
            time.sleep(0.1)
    return []
