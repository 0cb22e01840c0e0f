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
from projections.table import held

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
            checkpoint = await position(conn)
            names_at: dict[int, Matches] = {}
            statement = Statement(names={})
            parts: list[str] = []
            for name, selected in data.items():
                try:
                    at = await self._at(conn, executor, root_type, selected, checkpoint)
                    if at not in names_at:
                        names_at[at] = await _names(conn, executor.texts(), at)
                    statement.names = names_at[at]
                    root = Row(statement, "", statement.param(at) + "::bigint")
                    parts.append(await _compiled(conn, executor, root_type, root, selected, at))
                except BadInput as error:
                    raise bad_input(error, name, selected) from error
            rows = await conn.execute(f"SELECT {', '.join(parts)}".encode(), statement.params)
            return dict(zip(data, (text.encode() for text in (await rows.fetchone() or ())), strict=True))

    async def _at(
        self,
        conn: AsyncConnection[Any],
        executor: CompilingExecutor,
        type: GraphQLObjectType,
        field: Selected,
        now: int,
    ) -> int:
        as_of = executor.arguments(type.fields[field[0].node.name.value], field).get("as_of")
        if not as_of:
            return now
        head = await head_position(conn)
        wanted = await _position_at(conn, as_of.time) if as_of.time else as_of.position
        if wanted > head:
            raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
        if wanted > now:
            await wait_for(conn, wanted)
        return int(wanted)


async def _compiled(
    conn: AsyncConnection[Any],
    executor: CompilingExecutor,
    type: GraphQLObjectType,
    row: Row,
    field: Selected,
    at: int,
) -> str:
    try:
        return executor.compiler.field(type, row, field)
    except UnknownName as error:
        query = {"key": name_key(error.name), "things": THINGS[error.what], "at": at}
        rows = await (await conn.execute(names.SUGGEST.encode(), query)).fetchall()
        raise UnknownName(error.what, error.name, [ref for _, ref, _ in rows]) from error


THINGS = {"actor": ["actor"], "place": ["place", "actor"], "source": ["source"]}
"""Among what sorts of things the nearest names to an unknown one are looked for."""


async def _names(conn: AsyncConnection[Any], texts: set[str], at: int) -> Matches:
    short = sorted(text for text in texts if len(text) <= 200)
    if not short:
        return {}
    rows = await (await conn.execute(names.FIND.encode(), {"keys": [name_key(text) for text in short], "at": at})).fetchall()
    by_id = [(name_key(t), thing, id) for t in short for thing in WITH_IDS if (id := read_uuid(t, thing.capitalize()))]
    if by_id:
        keys, things, ids = map(list, zip(*by_id, strict=True))
        query = {"keys": keys, "things": things, "ids": ids, "at": at}
        rows += await (await conn.execute(FIND_BY_ID.encode(), query)).fetchall()
    return matches(rows)


WITH_IDS = ("actor", "place", "source")
"""The sorts of things that can be called by a Relay id or the bare uuid wherever they can be called by name."""

FIND_BY_ID = f"""
SELECT DISTINCT given.key, n.thing, n.ref, coalesce(a.survivor, n.ref) AS survivor, false
FROM unnest(%(keys)s::text[], %(things)s::text[], %(ids)s::uuid[]) AS given (key, thing, id)
JOIN name n ON n.id = given.id AND n.thing = given.thing AND n.sort = 'id' AND {held("n", "%(at)s")}
LEFT JOIN actor a ON n.thing = 'actor' AND a.ref = n.ref AND {held("a", "%(at)s")}
"""
"""The same as `names.FIND` for uuids: the thing with each id."""


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
