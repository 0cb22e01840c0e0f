"""Appearances: when several actors were in one place together, and how long it had been."""

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
from projections import appearances as ranking
from projections import events, standings


def _since_previous(root: Row) -> Spec:
    return Embedded(root, present=f"{root.text('days')} IS NOT NULL")


@strawberry.type(description="One of the events in which several actors were together.")
class Appearance:
    """The row has the event, its rank and the time since the one before."""

    event: Event = expression(lambda root: lookups.event(root, root.text("event_id")), description="The event.")
    ordinal: int = strawberry.field(description="Its rank among those that the log holds, from 1.")
    since_previous: Elapsed | None = expression(
        _since_previous,
        description="The time since the one before; null for the first, and where a date is unknown.",
    )


def appearances(root: Row, names: list[str], kinds: Any, predecessors: bool, first: int) -> Many:
    """The first of the events in which all of the named were present, in order of time. Raises BadInput.

    Of given kinds, all events in which they take part count: who asks for calls means calls."""
    if not names:
        raise BadInput("together names nobody; give at least one actor")
    e, row = root.new(events.TABLE), root.new("appearance")
    together = lookups.families(root, names, predecessors=predecessors)
    are_together = standings.all_take_part if kinds else standings.all_present
    all_of_them = are_together(e.text("position"), e.at, together.rows, together.number)
    where = f"{conditions(e, EventFilter(kinds=kinds or None))} AND {all_of_them}"
    return Many(row, f"({ranking.ranked(e.alias, where)}) {row.alias}", row.text("ordinal"), limit=checked_size(first))
