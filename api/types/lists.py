"""Lists of events, of relationships and of what has names, in SQL, so that no GraphQL type needs another for it."""

from collections.abc import Callable
from typing import Any

import strawberry

from api.compiler.paging import window
from api.compiler.spec import Describe, Key, One, Page, Row, Spec, Walk, by
from api.types.arguments import After, Before, Filter, First, Last, OrderOfEvents
from api.types.enums import EventOrder, RelationshipOrder
from api.types.filtering import conditions
from api.types.inputs import EventFilter
from domain.errors import BadInput
from domain.names import name_key
from projections import actors, names, pairs
from projections import events as events_view

ORDERS = {
    EventOrder.OCCURRED_DESC: (Key(events_view.LATEST_FIRST, "date", descending=True), by("position", "bigint", descending=True)),
    EventOrder.OCCURRED_ASC: (Key(events_view.EARLIEST_FIRST, "date"), by("position", "bigint")),
    EventOrder.POSITION_DESC: (by("position", "bigint", descending=True),),
    EventOrder.POSITION_ASC: (by("position", "bigint"),),
}
"""The columns of each order. Undated events come last both ways."""


def events_where(
    among: Callable[[Row, Row], str] | None = None, walk: Callable[[Row, EventFilter | None], Walk] | None = None
) -> Describe:
    """The events of something: `among` gives SQL that tells from the thing's row and an event's whether it is one of them.

    Or `walk` leads to those that meet a filter. All events, where there is neither."""

    def events(
        root: Any,
        filter: Filter = strawberry.UNSET,
        order_by: OrderOfEvents = EventOrder.OCCURRED_DESC,
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> Any:
        row, keys = root.new(events_view.TABLE), ORDERS[order_by]
        page = window(row, order_by.value, keys, first, after, last, before)
        # Those to which a walk leads meet the filter.
        source = f"{row.source} WHERE {row.held() if walk else conditions(row, filter, nested=among is not None)}"
        if among:
            source += f" AND {among(root, row)}"
        return Page(row, source, keys, page, walk=walk(root, filter or None) if walk else None)

    return events


all_events = events_where()
"""The events that meet a filter."""


def outermost_event(root: Row, positions: str, *, last: bool) -> Spec:
    """The first or last of the events with some positions, SQL for a set."""
    row = root.new(events_view.TABLE)
    return One(row, events_view.outermost(row.alias, positions, row.at, last=last))


def in_common(relationship: Row) -> str:
    """The name of the CTE with the events that two actors have in common: rows as `projections.pairs.events` has them."""
    return f"{relationship.alias}_events"


def relationship_of(
    root: Row, one: str, other: str, *, predecessors: bool = False, alone: tuple[bool, bool] = (False, False)
) -> One:
    """The relationship of two survivors, whose refs are given as SQL; `alone`: for which of them nobody else stands."""
    row = root.new("relationship")
    ours = actors.family(one, root.at, predecessors=predecessors, alone=alone[0])
    theirs = actors.family(other, root.at, predecessors=predecessors, alone=alone[1])
    ctes = f"{in_common(row)} AS MATERIALIZED ({pairs.events(ours, theirs, root.at)})"
    sums = f"SELECT {one} AS one, {other} AS other, {pairs.sums('e', root.at)} FROM {in_common(row)} e"
    return One(row, f"({sums}) {row.alias}", ctes=ctes)


def relationships_of(root: Row, ref: str, order_by: RelationshipOrder, *, alone: bool, **page: Any) -> Page:
    """The relationships of a survivor, whose ref is given as SQL, by the number of events. `alone`: nobody else stands for it."""
    row = root.new("other")
    descending = order_by is RelationshipOrder.EVENTS_DESC
    keys = (by("amount", "bigint", descending=descending), by("ref", "text", descending=descending))
    partners = pairs.partners(ref, actors.family(ref, root.at, alone=alone), root.at)
    return Page(
        row,
        f"({partners}) {row.alias} WHERE true",
        keys,
        window(row, order_by.value, keys, **page),
        node=lambda inner: relationship_of(root, ref, inner.text("ref"), alone=(alone, False)),
    )


def named_page(row: Row, where: str, search: str | None, first: int | None, after: str | None) -> Page:
    """Actors or places by name; an actor also by the names of those merged into it."""
    if search:
        if not (key := name_key(search)):
            raise BadInput(f"{search[:100]!r} has no letters or digits to search for")
        assert row.table
        where += f" AND {row.text('ref')} IN ({names.things_called_like(row.table.name, row.param(f'%{key}%'), row.at)})"
    keys = (by("sort_name", "text"), by("ref", "text"))
    return Page(row, row.where(where), keys, window(row, "name", keys, first, after))
