"""Asking the database: through a few connections that can only read, in turn."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.arrivals import WAIT
from api.connection import ReadingConnection
from domain.errors import Busy
from projections.database import LIVE

T = TypeVar("T")

SECONDS = 30.0
"""After how many seconds an answer is given up, where nothing else is said."""

TRIES = 10
"""How often a question is put again where the server ends the connections of a busy API one after the other."""
NO_ANSWER = "the database does not answer at the moment; ask again soon"
NO_TURN = "too many ask at once; ask again in a moment"


class ReadingPool(AsyncConnectionPool[ReadingConnection]):
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds.

    Opened by whoever makes it."""

    def __init__(self, url: str, size: int, seconds: float = SECONDS) -> None:
        limit = f"statement_timeout={seconds * 1000:.0f}ms"
        options = f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c {limit} -c jit=off"
        super().__init__(
            url,
            connection_class=ReadingConnection,
            min_size=1,
            max_size=size,
            open=False,
            timeout=WAIT,
            # The pool tries more and more rarely; whoever asks next begins anew, so that a server that is back is soon found.
            reconnect_timeout=WAIT,
            kwargs={"autocommit": True, "options": options},
        )
        # To wait for a turn here costs far less than in the pool's own queue; and whom the pool keeps waiting, the database does.
        self._turns = asyncio.Semaphore(size)

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        """What `work` finds; looked for again where the server ended the connection meanwhile.

        Raises Busy where the database is gone, or too many ask."""
        for _ in range(TRIES):
            await self._turn()
            try:
                return await self._read_once(work)
            except _Lost:
                # What ended one connection has often ended all.
                await self.check()
            finally:
                self._turns.release()
        raise Busy(NO_ANSWER)

    async def _turn(self) -> None:
        if not self._turns.locked():
            await self._turns.acquire()
            return
        try:
            async with asyncio.timeout(WAIT):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Busy(NO_TURN) from error

    async def _read_once(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        try:
            conn = await self.getconn()
        except PoolTimeout as error:
            raise Busy(NO_ANSWER) from error
        try:
            return await work(conn)
        except psycopg.OperationalError as error:
            if conn.closed:
                raise _Lost from error
            raise
        finally:
            await self.putconn(conn)


class _Lost(Exception):
    """The server ended the connection."""
