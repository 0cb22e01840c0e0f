"""Appearances: when several actors took part in one event together, and how long it had been."""

from typing import Any

import strawberry

from api.compiler.spec import Embedded, Many, Row, Spec, expression
from api.types import lookups
from api.types.events import Event
from api.types.filtering import conditions
from api.types.inputs import EventFilter
from api.types.pairs import family, together
from api.types.values import Elapsed
from domain.errors import BadInput


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


def appearances(root: Row, names: list[str], kinds: Any, predecessors: bool) -> Many:
    """The events in which all of the named take part, in order of time. Raises BadInput."""
    if not names:
        raise BadInput("together names nobody; give at least one actor")
    e, row = root.new("event"), root.new("appearance")
    families = [family(root, name, predecessors=predecessors) for name in names]
    where = f"{conditions(e, EventFilter(kinds=kinds or None))} AND {together(e, families)}"
    order = f"{e.alias}.sort_date NULLS LAST, {e.alias}.position"
    previous = f"lag({e.alias}.occurred_earliest) OVER (ORDER BY {order})"
    ranked = (
        f"SELECT {e.alias}.id AS event_id, row_number() OVER (ORDER BY {order}) AS ordinal,"
        f" {e.alias}.occurred_earliest - {previous} AS days,"
        f" extract(year FROM age({e.alias}.occurred_earliest, {previous}))::int AS years"
        f" FROM event {e.alias} WHERE {where}"
    )
    return Many(row, f"({ranked}) {row.alias}", f"{row.alias}.ordinal")
