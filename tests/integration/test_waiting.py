"""Waiting until the views have what was appended: by `append --wait`, and by the API's minimum position."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from command_line import run_annals
from dsl import read
from later import later
from service import projecting, reached
from world import World

from domain.postgres.locks import AdvisoryLock

SOURCE = b"- {kind: SourceRegistered, id: paper}\n"
QUERY = '{ source(id: "paper") { ref } }'
FOUND = {"data": {"source": {"ref": "paper"}}, "extensions": {"cost": 2}}


@contextmanager
def an_idle_worker(url: str, leaves_after: float = 60) -> Iterator[None]:
    """Somebody who is the worker and folds nothing."""
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("SELECT pg_advisory_lock(%s)", (AdvisoryLock.WORKER,))
        with later(leaves_after, conn.execute, "SELECT pg_advisory_unlock_all()"):
            yield


@pytest.mark.slow
def test_what_was_appended_with_wait_is_in_the_views_that_another_process_folds(world: World) -> None:
    with projecting(world.url):
        answer = run_annals(world.url, "append", "-", "--wait", "--format", "json", stdin=SOURCE)

        assert answer.code == 0
        assert reached(world.url) >= answer.json["head"] == world.log.head()


def test_append_leaves_the_folding_to_the_worker_that_there_is(world: World) -> None:
    with an_idle_worker(world.url):
        answer = run_annals(world.url, "append", "-", stdin=SOURCE)

    assert answer.code == 0
    assert reached(world.url) < world.log.head()


def test_append_that_waited_in_vain_has_recorded_and_says_so(world: World) -> None:
    with an_idle_worker(world.url):
        answer = run_annals(world.url, "append", "-", "--wait", "--timeout", "0.2", stdin=SOURCE)

    assert answer.code == 3
    assert f"error: the entries are recorded, up to position {world.log.head()}, but queries do not find them yet" in answer.err
    assert "within 0.2 seconds; see annals status" in answer.err
    assert "standard input: 1 recorded, 0 already recorded" in answer.out
    assert reached(world.url) < world.log.head()


def test_append_that_waits_folds_itself_once_the_worker_has_gone(world: World) -> None:
    with an_idle_worker(world.url, leaves_after=0.3):
        answer = run_annals(world.url, "append", "-", "--wait", stdin=SOURCE)

    assert answer.code == 0
    assert reached(world.url) == world.log.head()


def test_waiting_for_what_was_recorded_before_takes_no_time(world: World) -> None:
    run_annals(world.url, "append", "-", stdin=SOURCE)

    answer = run_annals(world.url, "append", "-", "--wait", "--timeout", "0", "--format", "json", stdin=SOURCE)

    assert (answer.code, answer.json["already_recorded"]) == (0, 1)


def append_unfolded(world: World) -> int:
    """Appends a source that the views do not have yet; its position."""
    (outcome,) = world.log.append(read({"kind": "SourceRegistered", "id": "paper"}), "tester")
    return outcome.position


def post(world: World, least: str, query: str = QUERY) -> Any:
    return world.client.post("/graphql", json={"query": query}, headers={"X-Annals-Min-Position": least}).json()


def get(world: World, least: str) -> Any:
    return world.client.get("/graphql", params={"query": QUERY}, headers={"X-Annals-Min-Position": least}).json()


@pytest.mark.parametrize("ask", [post, get])
def test_a_query_waits_for_its_minimum_position(world: World, ask: Callable[[World, str], Any]) -> None:
    position = append_unfolded(world)
    assert world.ask(QUERY) == {"source": None}

    with later(0.2, world.views.fold):
        assert ask(world, str(position)) == FOUND


@pytest.mark.parametrize("least", ["0", "1"])
def test_a_minimum_position_that_the_views_have_passed_changes_nothing(article: World, least: str) -> None:
    assert post(article, least)["data"] == {"source": None}


def test_a_minimum_position_that_the_views_do_not_reach_is_given_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.waiting.WAIT", 0.2)
    position = append_unfolded(world)

    (error,) = post(world, str(position))["errors"]

    assert error["extensions"] == {"code": "BUSY"}
    assert error["message"] == f"the views have not reached position {position} within 0.2 seconds; ask again"


def test_a_minimum_position_beyond_the_head_is_refused(article: World) -> None:
    head = article.log.head()

    (error,) = post(article, str(head + 1))["errors"]

    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"] == f"position {head + 1} is beyond the head of the log, which is {head}"


@pytest.mark.parametrize("least", ["", "soon", "-1", "1.5", "1e3", "0x10", "9" * 20, "9" * 5000])
def test_a_minimum_position_that_is_none_is_refused(article: World, least: str) -> None:
    (error,) = post(article, least)["errors"]

    assert error["extensions"] == {"code": "BAD_USER_INPUT"}
    assert error["message"].startswith(f"the minimum position {least[:40]!r} is none; give a position")


def test_those_who_wait_take_no_connection_from_those_who_ask(world: World) -> None:
    position = append_unfolded(world)

    with ThreadPoolExecutor(12) as pool:
        waiting = [pool.submit(post, world, str(position)) for _ in range(12)]
        answered = [world.ask(QUERY) for _ in range(20)]
        still_waiting = [answer for answer in waiting if not answer.done()]
        world.views.fold()

        assert [answer.result(timeout=120) for answer in waiting] == [FOUND] * 12
    assert answered == [{"source": None}] * 20
    assert len(still_waiting) == 12


def test_a_query_as_of_a_position_that_the_views_have_not_reached_waits_too(world: World) -> None:
    query = "query($p: Position!) { events(asOf: {position: $p}) { totalCount } }"
    position = append_unfolded(world)

    with later(0.2, world.views.fold):
        assert world.response(query, p=position)["data"] == {"events": {"totalCount": 0}}
