"""A page of changes: found by one statement, and answered by another for all who subscribe in the same words."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import GraphQLError
from psycopg import AsyncConnection, AsyncRawCursor

from api.answering.names import find_names, with_candidates
from api.answering.plans import Query
from api.answering.reader import Reader
from api.compiler.compile import Compiler
from api.compiler.field_errors import TooManyFields, bad_input, settle
from api.compiler.selections import Selections
from api.compiler.spec import One, Row
from api.compiler.statement import Statement, emit
from api.compiler.writing import in_sql
from api.documents.operation import AdmittedOperation
from api.types.filtering import conditions
from domain.log import queries
from projections import events
from projections.checkpoint import PARKED_UP_TO
from projections.directory import Matches

LOOKED_AT = 200
"""How many entries are looked at in one statement."""


class Page(NamedTuple):
    """The changes among the entries up to `end`."""

    positions: list[int]
    end: int
    is_last: bool
    """Whether the views hold no more for now."""


class ChangeAnswer(NamedTuple):
    """What a subscription tells of one change."""

    data: Mapping[str, bytes] | None
    errors: list[GraphQLError]
    parked: Any
    """Which entries up to the change could not be folded, if any."""


async def find_page(reader: Reader, admitted: AdmittedOperation, names: Matches, filter: Any, after: int) -> Page:
    """The next page of the changes to events that meet a filter, be it before or after the change. Raises BadInput, Busy."""
    statement = Statement(names={None: names})
    query = emit(_query(statement, filter, after))

    async def look(conn: AsyncConnection[Any]) -> tuple[list[int], int, int, int]:
        found = await AsyncRawCursor(conn).execute(query.sql, query.params(statement.values))
        return await found.fetchone() or ([], after, 0, after)

    positions, end, seen, reached = await reader.read(look, admitted.cost, admitted.client)
    is_last = seen < LOOKED_AT
    return Page(positions, max(reached, after) if is_last else end, is_last)


async def answer_page(conn: AsyncConnection[Any], page: Page, query: Query, selections: Selections) -> list[ChangeAnswer]:
    """What is told of each change of a page, in order. Raises GraphQLError for a selection that is too large."""
    if not page.positions:
        return []
    ((name, selected),) = query.fields.items()
    type = query.type.fields[selected[0].node.name.value].type
    statement = Statement({None: await find_names(conn, selections.texts(), page.end)})
    root = Row(statement, "told", "told.position", now=False)
    row = root.new("entry")
    change = One(row, f"{queries.ENTRIES} {row.alias} WHERE {row.text('position')} = told.position")
    compiler = Compiler(selections)
    try:
        with compiler.errors.within(selected, type):
            body = in_sql(compiler.value(type, change, selected))
    except TooManyFields as error:
        raise bad_input(error, (name,), [details.node for details in selected]) from error
    errors = await with_candidates(conn, compiler.errors.found, {name: page.end})
    columns = f"{body}, {PARKED_UP_TO.format(at='told.position')}"
    told = f"unnest({statement.param(page.positions)}::bigint[]) WITH ORDINALITY told (position, nth)"
    emitted = emit(f"SELECT {columns} FROM {told} ORDER BY told.nth")
    rows = await (await AsyncRawCursor(conn).execute(emitted.sql, emitted.params(statement.values))).fetchall()
    return [ChangeAnswer(*settle({name: json.encode()}, errors), parked) for json, parked in rows]


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
