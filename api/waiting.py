"""Waits for the views to reach a position: one connection listens for all who wait, and looks for itself every second."""

import asyncio
from typing import Any

import psycopg
from psycopg import AsyncConnection

from api.availability import NO_ANSWER
from domain.errors import Busy, Unavailable
from domain.postgres.connection import Session, configure_async, with_defaults
from domain.postgres.locks import Channel
from projections.checkpoint import POSITION

WAIT = 5.0
"""Seconds that a query waits for the views at most."""

LOOK = 1.0
"""Seconds between two looks, should a notification be lost."""


class Stopping(Busy):
    """The server is told to stop."""


class CheckpointWaiter:
    """Wakes requests once the views have come as far as they need. Listens from the first wait until it is closed."""

    def __init__(self, url: str, session: Session) -> None:
        self._url, self._session = url, session
        self._waiters: dict[asyncio.Future[None], int] = {}
        """Those who wait, each with the position that the views must reach."""
        self._listening: asyncio.Task[None] | None = None
        self._stopped = False

    async def until(self, position: int) -> None:
        """Returns once the views have reached a position. Raises Busy after a while."""
        try:
            async with asyncio.timeout(WAIT):
                await self._reached(position)
        except TimeoutError as error:
            raise Busy(f"the views have not reached position {position} within {WAIT:g} seconds; ask again") from error

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        if self._stopped:
            raise _stopping()
        await self._reached(position + 1)

    def stop(self) -> None:
        """Ends every wait, as the server is about to stop."""
        self._stopped = True
        self._fail_all(_stopping())

    async def close(self) -> None:
        """Ends the connection that listens."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def _reached(self, position: int) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters[waiter] = position
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        try:
            await waiter
        finally:
            self._waiters.pop(waiter, None)

    async def _listen(self) -> None:
        try:
            async with await AsyncConnection.connect(with_defaults(self._url), autocommit=True) as conn:
                await configure_async(conn, self._session)
                await conn.execute(f"LISTEN {Channel.VIEWS.value}".encode())
                while True:
                    self._wake(await _position(conn))
                    async for _ in conn.notifies(timeout=LOOK, stop_after=1):
                        pass
        except psycopg.Error as error:
            failure = Unavailable(NO_ANSWER)
            failure.__cause__ = error
            self._fail_all(failure)

    def _wake(self, reached: int) -> None:
        for waiter, position in list(self._waiters.items()):
            if position <= reached and not waiter.done():
                waiter.set_result(None)

    def _fail_all(self, error: Exception) -> None:
        for waiter in list(self._waiters):
            if not waiter.done():
                waiter.set_exception(error)


async def _position(conn: AsyncConnection[Any]) -> int:
    (position,) = await (await conn.execute(POSITION.encode())).fetchone() or (0,)
    return int(position)


def _stopping() -> Stopping:
    return Stopping("the server is stopping; subscribe again after the last position that you were told")
