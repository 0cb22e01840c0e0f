"""Asking the database: through a few connections that can only read, in turn."""

import asyncio
from collections import deque
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
HANDS = 1000
"""Through how many hands a connection goes before the pool looks at it again: it ends those that are old."""

PLANNING = "-c jit=off -c enable_memoize=off"
"""What costs more than it gives where each row is looked up by its key, once."""

NO_ANSWER = "the database does not answer at the moment; ask again soon"
NO_TURN = "too many ask at once; ask again in a moment"


class ReadingPool(AsyncConnectionPool[ReadingConnection]):
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds.

    Opened by whoever makes it."""

    def __init__(self, url: str, size: int, seconds: float = SECONDS) -> None:
        limit = f"statement_timeout={seconds * 1000:.0f}ms"
        options = f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c {limit} {PLANNING}"
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
        self._turns = size
        """How many could begin to read at once."""
        self._in_line: deque[asyncio.Future[ReadingConnection | None]] = deque()

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        """What `work` finds; looked for again where the server ended the connection meanwhile.

        Raises Busy where the database is gone, or too many ask."""
        for _ in range(TRIES):
            try:
                return await self._read_once(await self._turn(), work)
            except _Lost:
                # What ended one connection has often ended all.
                await self.check()
        raise Busy(NO_ANSWER)

    async def _turn(self) -> ReadingConnection | None:
        """Waits until there is a turn; the connection that comes with it, if any does."""
        if self._turns:
            self._turns -= 1
            return None
        loop = asyncio.get_running_loop()
        waiter = loop.create_future()
        self._in_line.append(waiter)
        patience = loop.call_later(WAIT, _refuse, waiter)
        try:
            return await waiter  # type: ignore[no-any-return]
        except asyncio.CancelledError:
            if not waiter.cancelled() and waiter.exception() is None:
                await self._leave(waiter.result())
            raise
        finally:
            patience.cancel()

    async def _read_once(self, conn: ReadingConnection | None, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        try:
            conn = conn or await self.getconn()
            return await work(conn)
        except PoolTimeout as error:
            raise Busy(NO_ANSWER) from error
        except psycopg.OperationalError as error:
            if conn and conn.closed:
                raise _Lost from error
            raise
        finally:
            await self._leave(conn)

    async def _leave(self, conn: ReadingConnection | None) -> None:
        """Gives the turn to who has waited longest, and the connection with it: that costs far less than the pool's own queue."""
        goes_on = conn is not None and conn.is_idle and conn.hands < HANDS
        is_taken = self._pass_on(conn if goes_on else None)
        if conn is None:
            return
        if goes_on and is_taken:
            conn.hands += 1
        else:
            conn.hands = 1
            await self.putconn(conn)

    def _pass_on(self, conn: ReadingConnection | None) -> bool:
        """Whether anybody took the turn."""
        while self._in_line:
            waiter = self._in_line.popleft()
            if not waiter.done():
                waiter.set_result(conn)
                return True
        self._turns += 1
        return False


def _refuse(waiter: "asyncio.Future[ReadingConnection | None]") -> None:
    if not waiter.done():
        waiter.set_exception(Busy(NO_TURN))


class _Lost(Exception):
    """The server ended the connection."""
