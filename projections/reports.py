"""The view of reports: which source says what about each event."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import Event
from domain.log.stored import Recorded
from domain.names import name_key
from domain.revisions import EventCorrected, EventCorroborated, EventRevision, ReportWithdrawn
from domain.values.dates import read_edtf
from domain.values.report import Report
from projections.events import members
from projections.period import held
from projections.rows import Rows
from projections.table import Int32, Table
from projections.view import View

LINES = 1000
"""Reports that one entry may bring: line = version in the stream * LINES + number."""

OTHERS = 10**15
"""Added to the line of a report that the event was not recorded or corrected with: those that it was come first."""


class ReportRow(NamedTuple):
    """One passage of one source.

    `of_event`: it is an account of the event, not the grounds of a retraction or a merge; `own`: the event was recorded
    or corrected with it."""

    event_id: UUID
    line: int
    of_event: bool
    own: bool
    position: int
    source: str
    quote: str | None
    attributed_to: list[str]
    attributed_keys: list[str]
    via: str | None
    dated: str | None
    dated_earliest: date | None
    dated_latest: date | None
    dated_precision: str
    stated_in: UUID | None
    hedge: str
    confidence: Int32 | None
    says: dict[str, Any]
    words: str


TABLE = Table(
    "report",
    ReportRow,
    indexes=("(source)", "USING gin (words gin_trgm_ops)"),
)


def _evolve(rows: Rows[ReportRow], recorded: Recorded) -> None:
    entry, key = recorded.entry, recorded.stream
    kept = dict(rows.of(key))
    if isinstance(entry, Event):
        kept = _lines(recorded, entry.report, own=True)
    elif isinstance(entry, EventRevision):
        own = entry.replacement.report if isinstance(entry, EventCorrected) else ()
        if own:
            kept = {line: row for line, row in kept.items() if not row.own}
        if isinstance(entry, ReportWithdrawn):
            kept = {line: row for line, row in kept.items() if not _withdrawn(row, entry)}
        kept = kept | _lines(recorded, own, own=True) | _lines(recorded, entry.report, after=len(own))
    rows.put(key, recorded.position, list(kept.values()))


def _withdrawn(row: ReportRow, entry: ReportWithdrawn) -> bool:
    return row.source == entry.source and entry.quote in (None, row.quote)


def _lines(recorded: Recorded, reports: Sequence[Report], *, own: bool = False, after: int = 0) -> dict[int, ReportRow]:
    first = recorded.version * LINES + after + (0 if own else OTHERS)
    return {line: _row(recorded, line, report, own) for line, report in enumerate(reports, start=first)}


def _row(recorded: Recorded, line: int, report: Report, own: bool) -> ReportRow:
    when = read_edtf(report.dated or "")
    return ReportRow(
        event_id=recorded.stream,
        line=line,
        of_event=own or isinstance(recorded.entry, EventCorroborated | EventCorrected),
        own=own,
        position=recorded.position,
        source=report.source,
        quote=report.quote,
        attributed_to=list(report.attributed_to),
        attributed_keys=[name_key(name) for name in report.attributed_to],
        via=report.via,
        dated=report.dated,
        dated_earliest=when.earliest,
        dated_latest=when.latest,
        dated_precision=when.precision.value,
        stated_in=UUID(report.stated_in) if report.stated_in else None,
        hedge=report.hedge.value,
        confidence=report.confidence,
        says={field: estimate.model_dump(mode="json") for field, estimate in report.says.items()},
        words=name_key(report.quote or ""),
    )


VIEW = View(table=TABLE, kinds=(Event, EventRevision), evolve=_evolve)


def about(alias: str, event: str, alone: str, at: str) -> str:
    """What follows FROM for the reports of an event and of those merged into it; `alone`: SQL for whether there are any."""
    # Nearly every event is alone: then the others are not looked for.
    ids = f"CASE WHEN {alone} THEN ARRAY[{event}] ELSE ARRAY({members(event, at)}) END"
    return f"report {alias} WHERE {alias}.event_id = ANY({ids}) AND {held(alias, at)} AND {alias}.of_event"


def brought_by(alias: str, event: str, position: str) -> str:
    """What follows FROM for the reports that an event's entry at a position brought."""
    return (
        f"report {alias} WHERE {alias}.event_id = {event}"
        f" AND {alias}.position = {position} AND {alias}.known_from = {alias}.position"
    )


def number(event: str, at: str) -> str:
    """SQL for how many reports there are of an event and of those merged into it."""
    return (
        f"(SELECT count(*) FROM event d JOIN report r ON r.event_id = d.id WHERE d.survivor = {event}"
        f" AND {held('d', at)} AND {held('r', at)} AND r.of_event)"
    )


def hedged(event: str, hedges: str, at: str) -> str:
    """SQL: an event has a report with one of the hedges in an array."""
    return _reported(event, f"r.hedge = ANY({hedges})", at)


def from_source(event: str, source: str, at: str) -> str:
    """SQL: an event has a report from a source."""
    return _reported(event, f"r.source = {source}", at)


def _reported(event: str, condition: str, at: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM event d JOIN report r ON r.event_id = d.id"
        f" WHERE d.survivor = {event} AND {held('d', at)} AND {held('r', at)} AND r.of_event AND {condition})"
    )


def came_out(alias: str, first: str | None, last: str | None, at: str) -> str:
    """SQL: a report is dated within these days, or its source was published within them. One bound may be open.

    A date whose bounds are not known excludes nothing; where there is none, nothing is known to have come out."""
    dated = _may_lie_within(f"{alias}.dated", first, last)
    published = _may_lie_within("s.published", first, last)
    return f"({dated} OR EXISTS (SELECT 1 FROM source s WHERE s.ref = {alias}.source AND {held('s', at)} AND {published}))"


def any_came_out(event: str, first: str | None, last: str | None, at: str) -> str:
    """SQL: one of an event's reports did."""
    return _reported(event, came_out("r", first, last, at), at)


def _may_lie_within(date: str, first: str | None, last: str | None) -> str:
    after = f" AND coalesce({date}_latest, 'infinity') >= {first}" if first else ""
    before = f" AND coalesce({date}_earliest, '-infinity') <= {last}" if last else ""
    return f"({date} IS NOT NULL{after}{before})"
