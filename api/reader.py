"""Asking the database: at one position, through connections that can only read."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import orjson
import psycopg
from graphql import GraphQLError, GraphQLObjectType
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.arrivals import WAIT, Arrivals
from api.compiler.executor import CompilingExecutor, bad_input
from api.compiler.plan import Plan
from api.compiler.selections import Selected
from api.connection import ReadingConnection
from api.memory import Key, Known, Memory
from api.question import Ahead, Found, Moved, Question, position
from domain.errors import BadInput, Busy
from projections.database import LIVE

T = TypeVar("T")
Pool = AsyncConnectionPool[ReadingConnection]

SECONDS = 30.0
"""After how many seconds an answer is given up, where nothing else is said."""

TRIES = 3
NO_ANSWER = "the database does not answer at the moment; ask again soon"


def reading_pool(url: str, size: int, seconds: float = SECONDS) -> Pool:
    """Connections that see the live views and can only read, by the database's own rule; each statement for so many seconds.

    Opened by the caller."""
    limit = f"statement_timeout={seconds * 1000:.0f}ms"
    options = f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c {limit} -c jit=off"
    return AsyncConnectionPool(
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


async def read(pool: Pool, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
    """What `work` finds; looked for again where the server ended the connection meanwhile. Raises Busy where it is gone."""
    for _ in range(TRIES):
        try:
            return await _read_once(pool, work)
        except _Lost:
            # What ended one connection has often ended all.
            await pool.check()
    raise Busy(NO_ANSWER)


class _Lost(Exception):
    """The server ended the connection."""


async def _read_once(pool: Pool, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
    failures = _failures(pool)
    try:
        conn = await pool.getconn()
    except PoolTimeout as error:
        if _failures(pool) > failures:
            raise Busy(NO_ANSWER) from error
        raise
    try:
        return await work(conn)
    except psycopg.OperationalError as error:
        if conn.closed:
            raise _Lost from error
        raise
    finally:
        await pool.putconn(conn)


def _failures(pool: Pool) -> int:
    return pool.get_stats().get("connections_errors", 0)


class Reader:
    """Answers the fields of queries."""

    def __init__(self, pool: Pool, seconds: float = SECONDS) -> None:
        self._pool, self._seconds = pool, seconds
        self._arrivals = Arrivals(partial(read, pool, position))
        self._memory = Memory()

    async def answer(
        self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]
    ) -> dict[str, bytes]:
        """The JSON of each root field, by response name, all at one position. Raises GraphQLError for bad input, Busy.

        The context may hold a `min_position`, as text, that the views must have reached, and what to remember the query by
        if it is `asked` again. What is to be said beside the data is put under its `extensions`. Raises TimeoutError after a
        while."""
        context = executor.context_value
        query = Known(executor.selections, root_type, data)
        async with asyncio.timeout(self._seconds):
            plan, found = await self._ask(query, _read_position(context.get("min_position")))
        if asked := context.get("asked"):
            self._memory.keep(asked, query, plan, found.meanings)
        return _told(query, found, context)

    def remembers(self, asked: Key) -> bool:
        """Whether a query has been answered before."""
        return self._memory.find(asked) is not None

    async def answer_again(self, asked: Key, variables: Mapping[str, Any], context: dict[str, Any]) -> dict[str, bytes] | None:
        """The same for a query that has been answered before; None where it must be looked at anew. Raises Busy, TimeoutError."""
        known = self._memory.find(asked)
        if known is None or (selections := known.selections.asked_anew(variables)) is None:
            return None
        try:
            least = _read_position(context.get("min_position"))
            found = await self.read(partial(self._memory.ask, known=known, selections=selections, least=least))
        except (BadInput, GraphQLError):
            # What is wrong is told where the query is looked at anew, with its place in the query.
            return None
        return _told(known, found, context) if found else None

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        """What `work` finds. Raises Busy; TimeoutError after a while."""
        async with asyncio.timeout(self._seconds):
            return await read(self._pool, work)

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        await self._arrivals.beyond(position)

    def stop(self) -> None:
        """Ends what would go on without end: the waiting of subscribers."""
        self._arrivals.stop()

    async def _ask(self, query: Known, least: int) -> tuple[Plan, Found]:
        while True:
            try:
                return await read(self._pool, partial(_ask, query=query, least=least))
            except Ahead as ahead:
                await self._arrivals.until(ahead.wanted)
            except Moved:
                pass


def _told(query: Known, found: Found, context: dict[str, Any]) -> dict[str, bytes]:
    if found.parked:
        context.setdefault("extensions", {})["parked"] = orjson.loads(found.parked)
    return dict(zip(query.fields, found.answers, strict=True))


def _read_position(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BadInput(f"the minimum position {text[:40]!r} is none; give a position, as append and status print it")
    return int(text)


async def _ask(conn: ReadingConnection, query: Known, least: int) -> tuple[Plan, Found]:
    question = Question(conn, query.selections, query.type, await position(conn))
    await question.reach(least)
    for name, selected in query.fields.items():
        try:
            await question.add(selected)
        except BadInput as error:
            raise bad_input(error, name, selected) from error
    return await question.ask()
