"""A database that is stopped and started again: clients are told at once that it does not answer, and answered once it does."""

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from command_line import run_annals
from service import Service, eventually, serving, wait_until_listening
from world import ARTICLE

from api.availability import DatabaseWatch
from api.connection import ReadingConnection
from api.pool import ReadingPool
from domain.errors import Busy, Unavailable
from scripts.support.file_lock import locked
from scripts.support.postgres_server import PostgresServer

pytestmark = pytest.mark.slow

QUERY = "{ sources { totalCount } }"
ERROR = {"message": "the database does not answer at the moment; ask again soon", "extensions": {"code": "UNAVAILABLE"}}


@pytest.fixture(scope="module")
def server(server_folder: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL that nobody starts again."""
    server = PostgresServer(server_folder, durable=False)
    with locked(server_folder / "start.lock", "starting a server", 60) as turn:
        server.create(turn)
        server.start()
    assert run_annals(server.url(), "append", ARTICLE).code == 0
    yield server
    server.stop()


def get(served: Service) -> int:
    return served.status(f"/graphql?query={quote(QUERY)}")


def timed(ask: Any, *arguments: Any) -> tuple[float, Any]:
    begun = time.monotonic()
    found = ask(*arguments)
    return time.monotonic() - begun, found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_while_the_database_is_down_queries_are_answered_503_at_once_and_afterwards_as_before(
    server: PostgresServer, workers: str
) -> None:
    with serving(server.url(), "--workers", workers) as served:
        wait_until_listening(served.port)
        before = served.ask(QUERY)
        if workers == "2":
            # Nothing tells from outside when the second worker has read the tokens; until then it answers otherwise.
            time.sleep(5)
        server.stop()
        answers = [timed(served.answer, QUERY) for _ in range(6)]
        others = [timed(get, served), timed(served.status, "/readyz"), timed(served.status, "/healthz")]
        took_metrics, metrics = timed(served.text, "/metrics")
        server.start()
        took, back = timed(eventually, lambda: served.response(QUERY).get("data"))

    assert {(answer.status, answer.headers["retry-after"]) for _, answer in answers} == {(503, "1")}
    assert all(answer.body == {"errors": [ERROR]} for _, answer in answers)
    assert [status for _, status in others] == [503, 503, 200]
    assert max(seconds for seconds, _ in (*answers, *others)) < 3
    assert took_metrics < 3
    assert "annals_database_up 0.0" in metrics.splitlines()
    assert 'annals_requests_total{code="UNAVAILABLE",field="sources"}' in metrics
    assert back == before
    assert took < 4


def test_the_log_says_when_the_database_goes_and_when_it_is_back(server: PostgresServer) -> None:
    with serving(server.url(), "--no-project", ANNALS_LOG_LEVEL="warning") as served:
        served.ask(QUERY)
        server.stop()
        for _ in range(5):
            served.answer(QUERY)
        server.start()
        eventually(lambda: served.response(QUERY).get("data"))
        served.process.terminate()
        _, said = served.process.communicate(timeout=120)

    told = [line for line in said.splitlines() if "annals.request" not in line]
    assert [line.split(": ", 1)[1][:26] for line in told] == ["the database does not answ", "the database answers again"]


async def hold(conn: ReadingConnection) -> None:
    """Takes the connection until it is cancelled."""
    await conn.fetch(b"SELECT pg_sleep(60)::text", [])


def test_a_pool_whose_connections_are_all_in_use_is_busy_and_not_unavailable(
    server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pool.WAIT", 1.0)

    async def ask() -> tuple[BaseException, bool]:
        async with ReadingPool(server.url(), 1) as pool:
            holding = asyncio.create_task(pool.read(hold))
            await asyncio.sleep(0.1)
            with pytest.raises(Busy) as refusal:
                await pool.read(hold)
            is_held = not holding.done()
            holding.cancel()
            await asyncio.gather(holding, return_exceptions=True)
        return refusal.value, is_held

    error, is_held = asyncio.run(ask())

    assert not isinstance(error, Unavailable)
    assert str(error) == "too many requests at once; ask again in 5 seconds"
    assert is_held


def test_a_database_that_says_nothing_does_not_answer() -> None:
    async def nothing() -> None:
        return

    async def wait(port: int) -> None:
        watch = DatabaseWatch(f"postgresql://annals@127.0.0.1:{port}/annals", nothing)
        async with asyncio.timeout(60):
            await watch.wait(asyncio.Event().wait)

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
        asyncio.run(wait(silent.getsockname()[1]))
