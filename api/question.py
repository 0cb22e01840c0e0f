"""One query as it is put to the database: one statement, each root field at the position that it asks about."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLObjectType
from psycopg import AsyncConnection

from api.compiler.field_errors import FieldError
from api.compiler.moments import Moments, all_asked_about, asked_about, moment_of_id, moments_of_ids, without_unreached
from api.compiler.plan import Drafting, Plan
from api.compiler.selections import Selected, Selections
from api.compiler.statement import emit, placeholder
from api.connection import ReadingConnection
from api.naming import Sense, agree, look_up, naming, nearest, renewed
from domain.errors import BadInput, UnknownName, ViewsOfAnotherLog
from domain.log import queries
from projections.checkpoint import ANSWERED_FROM, PARKED_UP_TO, POSITION

SUGGESTED = 3
"""For how many unknown names of a query the nearest known ones are looked for: each takes a search."""


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


async def run(conn: ReadingConnection, plan: Plan, values: Sequence[Any]) -> Found:
    """Runs a plan with these values in its slots. Raises Moved, ViewsOfAnotherLog."""
    row = await conn.fetch(plan.emitted.sql, plan.emitted.params(values))
    count = len(plan.parts)
    *answers, reached, names, parked, is_of_this_log = (row.get_value(0, column) for column in range(count + 4))
    now = int(reached or 0)
    if is_of_this_log != b"t":
        raise ViewsOfAnotherLog(now, await head_position(conn))
    told = None
    if parked is not None:
        asked = (values[part.slot] for part in plan.parts)
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
        self._searches = 0
        """For how many unknown names the nearest have been looked for."""

    async def reach(self, wanted: int) -> None:
        """Sees to it that the views have come to a position. Raises BadInput where the log has not; Ahead."""
        if wanted > self._now:
            head = await head_position(self._conn)
            if wanted > head:
                raise BadInput(f"position {wanted} is beyond the head of the log, which is {head}")
            raise Ahead(wanted)

    async def _reached(self, moments: Moments) -> Moments:
        """The moments that the views have come to; without those of ids that the log has not. Raises BadInput, Ahead."""
        if max(moments.values(), default=0) > self._now:
            moments = without_unreached(moments, await head_position(self._conn))
        await self.reach(max(moments.values(), default=0))
        return moments

    @property
    def errors(self) -> list[FieldError]:
        """The fields that cannot be answered."""
        return self._drafting.errors

    async def add(self, field: Selected) -> None:
        """Compiles a root field; notes what in it cannot be answered. Raises TooManyFields, Ahead."""
        try:
            moments = await self._reached(await moments_of(self._conn, self._selections, self._type, field))
        except (BadInput, GraphQLError) as error:
            self._drafting.refuse(field, error)
            return
        for at in all_asked_about(moments) - self.senses.keys():
            self.senses[at] = await look_up(self._conn, self._naming, at)
        at, names = asked_about(moments), {at: sense.matches for at, sense in self.senses.items()}
        before, searches = len(self.errors), self._searches
        # Large queries take a while; others are answered meanwhile.
        await asyncio.to_thread(self._drafting.add, field, names, moments)
        new = self.errors[before:]
        self._searches += len(unknown_names(new))
        self.errors[before:] = await with_candidates(self._conn, new, self._now if at is None else at, SUGGESTED - searches)

    async def ask(self) -> tuple[Plan, Found]:
        """The plan, and what it found. Raises Moved where names have come to stand for something else meanwhile."""
        plan = self._plan()
        found = await run(self._conn, plan, plan.values)
        if not agree(self.senses, await renewed(self._conn, self._naming, self.senses, found.names), found.names):
            raise Moved
        return plan, found

    def _plan(self) -> Plan:
        drafting = self._drafting
        moments = [f"coalesce({placeholder(part.slot)}::bigint, position) AS at{n}" for n, part in enumerate(drafting.parts)]
        columns = [
            *(part.sql for part in drafting.parts),
            "now.position",
            "now.names::text",
            "now.parked",
            "now.is_of_this_log",
        ]
        sql = f"SELECT {', '.join(columns)} FROM (SELECT {', '.join((ANSWERED_FROM, *moments))} FROM checkpoint OFFSET 0) now"
        return Plan(emit(sql), drafting.statement.values, drafting.statement, drafting.parts)


def unknown_names(errors: Sequence[FieldError]) -> dict[tuple[str, str], UnknownName]:
    """The unknown names among the reasons of errors, by what they should name and by themselves."""
    return {(r.what, r.name): r for r in (error.reason for error in errors) if isinstance(r, UnknownName)}


async def with_candidates(
    conn: AsyncConnection[Any], errors: Sequence[FieldError], at: int, most: int = SUGGESTED
) -> list[FieldError]:
    """The errors, with the nearest names known at a position for so many unknown names; of others they say only that."""
    unknown = unknown_names(errors)
    told: dict[tuple[str, str], BadInput] = {key: BadInput(f"unknown {key[0]} {key[1]!r}") for key in unknown}
    for key, reason in islice(unknown.items(), max(0, most)):
        told[key] = UnknownName(*key, await nearest(conn, reason, at))
    reasons = (told[r.what, r.name] if isinstance(r := error.reason, UnknownName) else r for error in errors)
    return [error._replace(reason=reason) for error, reason in zip(errors, reasons, strict=True)]


class Moved(Exception):
    """Between two statements, a name has come to stand for something else, or what was parked has been folded."""


MOMENTS = {"asOf": "as_of", "since": "since", "until": "until"}
"""The arguments of root fields that are moments of the log, by their names in queries."""


async def moments_of(conn: AsyncConnection[Any], selections: Selections, type: GraphQLObjectType, field: Selected) -> Moments:
    """The positions that the moments among the arguments of a root field stand for. Raises BadInput."""
    node = field[0].node
    name = node.name.value
    asked = [argument.name.value for argument in node.arguments or () if argument.name.value in MOMENTS]
    if not asked and name not in ("node", "nodes"):
        return {}
    given = selections.arguments(type.fields[name], field)
    if name == "node":
        return moment_of_id(given["id"])
    if name == "nodes":
        return moments_of_ids(given["ids"])
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
