"""How far the views have come."""

from typing import Any

import strawberry

from api.compiler.spec import Many, One, Row, Scalar, Spec, column, expression
from api.types.relationships import KindCount
from api.types.scalars import Position
from domain.log import tables
from projections.views import VIEWS


@strawberry.type(description="How far one view has come.")
class ViewStatus:
    """The row has the view's name; all views share one checkpoint."""

    name: str = strawberry.field(description="The view. Example: event")
    position: Position = strawberry.field(description="The position up to which it is folded.")
    lag: int = strawberry.field(description="How many entries it has still to fold.")


def _lag(root: Row) -> Spec:
    return Scalar(f"({tables.AFTER.format(position=root.text('position'))})")


def _views(root: Row) -> Spec:
    row = root.new("view")
    names = root.param([view.name for view in VIEWS])
    lag = tables.AFTER.format(position=root.text("position"))
    source = (
        f"(SELECT v.name, {root.text('position')} AS position, ({lag}) AS lag FROM unnest({names}::text[]) v (name)) {row.alias}"
    )
    return Many(row, source, f'{row.alias}.name COLLATE "C"')


def _counts(root: Row) -> Spec:
    row = root.new("counts")
    e = root.new("event")
    listed = f"{e.held()} AND NOT {e.alias}.retracted AND {e.alias}.merged_into IS NULL"
    source = f"(SELECT {e.alias}.kind, count(*) AS amount FROM event {e.alias} WHERE {listed} GROUP BY 1) {row.alias}"
    return Many(row, source, f"{row.alias}.amount DESC, {row.alias}.kind")


@strawberry.type(description="How far the log goes and how far the views have come.")
class Status:
    """The row is the checkpoint."""

    head: Position = expression(lambda root: Scalar(f"({tables.HEAD})"), description="The position of the log's last entry.")
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
