"""Readers of the API while the views are rebuilt and swapped under them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import psycopg
import pytest
from dsl import a_summit, read
from service import Service, eventually, serving
from world import World

from projections.schemas import LIVE

pytestmark = pytest.mark.slow

READERS = 4
SWAPS = 10

QUERY = """{
  events(first: 1, orderBy: POSITION_DESC) { totalCount nodes { position parties { actor { ref } } } }
  relationship(between: ["PRK", "RUS"]) { eventCount firstEvent { key } }
  appearances(together: ["PRK", "RUS"]) { ordinal }
}"""


def summit(number: int, world: World) -> int:
    """Appends a summit between North Korea and Russia, without folding it; its position."""
    entry = a_summit(f"summit-{number}", participants=[{"actor": "PRK"}, {"actor": "RUS"}], occurred=f"2025-09-{number + 1:02}")
    (outcome,) = world.log.append(read(entry), "tester")
    return outcome.position


def correct_answer(number: int, position: int) -> object:
    """What is to be answered once the summit of this number is the last."""
    both = [{"actor": {"ref": "PRK"}}, {"actor": {"ref": "RUS"}}]
    return {
        "events": {"totalCount": number, "nodes": [{"position": position, "parties": both}]},
        "relationship": {"eventCount": number, "firstEvent": {"key": "summit-1"}},
        "appearances": [{"ordinal": ordinal + 1} for ordinal in range(number)],
    }


def hammer(service: Service, stop: Event) -> list[Any]:
    """Everything that is answered to somebody who asks without a pause."""
    answers = []
    while not stop.is_set():
        answers.append(service.ask(QUERY))
    return answers


def test_four_readers_of_the_api_get_only_right_answers_through_ten_rebuilds(world: World) -> None:
    positions = [summit(1, world)]
    world.views.fold()
    stop = Event()

    with serving(world.url, "--no-project") as service, ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(hammer, service, stop) for _ in range(READERS)]
        for number in range(2, SWAPS + 2):
            positions.append(summit(number, world))
            world.views.rebuild()
        stop.set()
        answers = [reader.result(timeout=120) for reader in reading]

    right = [correct_answer(number, position) for number, position in enumerate(positions, start=1)]
    for seen in answers:
        versions = [right.index(answer) for answer in seen if answer in right]
        assert len(versions) == len(seen), next(answer for answer in seen if answer not in right)
        assert versions == sorted(versions)
    assert len({str(answer) for seen in answers for answer in seen}) > SWAPS // 2


def test_readers_who_ask_as_of_a_position_get_one_answer_through_all_rebuilds(world: World) -> None:
    position = summit(1, world)
    world.views.fold()
    query = f"{{ events(asOf: {{position: {position}}}) {{ totalCount nodes {{ key position recordedAt }} }} }}"
    stop = Event()

    def ask(service: Service) -> set[str]:
        answers = set()
        while not stop.is_set():
            answers.add(str(service.response(query)))
        return answers

    with serving(world.url, "--no-project") as service, ThreadPoolExecutor(READERS) as pool:
        before = str(service.response(query))
        reading = [pool.submit(ask, service) for _ in range(READERS)]
        for number in range(2, 6):
            summit(number, world)
            world.views.rebuild()
        stop.set()

        assert {answer for reader in reading for answer in reader.result(timeout=120)} == {before}


@pytest.mark.parametrize("views", [(), ("event",)], ids=["all", "one"])
def test_a_statement_that_has_found_the_old_checkpoint_finds_all_of_the_old_views(world: World, views: tuple[str, ...]) -> None:
    """Otherwise it could answer from the old events as of the new position, and leave out what came between."""
    position = summit(1, world)
    world.views.fold()
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = to_regclass(%s)"

    with psycopg.connect(world.url) as reader, psycopg.connect(world.url, autocommit=True) as other, ThreadPoolExecutor(1) as pool:
        seen = reader.execute(f"SELECT position FROM {LIVE}.checkpoint".encode()).fetchone()
        rebuilding = pool.submit(world.views.rebuild, views)
        eventually(lambda: other.execute(waiting, (f"{LIVE}.checkpoint",)).fetchone())
        was_done = rebuilding.done()
        reader.rollback()
        rebuilt = rebuilding.result(timeout=60)

    assert (seen, was_done, rebuilt) == ((position,), False, position)
