"""Groups of events: how many there are by any mix of dimensions."""

from collections.abc import Sequence
from typing import Any

import strawberry

from api.compiler.paging import window
from api.compiler.spec import Many, Row
from api.types.enums import EventDimension, EventGroupOrder
from api.types.figures import FigureTotal, figure
from api.types.filtering import conditions
from domain.errors import BadInput
from projections import events, grouping


@strawberry.type(description="The events that have the same keys, one key for each of the dimensions asked for.")
class EventGroup:
    """The row has the sums of one group."""

    keys: list[str] = strawberry.field(
        description="The group's key in each dimension, in the order of `by`; EventDimension says what each is."
        ' An event that has none there (no date, no place, no report) has the key "". Example: ["2025", "PRK RUS"]'
    )
    event_count: int = strawberry.field(description="How many events; one counts once under each of its keys.")
    report_count: int = strawberry.field(description="How many reports there are of those events, whoever made them.")
    goldstein_mean: float | None = strawberry.field(
        description="The mean Goldstein score of those events that have one, from -10 (conflict) to 10 (cooperation)."
        " By PAIR, of those alone in which the two stand on different sides or are mutual."
    )

    figure: FigureTotal = figure("group")


def event_groups(root: Row, by: Sequence[EventDimension], filter: Any, order: EventGroupOrder, first: int | None) -> Many:
    """The groups of the events that meet a filter, in an order, those that lack a key last. Raises BadInput."""
    if len(set(by)) < len(by):
        raise BadInput("by names a dimension twice; name each once")
    row, event, limit = root.new("group"), root.new(events.TABLE), window(root, "", (), first).limit
    found = f"SELECT {event.alias}.* FROM {event.source} WHERE {conditions(event, filter)}"
    groups = grouping.groups(found, [dimension.value for dimension in by], order.value, root.at)
    return Many(row, f"({groups} ORDER BY place LIMIT {limit}) {row.alias}", row.text("place"))
