"""Answering queries: each at one position, once the views have reached it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import orjson
from graphql import GraphQLError, GraphQLObjectType

from api.compiler.executor import CompilingExecutor
from api.compiler.field_errors import Settled, TooManyFields, bad_input, settle
from api.compiler.plan import Plan
from api.compiler.selections import Selected
from api.connection import ReadingConnection
from api.memory import Key, Known, Memory
from api.pool import SECONDS, ReadingPool
from api.question import Ahead, Found, Moved, Question, position
from api.waiting import CheckpointWaiter
from domain.errors import BadInput

T = TypeVar("T")


class Reader:
    """Answers the fields of queries."""

    def __init__(self, pool: ReadingPool, seconds: float = SECONDS) -> None:
        self._pool, self._seconds = pool, seconds
        self._waiter = CheckpointWaiter(pool.url, pool.session)
        self._memory = Memory()

    @property
    def remembered_size(self) -> int:
        """How large the queries are that are remembered, in characters."""
        return self._memory.size

    async def answer(self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]) -> Settled:
        """The JSON of each root field, by response name, all at one position, and the errors of fields. Raises BadInput, Busy.

        The context may hold a `min_position`, as text, that the views must have reached, and what to remember the query by
        if it is `asked` again. What is to be said beside the data is put under its `extensions`. Raises TimeoutError after a
        while."""
        context = executor.context_value
        query = Known(executor.selections, root_type, data)
        async with asyncio.timeout(self._seconds):
            question, plan, found = await self._ask(query, _read_position(context.get("min_position")))
        if (asked := context.get("asked")) and not question.errors:
            self._memory.keep(asked, query, plan, question.senses)
        answers = _told(query, found, context)
        if not question.errors:
            return Settled(answers, [])
        # Large answers take a while; others are answered meanwhile.
        return await asyncio.to_thread(settle, answers, question.errors)

    def remembered(self, asked: Key) -> Known | None:
        """A query, if it has been answered before."""
        return self._memory.find(asked)

    async def answer_again(self, known: Known, variables: Mapping[str, Any], context: dict[str, Any]) -> dict[str, bytes] | None:
        """The same for a query that has been answered before; None where it must be looked at anew. Raises Busy, TimeoutError."""
        if (selections := known.selections.asked_anew(variables)) is None:
            return None
        try:
            least = _read_position(context.get("min_position"))
            found = await self.read(partial(self._memory.ask, known=known, selections=selections, least=least))
        except (BadInput, GraphQLError, Moved):
            # What is wrong is told where the query is looked at anew, with its place in the query.
            return None
        return _told(known, found, context) if found else None

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]]) -> T:
        """What `work` finds. Raises Busy; TimeoutError after a while."""
        async with asyncio.timeout(self._seconds):
            return await self._pool.read(work)

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        await self._waiter.beyond(position)

    def stop(self) -> None:
        """Ends what would go on without end: the waiting of subscribers."""
        self._waiter.stop()

    async def close(self) -> None:
        """Closes what the reader itself has opened."""
        await self._waiter.close()

    async def _ask(self, query: Known, least: int) -> tuple[Question, Plan, Found]:
        while True:
            try:
                return await self._pool.read(partial(_ask, query=query, least=least))
            except Ahead as ahead:
                await self._waiter.until(ahead.wanted)
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


async def _ask(conn: ReadingConnection, query: Known, least: int) -> tuple[Question, Plan, Found]:
    question = Question(conn, query.selections, query.type, await position(conn))
    await question.reach(least)
    for name, selected in query.fields.items():
        try:
            await question.add(selected)
        except TooManyFields as error:
            raise bad_input(error, (name,), [details.node for details in selected]) from error
    return question, *await question.ask()
