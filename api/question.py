"""One query as it is put to the database: one statement, each root field at the position that it asks about."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from graphql import GraphQLObjectType
from psycopg import AsyncConnection, AsyncRawCursor

from api.compiler.plan import Drafting, Plan
from api.compiler.selections import Selected, Selections
from api.naming import Naming, meaning, meant, naming
from domain.errors import BadInput, UnknownName
from domain.log import tables
from domain.names import name_key
from projections import names

PARKED = """(
    SELECT json_build_object('count', count(*), 'positions', (array_agg(position ORDER BY position))[:10])
    FROM parked WHERE position <= {at} HAVING count(*) > 0
)"""
"""What an answer says of the entries up to its position that could not be folded: how many, and where the first ten are."""

Meaning = bytes | None
"""What names stand for, as the database tells it."""


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
    meanings: list[Meaning]
    """What the names stood for, at the position of each root field."""


async def run(conn: AsyncConnection[Any], plan: Plan, params: Sequence[Any], *, again: bool = False) -> Found:
    """Puts a plan to the database."""
    cursor = AsyncRawCursor(conn)
    await cursor.execute(plan.sql, params, prepare=again or None)
    row = cursor.pgresult
    assert row is not None
    count = len(plan.parts)
    values = [row.get_value(0, column) for column in range(2 * count + 2)]
    return Found(values[:count], values[count], int(values[count + 1] or 0), values[count + 2 :])  # type: ignore[arg-type]


class Question:
    """A query that is compiled and asked for the first time."""

    def __init__(self, conn: AsyncConnection[Any], selections: Selections, type: GraphQLObjectType, now: int) -> None:
        self._conn, self._selections, self._type, self._now = conn, selections, type, now
        self._drafting = Drafting(selections, type)
        self._naming = naming(selections.texts())
        self._meanings: dict[int, Meaning] = {}
        self._at: list[int] = []

    async def reach(self, wanted: int) -> None:
        """Sees to it that the views have come to a position. Raises BadInput where the log has not; Ahead."""
        if wanted > self._now:
            head = await head_position(self._conn)
            if wanted > head:
                raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
            raise Ahead(wanted)

    async def add(self, field: Selected) -> None:
        """Compiles a root field. Raises BadInput, Ahead."""
        moment = await moment_of(self._conn, self._selections, self._type, field)
        await self.reach(moment or 0)
        at = self._now if moment is None else moment
        if at not in self._meanings:
            self._meanings[at] = await look_up(self._conn, self._naming, at)
        self._at.append(at)
        try:
            # Large queries take a while; others are answered meanwhile.
            await asyncio.to_thread(self._drafting.add, field, meant(self._meanings[at]), moment)
        except UnknownName as error:
            raise UnknownName(error.what, error.name, await _nearest(self._conn, error, at)) from error

    async def ask(self) -> tuple[Plan, Found]:
        """The plan, and what it found. Raises Moved where names have come to stand for something else meanwhile."""
        plan = self._plan()
        found = await run(self._conn, plan, plan.params)
        if found.meanings != [self._meanings[at] for at in self._at]:
            raise Moved
        return plan, found

    def _plan(self) -> Plan:
        drafting = self._drafting
        placeholders = [drafting.statement.param(value) for value in self._naming.params()]
        at = [f"now.at{number}" for number in range(len(drafting.parts))]
        moments = "".join(f", coalesce(${part.place + 1}::bigint, position) AS at{n}" for n, part in enumerate(drafting.parts))
        columns = [
            *(part.sql for part in drafting.parts),
            PARKED.format(at=f"greatest({', '.join(at)})"),
            "now.position",
            *(meaning(placeholders, each) for each in at),
        ]
        sql = f"SELECT {', '.join(columns)} FROM (SELECT position{moments} FROM checkpoint OFFSET 0) now"
        return Plan(sql.encode(), drafting.statement.params, drafting.parts, self._naming.shape)


class Moved(Exception):
    """Between two statements, a name has come to stand for something else."""


async def moment_of(conn: AsyncConnection[Any], selections: Selections, type: GraphQLObjectType, field: Selected) -> int | None:
    """The position that a root field asks about; None: now. Raises BadInput."""
    node = field[0].node
    if not any(argument.name.value == "asOf" for argument in node.arguments or ()):
        return None
    as_of = selections.arguments(type.fields[node.name.value], field).get("as_of")
    if not as_of:
        return None
    return int(await _position_at(conn, as_of.time) if as_of.time else as_of.position)


async def look_up(conn: AsyncConnection[Any], naming: Naming, at: int) -> Meaning:
    """What names stand for at a position."""
    params = [*naming.params(), at]
    if len(params) == 1:
        return None
    placeholders = [f"${number}" for number in range(1, len(params) + 1)]
    cursor = AsyncRawCursor(conn)
    await cursor.execute(f"SELECT {meaning(placeholders[:-1], placeholders[-1] + '::bigint')}".encode(), params)
    assert cursor.pgresult is not None
    return cursor.pgresult.get_value(0, 0)


async def _nearest(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


THINGS = {"actor": ["actor"], "place": ["place", "actor"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""


async def position(conn: AsyncConnection[Any]) -> int:
    """The position that the views have reached."""
    (reached,) = await (await conn.execute("SELECT position FROM checkpoint")).fetchone() or (0,)
    return int(reached)


async def head_position(conn: AsyncConnection[Any]) -> int:
    """The position of the log's last entry."""
    (head,) = await (await conn.execute(tables.HEAD.encode())).fetchone() or (0,)
    return int(head)


async def _position_at(conn: AsyncConnection[Any], time: datetime) -> int:
    if time.tzinfo is None:
        raise BadInput(f"{time.isoformat()} has no time zone; write it with Z or an offset")
    found, future = await (await conn.execute(tables.POSITION_AT.encode(), {"time": time})).fetchone() or (0, False)
    if future:
        raise BadInput(f"{time.isoformat()} is in the future")
    return int(found)
