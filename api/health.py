"""How far the views are behind the log, and whether they can answer at all, for those who run the server."""

from typing import Any, NamedTuple

from psycopg import AsyncConnection

from api.pool import ReadingPool
from projections.checkpoint import LAG


class Lag(NamedTuple):
    """How far the views are behind the log; `behind` and `parked` count entries."""

    head: int
    position: int
    behind: int
    parked: int
    is_of_this_log: bool
    """Whether the views were folded from this log. Others answer no query."""


async def lag(pool: ReadingPool) -> Lag:
    """How far the views are behind the log. Raises Busy where the database does not answer, ViewsReplaced."""

    async def look(conn: AsyncConnection[Any]) -> Lag:
        return Lag(*(await (await conn.execute(LAG.encode())).fetchone() or (0, 0, 0, 0, False)))

    return await pool.read(look)
