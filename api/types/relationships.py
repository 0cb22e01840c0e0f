"""Relationships: what two actors have in common."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.compiler.paging import DEFAULT_PAGE, LARGEST_PAGE, USUAL, checked_size
from api.compiler.spec import Many, Row, Spec, column, expression, sql
from api.types import lookups
from api.types.actors import Actor
from api.types.arguments import FirstOfList
from api.types.enums import Bucket, EventKind
from api.types.events import Event, EventConnection
from api.types.figures import FigureTotal, figure
from api.types.filtering import may_have_happened
from api.types.inputs import DateRange
from api.types.kinds import AgreementSigned
from api.types.lists import events_where, in_common, outermost_event
from api.types.node import connection
from projections import events, pairs


@strawberry.type(description="How many events there are of one kind.")
class KindCount:
    """The row has kind and count."""

    kind: EventKind = strawberry.field(description="The kind.")
    count: int = column("amount", description="How many.")


@strawberry.type(description="What two actors had in common in one stretch of the calendar.")
class TimelineBucket:
    """The row has the sums of one bucket."""

    start: date | None = strawberry.field(description="The first day of the bucket; null for the bucket of undated events.")
    event_count: int = strawberry.field(description="How many events.")
    report_count: int = strawberry.field(description="How many reports of them.")
    goldstein_mean: float | None = strawberry.field(description="The mean Goldstein score of those between the two.")
    cooperation: int = strawberry.field(description="How many were cooperative.")
    conflict: int = strawberry.field(description="How many were in conflict.")
    figure: FigureTotal = figure("bucket")


def _kinds(root: Row) -> Spec:
    row = root.new("kinds")
    return Many(row, f"({pairs.kinds(in_common(root), root.at)}) {row.alias}", f"{row.text('amount')} DESC, {row.text('kind')}")


Width = Annotated[Bucket, strawberry.argument(description="How long each stretch is.")]
Days = Annotated[
    DateRange | None, strawberry.argument(description="Only events that may have happened within these days, as in EventFilter.")
]


def timeline(root: Any, by: Width = Bucket.YEAR, occurred: Days = strawberry.UNSET, first: FirstOfList = strawberry.UNSET) -> Any:
    """The events in common that may have happened within some days, bucket by bucket, in order of time; undated ones last."""
    row, event = root.new("bucket"), root.new(events.TABLE)
    limits = list(may_have_happened(event, occurred)) if occurred else []
    within = f"SELECT {event.text('position')} FROM {event.source} WHERE {' AND '.join((event.held(), *limits))}" if limits else ""
    source = pairs.timeline(in_common(root), by.value, root.at, within)
    return Many(row, f"({source}) {row.alias}", f"{row.text('start')} NULLS LAST", limit=checked_size(first or 0))


def _is_in_common(root: Row, event: Row) -> str:
    return f"{event.text('position')} IN ({pairs.positions(in_common(root))})"


def _agreements(root: Any, first: FirstOfList = strawberry.UNSET) -> Any:
    row = root.new(events.TABLE)
    is_agreement = f"{row.text('kind')} = 'agreement_signed'"
    order = f"{row.text('sort_date')} NULLS LAST, {row.text('position')}"
    return Many(row, row.where(f"{_is_in_common(root, row)} AND {is_agreement}"), order, limit=checked_size(first or 0))


def _edge_event(root: Row, *, last: bool) -> Spec:
    return outermost_event(root, pairs.positions(in_common(root)), last=last)


def _between(root: Row) -> Spec:
    pair = root.new("pair")
    actor = lookups.actor(root, pair.text("ref"))
    refs = f"unnest(ARRAY[{root.text('one')}, {root.text('other')}]) WITH ORDINALITY AS {pair.alias} (ref, place)"
    return Many(actor.row, f"{refs} JOIN LATERAL {actor.found()} ON true", pair.text("place"))


@strawberry.type(description="What two actors have in common: the events in which both take part and form a pair.")
class Relationship:
    """The row has the sums over a CTE of the pair's events, called as `in_common` says."""

    between: list[Actor] = expression(_between, description="The two.")
    event_count: int = strawberry.field(description="How many events they have in common.")
    report_count: int = strawberry.field(description="How many reports of those events.")
    cooperation: int = strawberry.field(description="How many of the events between them were cooperative.")
    conflict: int = strawberry.field(description="How many of the events between them were in conflict.")
    goldstein_mean: float | None = strawberry.field(
        description="The mean Goldstein score of the events between them; allies against a third are left out."
    )
    first_event: Event | None = expression(lambda root: _edge_event(root, last=False), description="The earliest.")
    last_event: Event | None = expression(lambda root: _edge_event(root, last=True), description="The latest.")
    kinds: list[KindCount] = expression(_kinds, description="How many events of each kind, most first.")
    timeline: list[TimelineBucket] = sql(
        timeline,
        list[TimelineBucket],
        description="Year by year, or by month or day; buckets add up to eventCount.",
        metadata={"page": LARGEST_PAGE},
    )
    events: EventConnection = sql(events_where(_is_in_common), EventConnection, description="The events.")  # type: ignore[valid-type]
    agreements: list[AgreementSigned] = sql(  # type: ignore[valid-type]
        _agreements,
        list[AgreementSigned],  # type: ignore[valid-type]
        description="The agreements that both signed.",
        metadata={USUAL: DEFAULT_PAGE},
    )


RelationshipConnection = connection(Relationship, "Relationship")
