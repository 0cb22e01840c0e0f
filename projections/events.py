"""The view of events: what happened, as last corrected."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import HAPPENED, LINKS, Event
from domain.log.stored import Recorded
from domain.names import name_key
from domain.revisions import EventCorrected, EventReinstated, EventRetracted, EventsMerged, EventsRevision
from domain.values.dates import read_edtf
from projections.merging import merged
from projections.period import held
from projections.rows import Rows
from projections.table import Int32, Table
from projections.view import View


class EventRow(NamedTuple):
    """An event. `survivor`: the event it stands for, itself unless it was merged into another; `alone`: no other stands for it."""

    id: UUID
    line: int
    key: str
    kind: str
    label: str
    title: str | None
    position: int
    recorded_at: datetime
    occurred: str
    occurred_earliest: date | None
    occurred_latest: date | None
    occurred_precision: str
    sort_date: date | None
    place: str | None
    status: str
    happened: bool
    plover: str | None
    plover_mode: str | None
    cameo: str | None
    quad: str | None
    goldstein: Int32 | None
    part_of: UUID | None
    follows: UUID | None
    precedes: UUID | None
    response_to: UUID | None
    claimed_first_since: UUID | None
    claimed_ordinal: Int32 | None
    content: dict[str, Any]
    words: str
    retracted: bool
    merged_into: UUID | None
    survivor: UUID
    alone: bool


TABLE = Table(
    "event",
    EventRow,
    indexes=(
        "(survivor)",
        "(coalesce(sort_date, '-infinity') DESC, position DESC)",
        "(coalesce(sort_date, 'infinity'), position)",
        "(position)",
        "(kind, coalesce(sort_date, '-infinity') DESC, position DESC)",
        "(place)",
        "USING gin (words gin_trgm_ops)",
        "(sort_date) WHERE occurred_earliest IS NULL",
    ),
)


def _evolve(rows: Rows[EventRow], recorded: Recorded) -> None:
    entry, position = recorded.entry, recorded.position
    if isinstance(entry, Event):
        rows.put_one(position, _row(entry, recorded))
    elif isinstance(entry, EventsRevision):
        found = merged(rows, "id", recorded.stream, entry.duplicate_ids, undo=not isinstance(entry, EventsMerged))
        followed = {each.survivor for each in found if each.survivor != each.id}
        for each in found:
            rows.put_one(position, each._replace(alone=each.id not in followed))
    elif isinstance(entry, EventCorrected):
        rows.put_one(position, _corrected(rows.one(recorded.stream), entry.replacement, recorded))
    elif (row := rows.one(recorded.stream)) is not None:
        rows.put_one(position, row._replace(retracted=isinstance(entry, EventRetracted)))


def _corrected(old: EventRow | None, event: Event, recorded: Recorded) -> EventRow:
    """The row as restated; there is no old one where the event's own entry could not be read."""
    keeps = ("position", "recorded_at", "retracted", "merged_into", "survivor", "alone") if old else ()
    return _row(event, recorded)._replace(**{name: getattr(old, name) for name in keeps})


def _row(event: Event, recorded: Recorded) -> EventRow:
    when, coding, quad, id = event.when, event.coding, event.quad, recorded.stream
    links = {link: UUID(ref) if (ref := getattr(event, link)) else None for link in LINKS}
    return EventRow(
        id=id,
        line=1,
        key=event.key,
        kind=event.TOPIC,
        label=event.label(),
        title=event.title,
        position=recorded.position,
        recorded_at=recorded.recorded_at,
        occurred=when.edtf,
        occurred_earliest=when.earliest,
        occurred_latest=when.latest,
        occurred_precision=when.precision.value,
        sort_date=when.earliest or when.latest,
        place=event.place,
        status=event.standing.value,
        happened=event.standing in HAPPENED,
        plover=coding.plover,
        plover_mode=coding.mode,
        cameo=coding.cameo,
        quad=quad.value if quad else None,
        goldstein=event.goldstein,
        claimed_ordinal=event.claimed_ordinal,
        content=_content(event),
        words=name_key(" ".join(_words(event))),
        retracted=False,
        merged_into=None,
        survivor=id,
        alone=True,
        **links,
    )


def _content(event: Event) -> dict[str, Any]:
    """The kind's own fields but its parties; dates with the days that they stand for."""
    content = event.model_dump(mode="json", include=set(event.plain_fields()), exclude_none=True)
    for name in content.keys() & event.date_fields():
        when = read_edtf(content[name])
        content[name] = {
            "edtf": when.edtf,
            "earliest": when.earliest and when.earliest.isoformat(),
            "latest": when.latest and when.latest.isoformat(),
            "precision": when.precision.value,
        }
    return content


def _words(event: Event) -> Iterable[str]:
    yield event.title or event.label()
    values = [getattr(event, name) for name in event.plain_fields()]
    yield from (value for value in values if type(value) is str)


VIEW = View(
    table=TABLE,
    kinds=(Event, EventCorrected, EventRetracted, EventReinstated, EventsRevision),
    evolve=_evolve,
    followers="survivor",
)

LATEST_WITHOUT_START = "SELECT max(open.sort_date) FROM event open WHERE open.occurred_earliest IS NULL"
"""The latest day by which an event happened that is not known to have begun on any. All others are sorted by their earliest day."""

FIND = f"SELECT e.id, e.key, e.survivor FROM event e WHERE e.id = ANY(%(ids)s) AND {held('e', '%(at)s')}"
"""The events with these ids, with the event that each stands for."""

NEAREST_KEYS = f"""
SELECT e.key FROM event e WHERE lower(e.key) %% lower(%(key)s COLLATE "C") AND {held("e", "%(at)s")}
ORDER BY similarity(lower(e.key), lower(%(key)s COLLATE "C")) DESC, e.key LIMIT 3
"""
"""The keys most like one that is not there."""
