"""Relationships: what two actors have in common."""

from datetime import date
from typing import Annotated, Any

import strawberry

from api.compiler.paging import window
from api.compiler.spec import Key, Many, One, Page, Row, Spec, column, expression, sql
from api.types import lookups
from api.types.actors import Actor
from api.types.enums import Bucket, EventKind, RelationshipOrder
from api.types.events import Event, EventConnection, events_where, first_event
from api.types.filtering import may_have_happened
from api.types.inputs import DateRange
from api.types.kinds import AgreementSigned
from api.types.node import connection
from api.types.pairs import family_of, pair_events
from projections.period import held
from projections.standings import are_pair, counted

COOPERATION = "('verbal_cooperation', 'material_cooperation')"
CONFLICT = "('verbal_conflict', 'material_conflict')"


def sums(row: Row, events: str) -> str:
    """SQL for what a set of pair events adds up to: counts, and the scores of those that tell how the two get on."""
    e = events
    reports = (
        f"(SELECT count(*) FROM event d JOIN report r ON r.event_id = d.id WHERE d.survivor = {e}.event_id"
        f" AND {held('d', row.at)} AND {held('r', row.at)} AND r.of_event)"
    )
    return (
        f"count(*) AS event_count, coalesce(sum({reports}), 0) AS report_count,"
        f" count(*) FILTER (WHERE {e}.across AND {e}.quad IN {COOPERATION}) AS cooperation,"
        f" count(*) FILTER (WHERE {e}.across AND {e}.quad IN {CONFLICT}) AS conflict,"
        f" (avg({e}.goldstein) FILTER (WHERE {e}.across) / 100)::double precision AS goldstein_mean"
    )


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


def _kinds(root: Row) -> Spec:
    row = root.new("kinds")
    source = f"(SELECT e.kind, count(*) AS amount FROM {_cte(root)} e GROUP BY e.kind) {row.alias}"
    return Many(row, source, f"{row.alias}.amount DESC, {row.alias}.kind")


def _cte(root: Row) -> str:
    return f"{root.alias}_events"


Width = Annotated[Bucket, strawberry.argument(description="How long each stretch is.")]
Days = Annotated[
    DateRange | None, strawberry.argument(description="Only events that may have happened within these days, as in EventFilter.")
]


def timeline(root: Any, by: Width = Bucket.YEAR, occurred: Days = strawberry.UNSET) -> Any:
    """The events in common that may have happened within some days, bucket by bucket, in order of time; undated ones last."""
    row, event = root.new("bucket"), root.new("event")
    limits = [event.held(), *may_have_happened(event, occurred)] if occurred else []
    within = f" WHERE e.event_id IN (SELECT {event.alias}.id FROM event {event.alias} WHERE {' AND '.join(limits)})"
    where = within if len(limits) > 1 else ""
    start = f"date_trunc('{by.value}', e.sort_date)::date"
    source = f"(SELECT {start} AS start, {sums(root, 'e')} FROM {_cte(root)} e{where} GROUP BY 1) {row.alias}"
    return Many(row, source, f"{row.alias}.start NULLS LAST")


def _in_common(root: Row, event: Row) -> str:
    return f"{event.alias}.id IN (SELECT e.event_id FROM {_cte(root)} e)"


def _agreements(root: Row) -> Spec:
    row = root.new("event")
    ids = f"SELECT e.event_id FROM {_cte(root)} e WHERE e.kind = 'agreement_signed'"
    source = f"event {row.alias} WHERE {row.alias}.id IN ({ids}) AND {row.held()}"
    return Many(row, source, f"{row.alias}.sort_date NULLS LAST, {row.alias}.position")


def _edge_event(root: Row, *, last: bool) -> Spec:
    return first_event(root, f"SELECT e.event_id FROM {_cte(root)} e", last=last)


def _between(root: Row) -> Spec:
    actor = lookups.actor(root, "pair.ref")
    refs = f"unnest(ARRAY[{root.text('one')}, {root.text('other')}]) WITH ORDINALITY AS pair (ref, place)"
    source = f"{refs} JOIN LATERAL {actor.found()} ON true"
    return Many(actor.row, source, "pair.place")


@strawberry.type(description="What two actors have in common: the events in which both take part and form a pair.")
class Relationship:
    """The row has the sums over a CTE of the pair's events, called as `_cte` says."""

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
    )
    events: EventConnection = sql(events_where(_in_common), EventConnection, description="The events.")  # type: ignore[valid-type]
    agreements: list[AgreementSigned] = expression(_agreements, description="The agreements that both signed.")  # type: ignore[valid-type]


def relationship_of(
    root: Row, one: str, other: str, *, predecessors: bool = False, alone: tuple[bool, bool] = (False, False)
) -> One:
    """The relationship of two survivors, whose refs are given as SQL; `alone`: for which of them nobody else stands."""
    row = root.new("relationship")
    refs = zip((one, other), alone, strict=True)
    families = (family_of(root, ref, predecessors=predecessors, alone=is_alone) for ref, is_alone in refs)
    ctes = f"{_cte(row)} AS MATERIALIZED ({pair_events(root, *families)})"
    pair = f"{one} AS one, {other} AS other"
    return One(row, f"(SELECT {pair}, {sums(root, 'e')} FROM {_cte(row)} e) {row.alias}", ctes=ctes)


def relationships_of(root: Row, ref: str, order_by: RelationshipOrder, *, alone: bool, **page: Any) -> Page:
    """The relationships of a survivor, whose ref is given as SQL, by the number of events. `alone`: nobody else stands for it."""
    row = root.new("other")
    at, family = root.at, family_of(root, ref, alone=alone)
    others = (
        "SELECT other.survivor AS ref, count(DISTINCT a.event_id) AS amount"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')}"
        f" JOIN actor other ON other.ref = b.actor AND {held('other', at)}"
        f" WHERE a.actor = ANY({family}) AND other.survivor <> {ref} AND {counted('a', at)} AND {counted('b', at)}"
        " GROUP BY 1"
    )
    descending = order_by is RelationshipOrder.EVENTS_DESC
    keys = (Key("{0}.amount", "bigint", descending), Key("{0}.ref", "text", descending))
    return Page(
        row,
        f"({others}) {row.alias} WHERE true",
        keys,
        window(row, order_by.value, keys, **page),
        node=lambda inner: relationship_of(root, ref, inner.text("ref"), alone=(alone, False)),
    )


RelationshipConnection = connection(Relationship, "Relationship")
