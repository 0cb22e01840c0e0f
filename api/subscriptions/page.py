"""A page of changes: found by one statement, and answered by another for all who subscribe in the same words."""

import asyncio
from typing import Any, NamedTuple

from graphql import GraphQLObjectType
from psycopg import AsyncConnection, AsyncRawCursor

from api.compiler.compile import Compiler
from api.compiler.executor import CompilingExecutor
from api.compiler.field_errors import Settled, TooManyFields, bad_input, response_name, settle
from api.compiler.selections import Selected
from api.compiler.spec import One, Row
from api.compiler.statement import Statement, emit
from api.compiler.writing import in_sql
from api.naming import find_names
from api.question import with_candidates
from api.reader import Reader
from api.types.filtering import conditions
from domain.errors import Busy
from domain.log import queries
from projections import events
from projections.checkpoint import PARKED_UP_TO
from projections.directory import Matches

LOOKED_AT = 200
"""How many entries are looked at in one statement."""

AGAIN = 1.0
"""Seconds after which a database that does not answer is asked again: subscribers need not notice that it was away."""


class Answer(NamedTuple):
    """What is told of a change."""

    settled: Settled
    """What is selected of it."""
    parked: dict[str, Any] | None
    """What could not be folded up to it, if anything."""


class Page:
    """The changes among the entries up to `end`. `is_last`: the views hold no more for now."""

    def __init__(self, reader: Reader, positions: list[int], end: int, *, is_last: bool) -> None:
        self.end, self.is_last = end, is_last
        self.entries = [Entry(self, position) for position in positions]
        self._reader, self._positions = reader, positions
        self._answers: dict[int, Answer] | None = None

    async def answer(self, position: int, executor: CompilingExecutor, root_type: GraphQLObjectType, selected: Selected) -> Answer:
        """What is told of one of the changes. The first that is asked for has all of them answered."""
        while self._answers is None:
            try:
                self._answers = await self._reader.read(lambda conn: self._ask(conn, executor, root_type, selected))
            except Busy:
                await asyncio.sleep(AGAIN)
        return self._answers[position]

    async def _ask(
        self, conn: AsyncConnection[Any], executor: CompilingExecutor, root_type: GraphQLObjectType, selected: Selected
    ) -> dict[int, Answer]:
        selections, type = executor.selections, root_type.fields[selected[0].node.name.value].type
        statement = Statement(names={None: await find_names(conn, selections.texts(), self.end)})
        root = Row(statement, "told", "told.position", now=False)
        row = root.new("entry")
        change = One(row, f"{queries.ENTRIES} {row.alias} WHERE {row.text('position')} = told.position")
        # A compiler counts the fields that it compiles: another attempt begins with another.
        compiler, name = Compiler(selections), response_name(selected)
        try:
            with compiler.errors.within(selected, type):
                body = in_sql(compiler.value(type, change, selected))
        except TooManyFields as error:
            raise bad_input(error, (name,), [details.node for details in selected]) from error
        errors = await with_candidates(conn, compiler.errors.found, self.end)
        columns = f"told.position, {body}, {PARKED_UP_TO.format(at='told.position')}"
        query = f"SELECT {columns} FROM unnest({statement.param(self._positions)}::bigint[]) told (position)"
        emitted = emit(query)
        rows = await (await AsyncRawCursor(conn).execute(emitted.sql, emitted.params(statement.values))).fetchall()
        return {position: Answer(settle({name: json.encode()}, errors), parked) for position, json, parked in rows}


class Entry:
    """One entry that subscribers are told."""

    def __init__(self, page: Page, position: int) -> None:
        self._page, self._position = page, position

    async def answer(self, executor: CompilingExecutor, root_type: GraphQLObjectType, selected: Selected) -> Settled:
        """What a subscriber selects of it. What is to be said beside it is put under the context's `extensions`."""
        answer = await self._page.answer(self._position, executor, root_type, selected)
        extensions = executor.context_value.setdefault("extensions", {})
        # The changes of one subscription share their context.
        extensions.pop("parked", None)
        if answer.parked:
            extensions["parked"] = answer.parked
        return answer.settled


async def find_page(reader: Reader, names: Matches, filter: Any, after: int) -> Page:
    """The next page of the changes to events that meet a filter, be it before or after the change. Raises BadInput, Busy."""
    statement = Statement(names={None: names})
    query = emit(_query(statement, filter, after))

    async def look(conn: AsyncConnection[Any]) -> tuple[list[int], int, int, int]:
        found = await AsyncRawCursor(conn).execute(query.sql, query.params(statement.values))
        return await found.fetchone() or ([], after, 0, after)

    positions, end, seen, reached = await reader.read(look)
    is_last = seen < LOOKED_AT
    return Page(reader, positions, max(reached, after) if is_last else end, is_last=is_last)


def _query(statement: Statement, filter: Any, after: int) -> str:
    """SQL for the positions of a page's changes, the last entry looked at, how many those are, and how far the views have come."""
    then = Row(statement, "e1", "l.position", table=events.TABLE, now=False)
    before = Row(statement, "e0", "(l.position - 1)", table=events.TABLE, now=False)
    # An entry is about its stream's event, and about those that it merges into that one or takes out again.
    about = " UNION ".join(("SELECT l.stream", *(events.members("l.stream", row.at) for row in (then, before))))
    is_meant = " OR ".join(
        f"EXISTS (SELECT 1 FROM {row.source} WHERE {row.text('id')} IN ({about}) AND {conditions(row, filter, given=True)})"
        for row in (then, before)
    )
    return (
        f"WITH l AS MATERIALIZED (SELECT * FROM {queries.ENTRIES} e WHERE e.position > {statement.param(after)}::bigint"
        f" AND e.position <= (SELECT position FROM checkpoint) ORDER BY e.position LIMIT {LOOKED_AT})"
        f" SELECT ARRAY(SELECT l.position FROM l WHERE {is_meant} ORDER BY l.position), (SELECT max(position) FROM l),"
        " (SELECT count(*) FROM l), (SELECT position FROM checkpoint)"
    )
