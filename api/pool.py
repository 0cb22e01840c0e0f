"""A few connections that can only read, which requests share."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import psycopg
from psycopg.errors import LockNotAvailable
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.availability import NO_ANSWER, DatabaseWatch
from api.connection import ReadingConnection
from api.waiting import WAIT
from domain.errors import Busy, Unavailable, ViewsReplaced
from domain.postgres.connection import Session, configure_async, with_defaults
from projections.schemas import LIVE

T = TypeVar("T")

SECONDS = 30.0
"""After how many seconds an answer is given up, unless a limit is set."""

TRIES = 10
"""How often a question is asked again if the server ends the connections of a busy API one after the other."""

RECONNECT = 1.0
"""After how many seconds the pool gives up to open a connection, so that the next request makes it try at once."""

PLANNING = (("jit", "off"), ("enable_memoize", "off"))
"""What costs more than it gives if each row is looked up by its key, once."""

ARE_THERE = "SELECT to_regclass('checkpoint') IS NOT NULL"

NO_TURN = "too many requests at once; ask again in a moment"
LOCKED = "the views are being changed at the moment; ask again soon"


def reading_session(seconds: float = SECONDS) -> Session:
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds."""
    return Session(LIVE, read_only=True, statement_seconds=seconds, lock_seconds=WAIT, extra=PLANNING)


class ReadingPool(AsyncConnectionPool[ReadingConnection]):
    """Connections for reading the live views. To be opened by whoever makes it."""

    def __init__(self, url: str, size: int, seconds: float = SECONDS) -> None:
        self.url, self.session = url, reading_session(seconds)
        self._in_use = 0
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

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        """What `work` finds; looked for again if the server ends the connection meanwhile.

        Raises Unavailable where the database does not answer, Busy where too many ask, ViewsReplaced."""
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
            raise Busy(NO_TURN) if self._in_use else Unavailable(NO_ANSWER) from error
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
