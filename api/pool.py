"""A few connections that can only read, which requests share."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import psycopg
from psycopg.errors import LockNotAvailable
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.availability import NO_ANSWER, DatabaseWatch
from api.connection import ReadingConnection
from api.limits.limits import DEFAULT, Limits
from api.limits.turns import NoTurn, Turns
from api.waiting import WAIT
from domain.errors import Busy, Unavailable, ViewsReplaced
from domain.postgres.connection import Session, configure_async, with_defaults
from projections.schemas import LIVE

T = TypeVar("T")

SECONDS = DEFAULT.request_timeout
"""After how many seconds an answer is given up, unless a limit is set."""

TRIES = 10
"""How often a question is asked again if the server ends the connections of a busy API one after the other."""

RECONNECT = 1.0
"""After how many seconds the pool gives up to open a connection, so that the next request makes it try at once."""

PLANNING = (("jit", "off"), ("enable_memoize", "off"), ("max_parallel_workers_per_gather", "0"))
"""The first two cost more than they give if each row is looked up by its key, once. With the third, a query takes one processor:
so the number of heavy queries at once says how many processors they take."""

ARE_THERE = "SELECT to_regclass('checkpoint') IS NOT NULL"

LOCKED = "the views are being changed at the moment; ask again soon"


def reading_session(seconds: float = SECONDS) -> Session:
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds."""
    return Session(LIVE, read_only=True, statement_seconds=seconds, lock_seconds=WAIT, extra=PLANNING)


class ReadingPool(AsyncConnectionPool[ReadingConnection]):
    """Connections for reading the live views, and whose turn it is to use one. To be opened by the code that makes it."""

    def __init__(self, url: str, size: int, limits: Limits = DEFAULT) -> None:
        self.url, self.session = url, reading_session(limits.request_timeout)
        self._in_use = 0
        self._turns = Turns("requests", size, WAIT)
        # Half of the time is left to answer in.
        self._heavy_turns = Turns("heavy queries", limits.heavy_connections, limits.request_timeout / 2, limits.heavy_waiting)
        self._heavy_cost = limits.heavy_cost
        self._watch = DatabaseWatch(url, self.check)
        super().__init__(
            with_defaults(url),
            connection_class=ReadingConnection,
            min_size=1,
            max_size=size,
            open=False,
            timeout=WAIT,
            reconnect_timeout=RECONNECT,
            configure=partial(configure_async, session=self.session),
            kwargs={"autocommit": True},
        )

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]], cost: int = 0, client: str = "") -> T:
        """What `work` finds; looked for again if the server ends the connection meanwhile.

        `cost`: that of the operation, which decides when its turn comes; `client`: who asks. Raises Unavailable where the
        database does not answer, Busy where too many ask, ViewsReplaced."""
        try:
            if cost <= self._heavy_cost:
                return await self._read_in_turn(work, cost, client)
            async with self._heavy_turns.turn(cost, client):
                return await self._read_in_turn(work, cost, client)
        except NoTurn as error:
            if self._in_use:
                raise
            raise Unavailable(NO_ANSWER) from error

    async def _read_in_turn(self, work: Callable[[ReadingConnection], Awaitable[T]], cost: int, client: str) -> T:
        async with self._turns.turn(cost, client):
            for _ in range(TRIES):
                try:
                    return await self._read_once(work)
                except _Lost:
                    # What ended one connection has often ended all.
                    await self.check()
        raise Unavailable(NO_ANSWER)

    async def _read_once(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        try:
            conn = await self._watch.wait(self.getconn)
        except PoolTimeout as error:
            raise Unavailable(NO_ANSWER) from error
        self._in_use += 1
        try:
            found = await work(conn)
            self._watch.answered()
            return found
        except LockNotAvailable as error:
            raise Busy(LOCKED) from error
        except psycopg.errors.UndefinedTable as error:
            # The schema of the views has this program's version in its name. A newer program removes it in the end.
            if await (await conn.execute(ARE_THERE)).fetchone() == (False,):
                raise ViewsReplaced from error
            raise
        except psycopg.OperationalError as error:
            if conn.closed:
                raise _Lost from error
            raise
        finally:
            self._in_use -= 1
            await self.putconn(conn)


class _Lost(Exception):
    """The server ended the connection."""
