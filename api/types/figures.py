"""Figures of several events, added up."""

from typing import Annotated, Any

import strawberry

from api.compiler.spec import One, expression, sql
from api.types.scalars import Quantity
from api.types.values import Estimate, json_object
from domain.values.estimate import Basis
from projections import figures


@strawberry.type(
    description="What a figure adds up to over those of several events that give it: each event's own, as last corrected."
)
class FigureTotal:
    """The row has the sums."""

    low: Quantity | None = strawberry.field(
        description="The sum of the least that it can be, or of `best` where an event gives no `low`; null where one gives neither,"
        " where none gives the figure, and where their units differ."
    )
    best: Quantity | None = strawberry.field(
        description="The sum of the figures themselves; null where an event gives only bounds."
    )
    high: Quantity | None = strawberry.field(description="The sum of the most that it can be, as for `low`.")
    unit: str | None = strawberry.field(description="The unit of all that give one; null where none does, or they differ.")
    basis: Basis | None = strawberry.field(
        description="NEW where figures were added up. CUMULATIVE where all are running totals: then the last one is told, by date."
        " Where there are both, only those are added up that are no running totals. Null where no event gives the figure."
    )
    event_count: int = strawberry.field(description="How many events give the figure, running totals among them.")
    without: int = strawberry.field(description="How many events do not.")
    cumulative: Estimate | None = expression(
        lambda root: json_object(root, "running"), description="The last running total, by date; null where there is none."
    )


FigureName = Annotated[str, strawberry.argument(description="The field of events that holds it. Example: deaths")]


def _figure(root: Any, name: FigureName) -> Any:
    row, field = root.new("total"), f"{root.param(figures.figure_name(name))}::text"
    return One(row, f"({figures.total(root.alias, field, root.text('event_count'))}) {row.alias}")


def figure(of: str) -> Any:
    """The field `figure` of a type whose row has the number of its events, and the contents that `figures.gathered` gives."""
    return sql(_figure, FigureTotal, description=f"What one of their figures adds up to over the events of the {of}.")
