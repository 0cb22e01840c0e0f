"""Whose turn it is where not all operations can run at once: one that costs a lot must not keep the others waiting.

A semaphore with an order, that of start-time fair queueing. Those who wait go round by round, one of each client in a round, so
that clients take turns; within a round by cost, so that a cheap operation overtakes expensive ones; then first come, first served.
Nobody is overtaken by what comes in a later round, so nobody waits for ever."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import NamedTuple

from domain.errors import Busy

Turn = asyncio.Future[None]


class _Waiting(NamedTuple):
    """One that waits. The heap compares these."""

    round: int
    """The first after the present one in which its client has nothing else."""
    cost: int
    number: int
    turn: Turn


class NoTurn(Busy):
    """Too many operations wait, or one has waited too long."""

    retry_after = 5
    """After how many seconds to ask again."""

    def __init__(self, what: str) -> None:
        super().__init__(f"too many {what} at once; ask again in {self.retry_after} seconds")


class Turns:
    """Lets a number of operations run at once."""

    def __init__(self, what: str, at_once: int, patience: float, most_waiting: float = inf) -> None:
        """`what`: what they are called; `patience`: how many seconds one waits; `most_waiting`: how many of one client wait."""
        self.running = 0
        self._what, self._at_once, self._patience, self._most_waiting = what, at_once, patience, most_waiting
        self._heap: list[_Waiting] = []
        self._waiting: Counter[str] = Counter()
        self._round = 0
        """That in which the last turn was given."""
        self._last_rounds: dict[str, int] = {}
        """The last round in which each client that waits has something."""
        self._number = count()

    @property
    def waiting(self) -> int:
        """How many operations wait for their turn."""
        return self._waiting.total()

    @asynccontextmanager
    async def turn(self, cost: int = 0, client: str = "") -> AsyncIterator[None]:
        """Runs the block when its turn has come. Raises NoTurn."""
        if self.running < self._at_once:
            self.running += 1
        else:
            await self._wait(cost, client)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, cost: int, client: str) -> None:
        if self._waiting[client] >= self._most_waiting:
            raise NoTurn(self._what)
        turn: Turn = asyncio.get_running_loop().create_future()
        place = self._last_rounds[client] = max(self._round, self._last_rounds.get(client, 0)) + 1
        heappush(self._heap, _Waiting(place, cost, next(self._number), turn))
        self._waiting[client] += 1
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if not turn.cancelled():
                # The turn came at the very moment in which the operation gave up.
                self._pass_on()
            if isinstance(error, TimeoutError):
                raise NoTurn(self._what) from error
            raise
        finally:
            self._waiting[client] -= 1
            if not self._waiting[client]:
                del self._waiting[client], self._last_rounds[client]

    def _pass_on(self) -> None:
        """Gives a turn that has ended to the next who still waits for one."""
        while self._heap:
            waiting = heappop(self._heap)
            if not waiting.turn.done():
                self._round = waiting.round
                waiting.turn.set_result(None)
                return
        self.running -= 1
