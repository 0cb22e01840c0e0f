"""Connections: a page of rows found by its place in an order, not by counting from the start, so that cursors stay good."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from graphql import GraphQLField, GraphQLObjectType, get_named_type
from graphql.execution.collect_fields import FieldDetails
from strawberry import UNSET

from api.compiler.arguments import DEFINITION
from api.compiler.cursors import cursor_of, cursor_row
from api.compiler.field_errors import FieldErrors
from api.compiler.spec import Embedded, Key, Page, Row, Walk, Window
from api.compiler.writing import Json, Sql, gathered, in_sql, quoted, written_object
from domain.errors import BadInput

LARGEST_PAGE = 1000
DEFAULT_PAGE = 20
USUAL = "usual length"
"""The metadata of a list of one event or pair: how many entries it usually has at most."""
USUAL_PARTIES = 40
"""For how many parties of an event a query is charged that does not say how many it wants."""


class Objects(Protocol):
    """The part of the compiler that pages need."""

    selections: Any
    errors: FieldErrors

    def value(self, type: Any, spec: Any, selected: list[FieldDetails]) -> Json:
        """A value of a type."""
        ...


def with_page_size(field: GraphQLField, given: dict[str, Any], longest: int, *, charged: bool = False) -> dict[str, Any]:
    """The arguments of a field with the size of its page: if none is asked for, its default, but no more than `longest`.

    The lists of one event or pair are never cut short of the largest page without a word; each is `charged` for as many entries
    as are usual."""
    if "first" not in field.args or given.get("first") is not None or given.get("last") is not None:
        return given
    metadata = field.extensions[DEFINITION].metadata
    if USUAL in metadata:
        return {**given, "first": min(metadata[USUAL], longest) if charged else LARGEST_PAGE}
    return {**given, "first": min(metadata.get("page", DEFAULT_PAGE), longest)}


def checked_size(size: int) -> int:
    """The size of a page. Raises BadInput."""
    if not 0 <= size <= LARGEST_PAGE:
        raise BadInput(f"a page has 0 to {LARGEST_PAGE} rows, not {size}")
    return size


def window(
    row: Row,
    order: str,
    keys: Sequence[Key],
    first: Any = None,
    after: Any = None,
    last: Any = None,
    before: Any = None,
) -> Window:
    """The part of a connection that its arguments ask for. Raises BadInput."""
    if first not in (None, UNSET) and last not in (None, UNSET):
        raise BadInput("first and last exclude each other; give one")
    backward = last not in (None, UNSET)
    limit = last if backward else first
    limit = checked_size(DEFAULT_PAGE if limit in (None, UNSET) else limit)
    return Window(order, limit, backward, cursor_row(row, order, keys, after), cursor_row(row, order, keys, before))


def page_json(compiler: Objects, type: GraphQLObjectType, page: Page, selected: list[FieldDetails]) -> Json:
    """A connection object."""
    fields = compiler.selections.fields_of(type, selected)
    looks_beyond = any(picked[0].node.name.value == "pageInfo" for picked in fields.values())
    parts = _Parts(compiler, type, page, page.row.again("q"), looks_beyond)
    body = written_object([(name, parts.member(picked)) for name, picked in fields.items()])
    return parts.select(body) if parts.sums else body


class _Parts:
    """The columns that the selected parts of a connection need of each row, and the sums over them.

    Where the page has to tell if more rows follow, it `looks_beyond`: there is one row more, and each knows its place."""

    def __init__(self, compiler: Objects, type: GraphQLObjectType, page: Page, row: Row, looks_beyond: bool) -> None:
        self._compiler, self._type, self._page, self._row, self._looks_beyond = compiler, type, page, row, looks_beyond
        self._columns: dict[str, str] = {}
        self.sums: dict[str, str] = {}

    def member(self, selected: list[FieldDetails]) -> Json:
        name = selected[0].node.name.value
        if name == "__typename":
            return quoted(self._type.name)
        if name == "totalCount":
            return (Sql(_count(self._page)),)
        type = self._type.fields[name].type
        with self._compiler.errors.within(selected, type):
            return self._page_info(selected) if name == "pageInfo" else self._list(type, selected, edges=name == "edges")

    def select(self, body: Json) -> Json:
        """The connection, once all its members are known."""
        columns = [f"{sql} AS {name}" for name, sql in self._columns.items()]
        known = [f"{self._row.alias}.{name}" for name in (*_keys(self._page), *(["row_place"] if self._looks_beyond else []))]
        rows = f"SELECT {', '.join(columns + known)} FROM {_rows(self._page, self._row, self._looks_beyond)}"
        sums = ", ".join(f"{sql} AS {name}" for name, sql in self.sums.items())
        return (Sql(f"(SELECT {in_sql(body)} FROM (SELECT {sums} FROM ({rows}) g0) g)"),)

    def _list(self, type: Any, selected: list[FieldDetails], *, edges: bool) -> Json:
        named = get_named_type(type)
        item = self._edge(named, selected) if edges else self._node(named, selected)
        name = f"c{len(self._columns)}"
        self._columns[name] = in_sql(item)
        # So the rows come, unless from the end: they need no sorting.
        order = ", ".join(f"g0.{k} {'DESC' if key.descending else 'ASC'}" for k, key in _keys(self._page).items())
        self.sums[name] = f"string_agg(g0.{name}, ',' ORDER BY {order}){self._inside()}"
        return gathered(f"g.{name}")

    def _inside(self) -> str:
        return f" FILTER (WHERE g0.row_place <= {self._page.window.limit})" if self._looks_beyond else ""

    def _edge(self, type: Any, selected: list[FieldDetails]) -> Json:
        members = []
        fields: Mapping[str, list[FieldDetails]] = self._compiler.selections.fields_of(type, selected)
        for name, picked in fields.items():
            field = picked[0].node.name.value
            if field == "node":
                with self._compiler.errors.within(picked, type.fields["node"].type):
                    value = self._node(get_named_type(type.fields["node"].type), picked)
            elif field == "cursor":
                value = ('"', Sql(self._cursor()), '"')
            else:
                value = quoted(type.name)
            members.append((name, value))
        return written_object(members)

    def _cursor(self) -> str:
        return cursor_of(self._page.window.name, self._page.keys, self._row)

    def _node(self, type: Any, selected: list[FieldDetails]) -> Json:
        node = self._page.node(self._row) if self._page.node else Embedded(self._row)
        return self._compiler.value(type, node, selected)

    def _page_info(self, selected: list[FieldDetails]) -> Json:
        window = self._page.window
        self._columns["cursor"] = self._cursor()
        at = f"(array_agg(g0.cursor ORDER BY g0.row_place {{}}){self._inside()})[1]"
        lowest, highest = at.format("ASC"), at.format("DESC")
        start, end = (highest, lowest) if window.backward else (lowest, highest)
        self.sums |= {"more": f"count(*) > {window.limit}", "first_cursor": start, "last_cursor": end}
        more = (Sql("g.more::text"),)
        values: dict[str, Json] = {
            "hasNextPage": _bool(window.before != "") if window.backward else more,
            "hasPreviousPage": more if window.backward else _bool(window.after != ""),
            "startCursor": (Sql("coalesce('\"' || g.first_cursor || '\"', 'null')"),),
            "endCursor": (Sql("coalesce('\"' || g.last_cursor || '\"', 'null')"),),
            "__typename": quoted("PageInfo"),
        }
        type = get_named_type(self._type.fields["pageInfo"].type)
        fields = self._compiler.selections.fields_of(type, selected)
        return written_object([(name, values[selected[0].node.name.value]) for name, selected in fields.items()])


def _count(page: Page) -> str:
    """SQL for the length of the whole list."""
    return f"(SELECT count(*) FROM {page.source})" if page.walk is None else count_walked(page.walk)


def count_walked(walk: Walk) -> str:
    """SQL for the number of rows that the walks lead to. Where there is one walk, none is met twice."""
    one = walk.length or f"(SELECT count(*) FROM {walk.source} AND {walk.first})"
    if not walk.group:
        return one
    each = f"(SELECT {walk.leads_to} AS leads_to FROM {walk.source} AND {walk.first}) each"
    several = f"(SELECT count(DISTINCT each.leads_to) FROM {walk.group} CROSS JOIN LATERAL {each})"
    return f"(SELECT CASE WHEN count(*) = 1 THEN max({one}) ELSE {several} END FROM {walk.group})"


def _rows(page: Page, inner: Row, looks_beyond: bool) -> str:
    """SQL for the rows of the page with the columns of its order; and the one beyond, all numbered from where the page begins."""
    alias, limit = page.row.alias, page.window.limit + looks_beyond
    source = f"{page.source}{_within(page, alias)}" if page.walk is None else _walked(page, page.walk, limit)
    # What was walked comes in order, and need not be sorted again.
    keys = {name: f"walked.{name}" if page.walk else key.sql.format(alias) for name, key in _keys(page).items()}
    order = ", ".join(f"{keys[name]} {_way(page, key)}" for name, key in _keys(page).items())
    columns = [f"{alias}.*", *(f"{sql} AS {name}" for name, sql in keys.items())]
    if looks_beyond:
        columns.append(f"row_number() OVER (ORDER BY {order}) AS row_place")
    return f"(SELECT {', '.join(columns)} FROM {source} ORDER BY {order} LIMIT {limit}) {inner.alias}"


def _keys(page: Page) -> dict[str, Key]:
    """The columns of the order, by names of their own."""
    return {f"k{number}": key for number, key in enumerate(page.keys)}


def _walked(page: Page, walk: Walk, limit: int) -> str:
    """What follows FROM for the rows to which the walks lead."""
    alias = walk.row.alias
    keys = ", ".join(f"{key.sql.format(alias)} AS {name}" for name, key in _keys(page).items())
    order = ", ".join(f"{name} {_way(page, key)}" for name, key in _keys(page).items())
    each = (
        f"SELECT {keys}, {walk.leads_to} AS leads_to FROM {walk.source} AND {walk.first}{_within(page, alias)}"
        f" ORDER BY {_order(page, alias)} LIMIT {limit}"
    )
    all = f"SELECT DISTINCT each.* FROM {walk.group} CROSS JOIN LATERAL ({each}) each ORDER BY {order} LIMIT {limit}"
    return f"({all if walk.group else each}) walked, {page.source} AND {page.row.text('position')} = walked.leads_to"


def _order(page: Page, alias: str) -> str:
    return ", ".join(f"{key.sql.format(alias)} {_way(page, key)}" for key in page.keys)


def _way(page: Page, key: Key) -> str:
    return "DESC" if key.descending != page.window.backward else "ASC"


def _within(page: Page, alias: str) -> str:
    """SQL, to be appended to conditions: a row lies within the cursors."""
    cursors = ((page.window.after, True), (page.window.before, False))
    return "".join(f" AND {_beyond(page, alias, cursor, forward)}" for cursor, forward in cursors if cursor)


def _beyond(page: Page, alias: str, cursor: str, forward: bool) -> str:
    """SQL: a row lies after (or before) a cursor. All keys of one order run the same way, so a row comparison does."""
    keys = ", ".join(k.sql.format(alias) for k in page.keys)
    ascending = page.keys[0].descending != forward
    return f"({keys}) {'>' if ascending else '<'} {cursor}"


def _bool(value: bool) -> Json:
    return ("true" if value else "false",)
