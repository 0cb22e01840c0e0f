"""Workers that are killed, connections that are broken, a database that goes away: the service goes on."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg
import pytest
from accounting import verified
from command_line import run_annals
from dsl import read
from service import Service, eventually, holders, projecting, reached, serving
from world import World

from domain.postgres.locks import AdvisoryLock
from projections.live import LiveViews

pytestmark = pytest.mark.slow

QUERY = "{ sources { totalCount } }"


def seconds_until_visible(world: World, id: str) -> float:
    """How long it takes until a source that is appended now is in the views."""
    begun = time.monotonic()
    (outcome,) = world.log.append(read({"kind": "SourceRegistered", "id": id}), "tester")
    eventually(lambda: reached(world.url) >= outcome.position)
    return time.monotonic() - begun


def end_sessions(url: str, pids: list[int]) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        for pid in pids:
            conn.execute("SELECT pg_terminate_backend(%s)", (pid,))


def readers(url: str) -> list[int]:
    """The database's processes that answer the API's queries."""
    asking = "query LIKE '%%FROM checkpoint OFFSET 0%%' AND pid <> pg_backend_pid()"
    with psycopg.connect(url) as conn:
        query = f"SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND {asking}"
        return [pid for (pid,) in conn.execute(query.replace("%%", "%").encode())]


def test_when_the_worker_is_killed_another_takes_over(world: World) -> None:
    with projecting(world.url) as one, projecting(world.url):
        (first,) = eventually(lambda: holders(world.url, AdvisoryLock.WORKER))
        seconds_until_visible(world, "before")
        one.kill()
        took = seconds_until_visible(world, "after")
        (second,) = holders(world.url, AdvisoryLock.WORKER)

    assert second != first
    assert took < 5
    assert verified(world.url)


def test_a_worker_whose_session_is_ended_begins_a_new_one(world: World) -> None:
    with projecting(world.url):
        (first,) = eventually(lambda: holders(world.url, AdvisoryLock.WORKER))
        end_sessions(world.url, [first])
        took = seconds_until_visible(world, "after")
        (second,) = holders(world.url, AdvisoryLock.WORKER)

    assert second != first
    assert took < 5


def test_a_worker_that_was_told_to_stop_says_nothing_of_a_database_that_stops_with_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    stop = Event()
    with ThreadPoolExecutor(1) as pool, LiveViews(world.log) as views:
        following = pool.submit(views.follow, stop)
        worker = eventually(lambda: holders(world.url, AdvisoryLock.WORKER))

        stop.set()
        end_sessions(world.url, worker)
        following.result(timeout=120)

    assert [record.message for record in caplog.records if record.name == "projections.live"] == []


def test_a_server_goes_on_though_all_its_sessions_are_ended(world: World) -> None:
    with serving(world.url) as service:
        service.ask(QUERY)
        with psycopg.connect(world.url, autocommit=True) as conn:
            everybody = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            end_sessions(world.url, [pid for (pid,) in conn.execute(everybody)])
        answers = [service.ask(QUERY) for _ in range(10)]
        eventually(lambda: run_annals(world.url, "append", "-", "--wait", stdin=b"- {kind: SourceRegistered, id: paper}").code == 0)

        assert answers == [{"sources": {"totalCount": 0}}] * 10
        assert service.ask(QUERY) == {"sources": {"totalCount": 1}}


def test_no_reader_notices_that_sessions_are_ended_again_and_again(world: World) -> None:
    stop = Event()

    def hammer(service: Service) -> list[Any]:
        answers = []
        while not stop.is_set():
            answers.append(service.ask(QUERY))
        return answers

    with serving(world.url, "--no-project") as service, ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(hammer, service) for _ in range(4)]
        ended = 0
        try:
            for _ in range(10):
                sessions = eventually(lambda: readers(world.url))
                end_sessions(world.url, sessions)
                ended += len(sessions)
                time.sleep(0.1)
        finally:
            stop.set()
        answers = [answer for reader in reading for answer in reader.result(timeout=120)]

    assert ended >= 10
    assert [answer for answer in answers if answer != {"sources": {"totalCount": 0}}] == []
