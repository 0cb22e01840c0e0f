"""How far the views have come."""

from typing import Any

import strawberry

from api.compiler.paging import checked_size
from api.compiler.spec import Many, One, Row, Scalar, Spec, column, expression, sql
from api.types.arguments import First
from api.types.discrepancies import DiscrepancyCount
from api.types.events import Event
from api.types.relationships import KindCount
from api.types.scalars import Position
from domain.log import queries
from projections import discrepancies as contradictions
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


def _discrepancies(root: Row) -> Spec:
    row = root.new("counts")
    return Many(row, f"({contradictions.counts(root.text('position'))}) {row.alias}", row.text("kind"))


def _all_overdue(event: Row) -> str:
    return event.where(f"{events.is_listed(event.alias)} AND {events.is_overdue(event.alias, event.at)}")


def _overdue(root: Any, first: First = strawberry.UNSET) -> Any:
    row = root.new(events.TABLE)
    order = f"{row.text('occurred_latest')}, {row.text('position')}"
    return Many(row, _all_overdue(row), order, limit=checked_size(first or 0))


def _overdue_count(root: Row) -> Spec:
    return Scalar(f"(SELECT count(*) FROM {_all_overdue(root.new(events.TABLE))})")


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
    discrepancies: list[DiscrepancyCount] = expression(
        _discrepancies, description="How many contradictions the log has, by kind. Query.discrepancies has them one by one."
    )
    overdue_count: int = expression(
        _overdue_count,
        description="How many planned and announced events were to be over before the day (in UTC) of the last entry,"
        " and nothing tells what became of them. EventFilter.overdue finds them as of any moment.",
    )
    overdue: list[Event] = sql(_overdue, list[Event], description="Those events, the one that was due first at the beginning.")


def status(root: Any) -> Any:
    """Where log and views stand."""
    row = root.new("checkpoint")
    return One(row, f"checkpoint {row.alias}")
