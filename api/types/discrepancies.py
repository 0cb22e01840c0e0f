"""Discrepancies: what contradicts itself in the log, each with the events, the reports and one sentence."""

from typing import Any

import strawberry

from api.compiler.paging import LARGEST_PAGE, window
from api.compiler.spec import Many, Page, Row, Spec, by, column, expression
from api.types.enums import DiscrepancyKind
from api.types.events import Event
from api.types.filtering import conditions
from api.types.node import connection
from api.types.reports import Report
from projections import discrepancies as contradictions
from projections import events, reports


def _events(root: Row) -> Spec:
    row, ids = root.new(events.TABLE), root.text("events")
    order = f"array_position({ids}, {row.text('id')}), {row.text('position')}"
    survivors = contradictions.survivors(ids, root.at)
    return Many(row, row.where(f"{row.text('id')} IN ({survivors})"), order, limit=LARGEST_PAGE)


def _reports(root: Row) -> Spec:
    row = root.new(reports.TABLE)
    source = contradictions.reports_of(row.alias, root.text("report_events"), root.text("report_lines"), root.at)
    return Many(row, source, f"{row.text('event_id')}, {row.text('line')}", limit=LARGEST_PAGE)


@strawberry.type(description="Something in the log that cannot be true together with something else in it.")
class Discrepancy:
    """The row is one of `discrepancies.found`."""

    kind: DiscrepancyKind = strawberry.field(description="What sort of contradiction it is.")
    events: list[Event] = expression(_events, description="The events concerned, the one that makes the claim first.")
    reports: list[Report] = expression(_reports, description="The reports that say so.")
    field: str | None = strawberry.field(description="The field of the event that it is about. Example: deaths")
    explanation: str = strawberry.field(description="What contradicts what, in one sentence.")


def discrepancies(root: Row, filter: Any, kinds: Any, first: int | None, after: str | None) -> Page:
    """What contradicts itself at the position, the contradiction that was learned of last first."""
    row, keys = root.new("discrepancy"), (by("position", "bigint", descending=True), by("id", "text"))
    where = "true"
    if kinds:
        where = f"{row.text('kind')} = ANY({root.param([kind.value for kind in kinds])}::text[])"
    if filter:
        e = root.new(events.TABLE)
        meant = e.where(f"{e.text('id')} = ANY({row.text('events')}) AND {conditions(e, filter)}")
        where += f" AND EXISTS (SELECT 1 FROM {meant})"
    found = f"({contradictions.found(root.at)}) {row.alias} WHERE {where}"
    return Page(row, found, keys, window(row, "position", keys, first, after))


DiscrepancyConnection = connection(Discrepancy, "Discrepancy")


@strawberry.type(description="How many discrepancies of one kind there are.")
class DiscrepancyCount:
    """The row is one of `discrepancies.counts`."""

    kind: DiscrepancyKind = strawberry.field(description="What sort of contradiction.")
    count: int = column("amount", description="How many.")
