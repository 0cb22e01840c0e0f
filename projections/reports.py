"""The view of reports: which source says what about each event."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import Event
from domain.log.stored import Recorded
from domain.names import name_key
from domain.revisions import EventRevision
from domain.revisions.accounts import Account, Accounts, heard
from domain.values.dates import read_edtf
from domain.values.report import Report
from projections.events import all_members
from projections.period import held
from projections.rows import Rows
from projections.table import Int32, Table
from projections.view import View


class ReportRow(NamedTuple):
    """One passage of one source, with every figure that it gives; the flags are those of an `Account`."""

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
    given: list[str]
    coded: dict[str, Any] | None
    coded_keys: list[str] | None
    words: str


TABLE = Table(
    "report",
    ReportRow,
    indexes=(
        "(source)",
        "USING gin (words gin_trgm_ops)",
        "(event_id) WHERE says <> '{}'",
        "(event_id) WHERE hedge = 'denied'",
        "USING gin (coded_keys) WHERE coded_keys IS NOT NULL",
    ),
)


def _evolve(rows: Rows[ReportRow], recorded: Recorded) -> None:
    old = rows.of(recorded.stream)
    before = {line: _account(row) for line, row in old.items()} if old else {}
    after = heard(before, recorded.entry, recorded.version)
    rows.put(recorded.stream, recorded.position, [_row(recorded, line, a, old.get(line), before) for line, a in after.items()])


def _account(row: ReportRow) -> Account:
    fields = {name: value for name in Report.model_fields if (value := getattr(row, name)) is not None}
    fields["stated_in"] = row.stated_in and str(row.stated_in)
    return Account(Report.model_validate(fields), row.own, row.of_event, tuple(row.given))


def _row(recorded: Recorded, line: int, account: Account, old: ReportRow | None, before: Accounts) -> ReportRow:
    if old and account == before[line]:
        return old
    report, when = account.report, read_edtf(account.report.dated or "")
    return ReportRow(
        event_id=recorded.stream,
        line=line,
        of_event=account.of_event,
        own=account.own,
        position=old.position if old else recorded.position,
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
        given=list(account.given),
        coded={column: list(values) for column, values in report.coded.items()} or None,
        coded_keys=sorted(coded_keys(report)) or None,
        words=name_key(report.quote or ""),
    )


def coded_keys(report: Report) -> set[str]:
    """By what a report is found that a data set has coded: each value alone, and with its column in front."""
    values = [(column, value) for column, values in report.coded.items() for value in values]
    return {coded_key(text) for column, value in values for text in (value, f"{column}={value}")}


def coded_key(text: str) -> str:
    """A coded value, or a column and its value ("event_type=Battles"), as such are compared: whatever the case of its letters."""
    return text.strip().casefold()


VIEW = View(table=TABLE, kinds=(Event, EventRevision), evolve=_evolve)


def about(alias: str, event: str, alone: str, at: str) -> str:
    """What follows FROM for the reports of an event and of those merged into it; `alone`: SQL for whether none was."""
    ids = all_members(event, alone, at)
    return f"report {alias} WHERE {alias}.event_id = ANY({ids}) AND {held(alias, at)} AND {alias}.of_event"


def figures(field: str, event: str, alone: str, at: str) -> str:
    """SQL for the figures, as `figure`, that the reports of an event and of those merged into it give for a field.

    Those that were recorded with no report count as well; where nothing else gives the field, what the events themselves have."""
    own = f"SELECT m.content->'{field}', NOT m.unreported FROM event m WHERE m.id = ANY({all_members(event, alone, at)}) AND"
    said = f"SELECT r.says->'{field}', false FROM {about('r', event, alone, at)}"
    all = f"({own} {held('m', at)} UNION ALL {said}) AS g (figure, spare) WHERE jsonb_typeof(g.figure) = 'object'"
    return f"SELECT f.figure FROM (SELECT g.*, bool_and(g.spare) OVER () AS nobody FROM {all}) f WHERE f.nobody OR NOT f.spare"


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


def coded(event: str, keys: str, at: str) -> str:
    """SQL: an event has a report that a data set codes by one of the keys in an array."""
    return (
        f"{event} IN (SELECT d.survivor FROM event d JOIN report r ON r.event_id = d.id"
        f" WHERE r.coded_keys && {keys} AND {held('d', at)} AND {held('r', at)} AND r.of_event)"
    )


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
