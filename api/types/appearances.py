"""Appearances: when several actors took part in one event together, and how long it had been."""

from typing import Any

import strawberry

from api.compiler.paging import checked_size
from api.compiler.spec import Embedded, Many, Row, Spec, expression
from api.types import lookups
from api.types.events import Event
from api.types.filtering import conditions
from api.types.inputs import EventFilter
from api.types.values import Elapsed
from domain.errors import BadInput
from projections import events, standings


def _since_previous(root: Row) -> Spec:
    return Embedded(root, present=f"{root.text('days')} IS NOT NULL")


@strawberry.type(description="One of the events in which several actors took part together.")
class Appearance:
    """The row has the event, its rank and the time since the one before."""

    event: Event = expression(lambda root: lookups.event(root, root.text("event_id")), description="The event.")
    ordinal: int = strawberry.field(description="Its rank among those that the log holds, from 1.")
    since_previous: Elapsed | None = expression(
        _since_previous,
        description="The time since the one before; null for the first, and where a date is unknown.",
    )


def appearances(root: Row, names: list[str], kinds: Any, predecessors: bool, first: int) -> Many:
    """The first of the events in which all of the named take part, in order of time. Raises BadInput."""
    if not names:
        raise BadInput("together names nobody; give at least one actor")
    e, row = root.new(events.TABLE), root.new("appearance")
    together = lookups.families(root, names, predecessors=predecessors)
    take_part = standings.all_take_part(e.text("id"), e.at, together.rows, together.number)
    where = f"{conditions(e, EventFilter(kinds=kinds or None))} AND {take_part}"
    return Many(row, f"({events.ranked(e.alias, where)}) {row.alias}", row.text("ordinal"), limit=checked_size(first))
