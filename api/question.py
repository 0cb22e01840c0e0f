"""One query as it is put to the database: one statement, each root field at the position that it asks about."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from graphql import GraphQLObjectType
from psycopg import AsyncConnection

from api.compiler.plan import Drafting, Plan
from api.compiler.selections import Selected, Selections
from api.compiler.statement import Moments, asked_about
from api.connection import ReadingConnection
from api.naming import Sense, agree, look_up, naming, nearest, renewed
from domain.errors import BadInput, UnknownName, ViewsOfAnotherLog
from domain.log import queries
from projections.checkpoint import ANSWERED_FROM, PARKED_UP_TO, POSITION


class Ahead(Exception):
    """A question about a position that the log has, but not yet the views."""

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted


class Found(NamedTuple):
    """What a statement found."""

    answers: list[bytes]
    """The JSON of each root field."""
    parked: bytes | None
    position: int
    """The position that the views had reached."""
    names: bytes
    """The state of the names: what they stood for in the same state, they stood for here."""


async def run(conn: ReadingConnection, plan: Plan, params: Sequence[Any]) -> Found:
    """Runs a plan. Raises Moved, ViewsOfAnotherLog."""
    row = await conn.fetch(plan.sql, params)
    count = len(plan.parts)
    *answers, reached, names, parked, is_of_this_log = (row.get_value(0, column) for column in range(count + 4))
    now = int(reached or 0)
    if is_of_this_log != b"t":
        raise ViewsOfAnotherLog(now, await head_position(conn))
    told = None
    if parked is not None:
        asked = (params[part.place] for part in plan.parts)
        told = await _parked(conn, int(parked), max(now if at is None else at for at in asked))
    return Found(answers, told, now, names or b"")  # type: ignore[arg-type]


async def _parked(conn: ReadingConnection, first: int, at: int) -> bytes | None:
    """What is to be said of what is parked up to a position. Raises Moved where it has been folded meanwhile."""
    if first > at:
        return None
    told = (await conn.fetch(f"SELECT {PARKED_UP_TO.format(at='$1::bigint')}".encode(), [at])).get_value(0, 0)
    if told is None:
        raise Moved
    return told


class Question:
    """A query that is compiled and asked for the first time."""

    def __init__(self, conn: ReadingConnection, selections: Selections, type: GraphQLObjectType, now: int) -> None:
        self._conn, self._selections, self._type, self._now = conn, selections, type, now
        self._drafting = Drafting(selections, type)
        self._naming = naming(selections.texts())
        self.senses: dict[int | None, Sense] = {}
        """What the names stand for at each position that is asked about."""

    async def reach(self, wanted: int) -> None:
        """Sees to it that the views have come to a position. Raises BadInput where the log has not; Ahead."""
        if wanted > self._now:
            head = await head_position(self._conn)
            if wanted > head:
                raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
            raise Ahead(wanted)

    async def add(self, field: Selected) -> None:
        """Compiles a root field. Raises BadInput, Ahead."""
        moments = await moments_of(self._conn, self._selections, self._type, field)
        await self.reach(max(moments.values(), default=0))
        at = asked_about(moments)
        if at not in self.senses:
            self.senses[at] = await look_up(self._conn, self._naming, at)
        try:
            # Large queries take a while; others are answered meanwhile.
            await asyncio.to_thread(self._drafting.add, field, self.senses[at].matches, moments)
        except UnknownName as error:
            near = await nearest(self._conn, error, self._now if at is None else at)
            raise UnknownName(error.what, error.name, near) from error

    async def ask(self) -> tuple[Plan, Found]:
        """The plan, and what it found. Raises Moved where names have come to stand for something else meanwhile."""
        plan = self._plan()
        found = await run(self._conn, plan, plan.params)
        if not agree(self.senses, await renewed(self._conn, self._naming, self.senses, found.names), found.names):
            raise Moved
        return plan, found

    def _plan(self) -> Plan:
        drafting = self._drafting
        moments = "".join(f", coalesce(${part.place + 1}::bigint, position) AS at{n}" for n, part in enumerate(drafting.parts))
        columns = [
            *(part.sql for part in drafting.parts),
            "now.position",
            "now.names::text",
            "now.parked",
            "now.is_of_this_log",
        ]
        sql = f"SELECT {', '.join(columns)} FROM (SELECT {ANSWERED_FROM}{moments} FROM checkpoint OFFSET 0) now"
        return Plan(sql.encode(), drafting.statement.params, drafting.statement, drafting.parts)


class Moved(Exception):
    """Between two statements, a name has come to stand for something else, or what was parked has been folded."""


MOMENTS = {"asOf": "as_of", "since": "since", "until": "until"}
"""The arguments of root fields that are moments of the log, by their names in queries."""


async def moments_of(conn: AsyncConnection[Any], selections: Selections, type: GraphQLObjectType, field: Selected) -> Moments:
    """The positions that the moments among the arguments of a root field stand for. Raises BadInput."""
    node = field[0].node
    asked = [argument.name.value for argument in node.arguments or () if argument.name.value in MOMENTS]
    if not asked:
        return {}
    given = selections.arguments(type.fields[node.name.value], field)
    return {MOMENTS[name]: await _position_of(conn, moment) for name in asked if (moment := given.get(MOMENTS[name]))}


async def position(conn: AsyncConnection[Any]) -> int:
    """The position that the views have reached."""
    (reached,) = await (await conn.execute(POSITION.encode())).fetchone() or (0,)
    return int(reached)


async def head_position(conn: AsyncConnection[Any]) -> int:
    """The position of the log's last entry."""
    (head,) = await (await conn.execute(queries.HEAD.encode())).fetchone() or (0,)
    return int(head)


async def _position_of(conn: AsyncConnection[Any], moment: Any) -> int:
    return await _position_at(conn, moment.time) if moment.time else int(moment.position)


async def _position_at(conn: AsyncConnection[Any], time: datetime) -> int:
    if time.tzinfo is None:
        raise BadInput(f"{time.isoformat()} has no time zone; write it with Z or an offset")
    found, future = await (await conn.execute(queries.POSITION_AT.encode(), {"time": time})).fetchone() or (0, False)
    if future:
        raise BadInput(f"{time.isoformat()} is in the future")
    return int(found)
