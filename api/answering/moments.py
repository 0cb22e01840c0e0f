"""Moments of the log: which position the `asOf`, `since` and `until` of a query stand for, and how far log and views have come."""

from datetime import datetime
from typing import Any

from graphql import GraphQLObjectType
from psycopg import AsyncConnection

from api.compiler.moments import Moments, moment_of_id, moments_of_ids
from api.compiler.selections import Selected, Selections
from domain.errors import BadInput
from domain.log import queries
from projections.checkpoint import POSITION

MOMENTS = {"asOf": "as_of", "since": "since", "until": "until"}
"""The arguments of root fields that are moments of the log, by their names in queries."""


class ViewsBehind(Exception):
    """The log has a position that the views have not reached yet."""

    def __init__(self, position: int) -> None:
        self.position = position


async def moments_of(conn: AsyncConnection[Any], selections: Selections, type: GraphQLObjectType, field: Selected) -> Moments:
    """The positions that the moments among the arguments of a root field stand for. Raises BadInput, GraphQLError."""
    node = field[0].node
    given = [argument.name.value for argument in node.arguments or () if argument.name.value in MOMENTS]
    by_id = node.name.value in ("node", "nodes")
    if not given and not by_id:
        return {}
    values = selections.arguments(type.fields[node.name.value], field)
    if by_id:
        return moment_of_id(values["id"]) if "id" in values else moments_of_ids(values["ids"])
    return {MOMENTS[name]: await _position_of(conn, moment) for name in given if (moment := values.get(MOMENTS[name]))}


async def check_reached(conn: AsyncConnection[Any], wanted: int) -> int:
    """The position that the views have reached. Raises ViewsBehind where that is less than is wanted, BadInput where the log, too,
    has not come so far."""
    reached = await view_position(conn)
    if wanted > reached:
        await check_not_beyond_head(conn, wanted)
        raise ViewsBehind(wanted)
    return reached


async def check_not_beyond_head(conn: AsyncConnection[Any], wanted: int) -> None:
    """Raises BadInput for a position that the log does not have yet."""
    head = await head_position(conn)
    if wanted > head:
        raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")


async def view_position(conn: AsyncConnection[Any]) -> int:
    """The position that the views have reached."""
    (reached,) = await (await conn.execute(POSITION.encode())).fetchone() or (0,)
    return int(reached)


async def head_position(conn: AsyncConnection[Any]) -> int:
    """The position of the log's last entry."""
    (head,) = await (await conn.execute(queries.HEAD.encode())).fetchone() or (0,)
    return int(head)


def read_position(text: str | None) -> int:
    """A minimum position as clients write it; 0 where there is none. Raises BadInput."""
    if text is None:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise BadInput(f"the minimum position {text[:40]!r} is none; give a position, as append and status print it")
    return int(text)


async def _position_of(conn: AsyncConnection[Any], moment: Any) -> int:
    return await position_at(conn, moment.time) if moment.time else int(moment.position)


async def position_at(conn: AsyncConnection[Any], time: datetime) -> int:
    """The last position recorded at or before a time. Raises BadInput."""
    if time.tzinfo is None:
        raise BadInput(f"{time.isoformat()} has no time zone; write it with Z or an offset")
    found, future = await (await conn.execute(queries.POSITION_AT.encode(), {"time": time})).fetchone() or (0, False)
    if future:
        raise BadInput(f"{time.isoformat()} is in the future")
    return int(found)
