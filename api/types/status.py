"""How far the views have come."""

from typing import Any

import strawberry

from api.compiler.spec import Many, One, Row, Scalar, Spec, column, expression
from api.types.relationships import KindCount
from api.types.scalars import Position
from domain.log import queries
from projections import events
from projections.views import VIEWS


@strawberry.type(description="How far one view has come.")
class ViewStatus:
    """The row has the view's name; all views share one checkpoint."""

    name: str = strawberry.field(description="The view. Example: event")
    position: Position = strawberry.field(description="The position up to which it is folded.")
    lag: int = strawberry.field(description="How many entries it has still to fold.")


def _lag(root: Row) -> Spec:
    return Scalar(f"({queries.ENTRIES_AFTER.format(position=root.text('position'))})")


def _views(root: Row) -> Spec:
    row, position = root.new("view"), root.text("position")
    views = f"unnest({root.param([view.name for view in VIEWS])}::text[]) v (view)"
    lag = queries.ENTRIES_AFTER.format(position=position)
    source = f"(SELECT v.view AS name, {position} AS position, ({lag}) AS lag FROM {views}) {row.alias}"
    return Many(row, source, f'{row.text("name")} COLLATE "C"')


def _counts(root: Row) -> Spec:
    row, e = root.new("counts"), root.new(events.TABLE)
    listed = e.where(events.is_listed(e.alias))
    source = f"(SELECT {e.text('kind')}, count(*) AS amount FROM {listed} GROUP BY 1) {row.alias}"
    return Many(row, source, f"{row.text('amount')} DESC, {row.text('kind')}")


@strawberry.type(description="How far the log goes and how far the views have come.")
class Status:
    """The row is the checkpoint."""

    head: Position = expression(lambda root: Scalar(f"({queries.HEAD})"), description="The position of the log's last entry.")
    position: Position = column("position", description="The position up to which the views are folded.")
    lag: int = expression(_lag, description="How many entries are not yet folded.")
    parked: int = expression(
        lambda root: Scalar("(SELECT count(*) FROM parked)"),
        description="How many entries could not be folded.",
    )
    views: list[ViewStatus] = expression(_views, description="View by view.")
    counts: list[KindCount] = expression(_counts, description="How many events there are of each kind.")


def status(root: Any) -> Any:
    """Where log and views stand."""
    row = root.new("checkpoint")
    return One(row, f"checkpoint {row.alias}")
