"""How far the views are behind the log, for those who run the server."""

from typing import Any, NamedTuple

from psycopg import AsyncConnection

from api.pool import ReadingPool
from domain.log import queries


class Lag(NamedTuple):
    """How far the views are behind the log; `behind` and `parked` count entries."""

    head: int
    position: int
    behind: int
    parked: int


async def lag(pool: ReadingPool) -> Lag:
    """How far the views are behind the log. Raises Busy where the database does not answer."""
    behind = queries.ENTRIES_AFTER.format(position="c.position")
    query = f"SELECT ({queries.HEAD}), c.position, ({behind}), (SELECT count(*) FROM parked) FROM checkpoint c"

    async def look(conn: AsyncConnection[Any]) -> Lag:
        return Lag(*(await (await conn.execute(query.encode())).fetchone() or (0, 0, 0, 0)))

    return await pool.read(look)
