"""Asking the database: at one position, through connections that can only read."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from graphql import GraphQLObjectType
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from api.compiler.compile import Selected
from api.compiler.executor import CompilingExecutor, bad_input
from api.compiler.spec import Row
from api.compiler.statement import Statement
from domain.errors import BadInput, Busy, UnknownName
from domain.identity import read_uuid
from domain.log import tables
from domain.names import name_key
from projections import names
from projections.database import LIVE
from projections.directory import Matches, matches

WAIT = 5.0
"""Seconds that a query waits for the views to reach the position it asks about."""

Pool = AsyncConnectionPool[AsyncConnection[Any]]


def reading_pool(url: str, size: int) -> Pool:
    """Connections that see the live views and can only read, by the database's own rule. Opened by the caller."""
    options = (
        f"-c default_transaction_read_only=on -c search_path={LIVE},public -c timezone=UTC -c statement_timeout=30s -c jit=off"
    )
    return AsyncConnectionPool(
        url, min_size=1, max_size=size, open=False, timeout=WAIT, kwargs={"autocommit": True, "options": options}
    )


class Reader:
    """Answers the fields of queries."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def answer(
        self, executor: CompilingExecutor, root_type: GraphQLObjectType, data: Mapping[str, Selected]
    ) -> dict[str, bytes]:
        """The JSON of each root field, by response name, all at one position. Raises GraphQLError for bad input, Busy."""
        async with self._pool.connection() as conn:
            question = Question(conn, executor, root_type, await position(conn))
            for name, selected in data.items():
                try:
                    await question.add(selected)
                except BadInput as error:
                    raise bad_input(error, name, selected) from error
            return dict(zip(data, await question.ask(), strict=True))


class Question:
    """The one statement that answers the root fields of a query, each at the position that it asks about."""

    def __init__(self, conn: AsyncConnection[Any], executor: CompilingExecutor, type: GraphQLObjectType, now: int) -> None:
        self._conn, self._executor, self._type, self._now = conn, executor, type, now
        self._statement = Statement(names={})
        self._names: dict[int, Matches] = {}
        self._parts: list[str] = []

    async def add(self, field: Selected) -> None:
        """Compiles a root field. Raises BadInput, Busy."""
        at = await self._at(field)
        if at not in self._names:
            self._names[at] = await _names(self._conn, self._executor.texts(), at)
        self._statement.names = self._names[at]
        row = Row(self._statement, "", self._statement.param(at) + "::bigint")
        try:
            self._parts.append(self._executor.compiler.field(self._type, row, field))
        except UnknownName as error:
            raise UnknownName(error.what, error.name, await _nearest(self._conn, error, at)) from error

    async def ask(self) -> list[bytes]:
        """The JSON of each field."""
        found = await self._conn.execute(f"SELECT {', '.join(self._parts)}".encode(), self._statement.params)
        return [text.encode() for text in await found.fetchone() or ()]

    async def _at(self, field: Selected) -> int:
        as_of = self._executor.arguments(self._type.fields[field[0].node.name.value], field).get("as_of")
        if not as_of:
            return self._now
        head = await head_position(self._conn)
        wanted = await _position_at(self._conn, as_of.time) if as_of.time else as_of.position
        if wanted > head:
            raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
        if wanted > self._now:
            await wait_for(self._conn, wanted)
        return int(wanted)


async def _nearest(conn: AsyncConnection[Any], unknown: UnknownName, at: int) -> list[str]:
    query = {"key": name_key(unknown.name), "things": THINGS[unknown.what], "at": at}
    rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
    return [ref for _, ref, _ in rows]


THINGS = {"actor": ["actor"], "place": ["place", "actor"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""


async def _names(conn: AsyncConnection[Any], texts: set[str], at: int) -> Matches:
    short = sorted(text for text in texts if len(text) <= 200)
    if not short:
        return {}
    rows = await (await conn.execute(names.FIND.encode(), {"keys": [name_key(text) for text in short], "at": at})).fetchall()
    by_id = [(name_key(t), thing, id) for t in short for thing in names.WITH_IDS if (id := read_uuid(t, thing.capitalize()))]
    if by_id:
        keys, things, ids = map(list, zip(*by_id, strict=True))
        query = {"keys": keys, "things": things, "ids": ids, "at": at}
        rows += await (await conn.execute(names.FIND_BY_ID.encode(), query)).fetchall()
    return matches(rows)


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


async def wait_for(conn: AsyncConnection[Any], wanted: int) -> None:
    """Returns once the views have reached a position. Raises Busy after a while."""
    try:
        async with asyncio.timeout(WAIT):
            while await position(conn) < wanted:
                await asyncio.sleep(0.02)
    except TimeoutError as error:
        raise Busy(f"the views have not reached position {wanted} within {WAIT:g} seconds; ask again") from error


class Lag(NamedTuple):
    """How far the views are behind the log; `behind` and `parked` count entries."""

    head: int
    position: int
    behind: int
    parked: int


async def lag(pool: Pool) -> Lag:
    """How far the views are behind the log."""
    behind = tables.AFTER.format(position="c.position")
    query = f"SELECT ({tables.HEAD}), c.position, ({behind}), (SELECT count(*) FROM parked) FROM checkpoint c"
    async with pool.connection() as conn:
        return Lag(*(await (await conn.execute(query.encode())).fetchone() or (0, 0, 0, 0)))
