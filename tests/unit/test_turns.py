"""Whose turn it is where not all can run at once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from api.limits.turns import NoTurn, Turns

PATIENCE = 60.0


class Scene:
    """Operations that ask for turns, and what became of them."""

    def __init__(self, at_once: int = 1, patience: float = PATIENCE, most_waiting: int = 100) -> None:
        self.turns = Turns("questions", at_once, patience, most_waiting)
        self.ran: list[str] = []
        self.most = 0
        self._ends: dict[str, asyncio.Event] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def asks(self, name: str, cost: int = 0, client: str = "") -> asyncio.Task[None]:
        """An operation asks for its turn, and runs until it is told to end."""
        self._ends[name] = asyncio.Event()
        self._tasks[name] = asyncio.create_task(self._run(name, cost, client))
        await settled()
        return self._tasks[name]

    async def _run(self, name: str, cost: int, client: str) -> None:
        async with self.turns.turn(cost, client):
            self.ran.append(name)
            self.most = max(self.most, self.turns.running)
            await self._ends[name].wait()

    async def ends(self, *names: str) -> None:
        """Operations end, one after the other."""
        for name in names:
            self._ends[name].set()
            await settled()

    async def all_end(self) -> None:
        """All operations end as soon as they have run."""
        for end in self._ends.values():
            end.set()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


async def settled() -> None:
    """Lets every task go as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


def played(play: Callable[[], Awaitable[Scene]]) -> list[str]:
    """The operations that ran, in order; in the end all turns are free again."""

    async def run() -> Scene:
        scene = await play()
        await scene.all_end()
        return scene

    scene = asyncio.run(run())
    assert scene.turns.running == 0
    return scene.ran


def test_no_more_run_at_once_than_may() -> None:
    async def play() -> Scene:
        scene = Scene(at_once=2)
        for number in range(9):
            await scene.asks(str(number), cost=number)
        assert scene.ran == ["0", "1"]
        await scene.all_end()
        assert scene.most == 2
        return scene

    assert len(played(play)) == 9


def test_a_cheap_operation_overtakes_expensive_ones() -> None:
    async def play() -> Scene:
        scene = Scene()
        await scene.asks("first")
        await scene.asks("dear", 1000, "one")
        await scene.asks("dearest", 2000, "two")
        await scene.asks("cheap", 1, "three")
        return scene

    assert played(play) == ["first", "cheap", "dear", "dearest"]


def test_clients_take_turns_however_many_operations_one_of_them_sends() -> None:
    async def play() -> Scene:
        scene = Scene()
        for name in ("a1", "a2", "a3", "a4"):
            await scene.asks(name, 10, "a")
        await scene.asks("b1", 10, "b")
        await scene.asks("b2", 10, "b")
        return scene

    assert played(play) == ["a1", "a2", "b1", "a3", "b2", "a4"]


def test_one_that_waits_is_not_overtaken_for_ever_by_what_its_client_asks_later() -> None:
    async def play() -> Scene:
        scene = Scene()
        for name in ("a1", "a2", "a3", "a4"):
            await scene.asks(name, 10, "a")
        await scene.ends("a1", "a2")
        for name in ("a5", "a6"):
            await scene.asks(name, 10, "a")
        return scene

    assert played(play) == ["a1", "a2", "a3", "a4", "a5", "a6"]


def test_what_costs_the_same_runs_in_the_order_in_which_it_came() -> None:
    async def play() -> Scene:
        scene = Scene()
        for name in "abcde":
            await scene.asks(name, 10, f"client {name}")
        return scene

    assert played(play) == list("abcde")


def test_a_client_with_as_many_waiting_as_it_may_is_refused_and_others_are_not() -> None:
    async def play() -> Scene:
        scene = Scene(most_waiting=2)
        for name in ("a1", "a2", "a3"):
            await scene.asks(name, client="a")
        with pytest.raises(NoTurn, match="too many questions at once; ask again in 5 seconds"):
            await (await scene.asks("a4", client="a"))
        await scene.asks("b1", client="b")
        await scene.ends("a1")
        await scene.asks("a5", client="a")
        return scene

    assert sorted(played(play)) == ["a1", "a2", "a3", "a5", "b1"]


def test_an_operation_that_waits_too_long_is_refused() -> None:
    async def play() -> Scene:
        scene = Scene(patience=0.01)
        await scene.asks("first")
        with pytest.raises(NoTurn):
            await (await scene.asks("second"))
        return scene

    assert played(play) == ["first"]


def test_a_turn_is_not_lost_with_an_operation_that_is_given_up() -> None:
    async def play() -> Scene:
        scene = Scene()
        running = await scene.asks("running")
        waiting = await scene.asks("waiting")
        called = await scene.asks("called")
        last = await scene.asks("last")
        waiting.cancel()
        await settled()
        running.cancel()
        # The turn has come to this one, which does not know it yet.
        await asyncio.sleep(0)
        called.cancel()
        await settled()
        assert not last.done()
        return scene

    assert played(play)[-1] == "last"
