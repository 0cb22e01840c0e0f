"""Waiting for the views to reach a position."""

import asyncio
from collections.abc import Awaitable, Callable

from domain.errors import Busy

WAIT = 5.0
"""Seconds that a query waits for the views at most."""

PAUSE = 0.04
"""Seconds between two looks of those who wait for as long as it takes: looking costs a little, and they wait long."""

LOOK = 0.01
"""Seconds between two looks at how far the views have come."""


class Stopping(Busy):
    """The server is told to stop."""


class Arrivals:
    """Tells all who wait how far the views have come: by one look at a time for all of them, and by none while nobody waits."""

    def __init__(self, look: Callable[[], Awaitable[int]]) -> None:
        self._look = look
        self._looking: asyncio.Task[int] | None = None
        self._stopped = False

    async def until(self, position: int) -> None:
        """Returns once the views have reached a position. Raises Busy after a while."""
        try:
            async with asyncio.timeout(WAIT):
                while await self._next_look() < position:
                    pass
        except TimeoutError as error:
            raise Busy(f"the views have not reached position {position} within {WAIT:g} seconds; ask again") from error

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        while not self._stopped and await self._next_look() <= position:
            await asyncio.sleep(PAUSE)
        if self._stopped:
            raise Stopping("the server is stopping; subscribe again after the last position that you were told")

    def stop(self) -> None:
        """Has those who wait for as long as it takes wait no longer."""
        self._stopped = True

    def _next_look(self) -> Awaitable[int]:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_in_a_moment())
        # Who waits no longer must not take the look from the others.
        return asyncio.shield(self._looking)

    async def _look_in_a_moment(self) -> int:
        await asyncio.sleep(LOOK)
        return await self._look()
