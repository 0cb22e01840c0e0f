"""Reads a query's answer from the views: one SQL statement, at one position, with names that still stand for the same."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeVar

import orjson
from graphql import GraphQLError

from api.answering.moments import ViewsBehind, check_reached, head_position, moments_of
from api.answering.names import NameCache, with_candidates
from api.answering.plans import BoundPlan, PlanCache, Query
from api.compiler.field_errors import FieldError
from api.compiler.moments import Moments, all_asked_about, without_unreached
from api.compiler.plan import PlanBuilder, RootField
from api.compiler.selections import Selected, Selections
from api.compiler.statement import Names
from api.connection import ReadingConnection
from api.documents.operation import AdmittedOperation
from api.pool import ReadingPool
from api.waiting import CheckpointWaiter
from domain.errors import BadInput, ViewsOfAnotherLog
from projections.checkpoint import PARKED_UP_TO
from projections.directory import NOW

T = TypeVar("T")


class QueryResult(NamedTuple):
    """What the views hold for a query."""

    data: dict[str, bytes]
    """The JSON of each root field, by response name."""
    errors: Sequence[FieldError]
    """The fields that could not be answered: markers stand in their places."""
    parked: Any
    """Which entries up to the position of the answer could not be folded, if any."""
    resolved: Mapping[str, str]
    """Which actors the surnames in the query were taken for."""


class ViewsChanged(Exception):
    """Between two statements a name has come to stand for something else, or what was parked has been folded."""


class Reader:
    """Reads the views through a pool of connections, with the plans and names of earlier queries."""

    def __init__(self, pool: ReadingPool) -> None:
        self._pool = pool
        self._waiter = CheckpointWaiter(pool.url, pool.session)
        self._plans, self._names = PlanCache(), NameCache()
        self._reached = 0
        """A position that the views are known to have reached."""

    @property
    def plans_size(self) -> int:
        """How large the cached plans are, in characters."""
        return self._plans.size

    def query(self, admitted: AdmittedOperation, max_page: int) -> Query:
        """The query that an operation stands for, with the plans that have answered it."""
        return self._plans.query(admitted, max_page)

    async def find(self, admitted: AdmittedOperation, query: Query, least: int) -> QueryResult:
        """What the views hold for a query, once they have reached a position.

        Raises BadInput, GraphQLError, Busy, ViewsUnusable."""
        while True:
            try:
                find = partial(self._find, admitted=admitted, query=query, least=least)
                return await self.read(find, admitted.cost, admitted.client)
            except ViewsBehind as behind:
                await self._waiter.until(behind.position)
            except ViewsChanged:
                pass

    async def read(self, work: Callable[[ReadingConnection], Awaitable[T]], cost: int = 0, client: str = "") -> T:
        """What `work` finds through one of the connections; the cost and the client decide when its turn comes.

        Raises Busy, ViewsReplaced."""
        return await self._pool.read(work, cost, client)

    async def beyond(self, position: int) -> None:
        """Returns once the views have gone beyond a position, however long that takes. Raises Busy, Stopping."""
        await self._waiter.beyond(position)

    def stop(self) -> None:
        """Ends what would go on without end: the waiting of subscribers."""
        self._waiter.stop()

    async def close(self) -> None:
        """Closes what the reader itself has opened."""
        await self._waiter.close()

    async def _find(self, conn: ReadingConnection, admitted: AdmittedOperation, query: Query, least: int) -> QueryResult:
        await self._check_reached(conn, least)
        selections = query.selections.with_variables(admitted.variables)
        asked = [await self._moments(conn, selections, query, selected) for selected in query.fields.values()]
        texts = selections.texts()
        positions = {at for moments, _ in asked for at in all_asked_about(moments)}
        resolved = {at: await self._names.resolve(conn, texts, at) for at in positions}
        names = {at: found.matches for at, found in resolved.items()}
        fields = [RootField(selected, *moments) for selected, moments in zip(query.fields.values(), asked, strict=True)]
        bound, errors = query.bind(selections, fields, names), list[FieldError]()
        if bound is None:
            bound, errors = await _compile(conn, selections, query, fields, names)
        result = await _run(conn, bound)
        self._reached = max(self._reached, result.position)
        if (needed := max([least, *(position for moments, _ in asked for position in moments.values())])) > result.position:
            raise ViewsBehind(needed)
        if not await self._names.confirm(conn, texts, resolved, result.names):
            raise ViewsChanged
        if not errors:
            self._plans.add(admitted, query, bound.plan)
        parked = await _parked(conn, bound, result)
        return QueryResult(dict(zip(query.fields, result.answers, strict=True)), errors, parked, bound.resolved)

    async def _moments(
        self, conn: ReadingConnection, selections: Selections, query: Query, selected: Selected
    ) -> tuple[Moments, BadInput | GraphQLError | None]:
        """The moments that a root field asks about, or why it cannot be answered. Raises ViewsBehind."""
        try:
            moments = await moments_of(conn, selections, query.type, selected)
            if max(moments.values(), default=0) > self._reached:
                moments = without_unreached(moments, await head_position(conn))
            await self._check_reached(conn, max(moments.values(), default=0))
        except (BadInput, GraphQLError) as error:
            return {}, error
        return moments, None

    async def _check_reached(self, conn: ReadingConnection, wanted: int) -> None:
        if wanted > self._reached:
            self._reached = await check_reached(conn, wanted)


async def _compile(
    conn: ReadingConnection, selections: Selections, query: Query, fields: Sequence[RootField], names: Names
) -> tuple[BoundPlan, list[FieldError]]:
    """A new plan for a query, and the fields that cannot be answered."""
    builder = PlanBuilder(selections, query.type, names)
    for field in fields:
        # Large queries take a while; others are answered meanwhile.
        await asyncio.to_thread(builder.add, field)
    positions = {name: NOW if field.at is None else field.at for name, field in zip(query.fields, fields, strict=True)}
    errors = await with_candidates(conn, builder.errors, positions)
    plan = builder.plan()
    return BoundPlan(plan, plan.values, plan.statement.resolved), errors


class StatementResult(NamedTuple):
    """What a statement found."""

    answers: list[bytes]
    """The JSON of each root field."""
    position: int
    """The position that the views had reached."""
    names: bytes
    """The version of the names."""
    first_parked: int | None
    """The position of the first entry that could not be folded."""


async def _run(conn: ReadingConnection, bound: BoundPlan) -> StatementResult:
    """Runs a plan. Raises ViewsOfAnotherLog."""
    emitted, count = bound.plan.emitted, len(bound.plan.parts)
    row = await conn.fetch(emitted.sql, emitted.params(bound.values))
    *answers, reached, names, parked, is_of_this_log = (row.get_value(0, column) for column in range(count + 4))
    position = int(reached or 0)
    if is_of_this_log != b"t":
        raise ViewsOfAnotherLog(position, await head_position(conn))
    return StatementResult(answers, position, names or b"", None if parked is None else int(parked))  # type: ignore[arg-type]


async def _parked(conn: ReadingConnection, bound: BoundPlan, result: StatementResult) -> Any:
    """Which entries up to the position of an answer could not be folded. Raises ViewsChanged where they have been meanwhile."""
    if result.first_parked is None:
        return None
    asked = (bound.values[part.slot] for part in bound.plan.parts)
    at = max(result.position if position is None else position for position in asked)
    if result.first_parked > at:
        return None
    found = (await conn.fetch(f"SELECT {PARKED_UP_TO.format(at='$1::bigint')}".encode(), [at])).get_value(0, 0)
    if found is None:
        raise ViewsChanged
    return orjson.loads(found)
