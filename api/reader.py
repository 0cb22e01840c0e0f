"""Asking the database: at one position, through connections that can only read."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from functools import partial
from typing import Any, TypeVar

import orjson
import psycopg
from graphql import GraphQLObjectType
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from api.arrivals import WAIT, Arrivals
from api.compiler.executor import CompilingExecutor, bad_input
from api.compiler.plan import Plan
from api.compiler.selections import Selected
from api.memory import Known, Memory
from api.question import Ahead, Found, Moved, Question, position
from domain.errors import BadInput, Busy
from projections.database import LIVE

T = TypeVar("T")
Pool = AsyncConnectionPool[AsyncConnection[Any]]

TRIES = 3
NO_ANSWER = "the database does not answer at the moment; ask again soon"


def reading_pool(url: str, size: int) -> Pool:
    """Connections that see the live views and can only read, by the database's own rule. Opened by the caller."""
    options = (
        f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c statement_timeout=30s -c jit=off"
    )
    return AsyncConnectionPool(
        url,
        min_size=1,
        max_size=size,
        open=False,
        timeout=WAIT,
        # The pool tries more and more rarely; whoever asks next begins anew, so that a server that is back is soon found.
        reconnect_timeout=WAIT,
        kwargs={"autocommit": True, "options": options},
    )


async def read(pool: Pool, work: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
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


async def _read_once(pool: Pool, work: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
    failures = _failures(pool)
    try:
        async with pool.connection() as conn:
            try:
                return await work(conn)
            except psycopg.OperationalError as error:
                if conn.closed:
                    raise _Lost from error
                raise
    except PoolTimeout as error:
        if _failures(pool) > failures:
            raise Busy(NO_ANSWER) from error
        raise


def _failures(pool: Pool) -> int:
    return pool.get_stats().get("connections_errors", 0)


class Reader:
    """Answers the fields of queries."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._arrivals = Arrivals(partial(read, pool, position))
        self._memory = Memory()

    async def answer(
        self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]
    ) -> dict[str, bytes]:
        """The JSON of each root field, by response name, all at one position. Raises GraphQLError for bad input, Busy.

        The context may hold a `min_position`, as text, that the views must have reached, and what to remember the query by
        if it is `asked` again. What is to be said beside the data is put under its `extensions`."""
        context = executor.context_value
        query = Known(executor.selections, root_type, data)
        ask = partial(_ask, query=query, least=_read_position(context.get("min_position")))
        while True:
            try:
                plan, found = await read(self._pool, ask)
                break
            except Ahead as ahead:
                await self._arrivals.until(ahead.wanted)
            except Moved:
                pass
        if context.get("asked"):
            self._memory.keep(context["asked"], query, plan, found.meanings)
        return _told(query, found, context)

    async def answer_again(self, asked: Hashable, variables: Mapping[str, Any], context: dict[str, Any]) -> dict[str, bytes] | None:
        """The same for a query that has been answered before; None where it must be looked at anew. Raises Busy."""
        known = self._memory.find(asked)
        if known is None or (selections := known.selections.asked_anew(variables)) is None:
            return None
        least = _read_position(context.get("min_position"))
        found = await read(self._pool, partial(self._memory.ask, known=known, selections=selections, least=least))
        return _told(known, found, context) if found else None


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


async def _ask(conn: AsyncConnection[Any], query: Known, least: int) -> tuple[Plan, Found]:
    question = Question(conn, query.selections, query.type, await position(conn))
    await question.reach(least)
    for name, selected in query.fields.items():
        try:
            await question.add(selected)
        except BadInput as error:
            raise bad_input(error, name, selected) from error
    return await question.ask()
