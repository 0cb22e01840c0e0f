"""The view of events: what happened, as last corrected."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import HAPPENED, LINKS, Event
from domain.events.to_come import as_recorded
from domain.log import queries
from domain.log.stored import Recorded
from domain.names import name_key
from domain.revisions import EventCorrected, EventReinstated, EventRetracted, EventsMerged, EventsRevision
from domain.values.dates import read_edtf
from projections.merging import merged
from projections.period import held, likely
from projections.rows import Rows
from projections.table import Int32, Table
from projections.view import View

TO_COME = "status IN ('planned', 'announced')"
"""SQL: an event is still to come, as far as the log knows."""


class EventRow(NamedTuple):
    """An event. `survivor`: the event it stands for, itself unless it was merged into another; `alone`: no other stands for it;
    `unreported`: it was recorded with no report, and restated with none, so that its figures are no report's;
    `mutual_act`: what a row has in common with its mirror row; `mirrored`: which of the two it is."""

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
    mutual_act: str | None
    mirrored: bool
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
    unreported: bool
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
        # Few events have any of these, and what contradicts itself is looked for among them.
        *(f"({column}) WHERE {column} IS NOT NULL" for column in ("claimed_ordinal", *LINKS, "merged_into")),
        f"(occurred_latest) WHERE {TO_COME}",
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
        rows.put_one(position, _corrected(rows.one(recorded.stream), entry.restated, recorded))
    elif (row := rows.one(recorded.stream)) is not None:
        rows.put_one(position, row._replace(retracted=isinstance(entry, EventRetracted)))


def _corrected(old: EventRow | None, event: Event, recorded: Recorded) -> EventRow:
    """The row as restated; there is no old one where the event's own entry could not be read."""
    keeps = ("position", "recorded_at", "retracted", "merged_into", "survivor", "alone") if old else ()
    unreported = not event.report and (old is None or old.unreported)
    return _row(event, recorded)._replace(unreported=unreported, **{name: getattr(old, name) for name in keeps})


def _row(stated: Event, recorded: Recorded) -> EventRow:
    event = as_recorded(stated, recorded.recorded_at)
    when, coding, quad, id, act = event.when, event.coding, event.quad, recorded.stream, event.mutual_act
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
        mutual_act=act and act.name,
        mirrored=act is not None and act.mirrored,
        plover=coding.plover,
        plover_mode=coding.mode,
        cameo=coding.cameo,
        quad=quad.value if quad else None,
        goldstein=event.goldstein,
        claimed_ordinal=event.claimed_ordinal,
        content=_content(event),
        unreported=not event.report,
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

LATEST_FIRST = "coalesce({0}.sort_date, '-infinity')"
"""The day by which events, or standings in them, are sorted where the latest come first; undated ones last. `{0}`: the alias."""

EARLIEST_FIRST = "coalesce({0}.sort_date, 'infinity')"
"""The same where the earliest come first."""

FIND = f"SELECT e.id, e.key, e.survivor, e.kind FROM event e WHERE e.id = ANY(%(ids)s) AND {held('e', '%(at)s')}"
"""The events with these ids, with the event that each stands for, and the topic of its kind."""

NEAREST_KEYS = f"""
SELECT e.key FROM event e WHERE e.key %% left(%(key)s, 200) AND {held("e", "%(at)s")}
ORDER BY similarity(e.key, left(%(key)s, 200)) DESC, e.key LIMIT 3
"""
"""The keys most like one that is not there, of which no more than 200 characters are compared."""


def is_listed(alias: str) -> str:
    """SQL: an event is neither retracted nor merged away."""
    return f"NOT {alias}.retracted AND {alias}.merged_into IS NULL"


def is_overdue(alias: str, at: str) -> str:
    """SQL: an event was to have happened by a position, and the log does not know what became of it.

    The day is that in UTC of the last entry recorded by then, so that an answer does not depend on the time of asking."""
    day = f"(({queries.LAST_RECORDED_AT.format(position=at)}) AT TIME ZONE 'UTC')::date"
    return f"{alias}.{TO_COME} AND {alias}.occurred_latest < {day}"


def coded_as(alias: str, codes: str) -> str:
    """SQL: an event is an interaction that its own code book gives one of the codes in an array of small letters."""
    return f"({alias}.kind = 'interaction_coded' AND lower({alias}.content->>'code' COLLATE \"C\") = ANY({codes}))"


def recorded_by(alias: str, at: str) -> str:
    """SQL: an event, or what stands in it, was recorded by a position, as follows from that the row holds.

    But indexes have it among their keys: asked about long ago, most rows are passed over by that alone."""
    return f"{alias}.position <= {at}"


def may_end_by(alias: str, day: str) -> str:
    """SQL: an event was perhaps not over before a day; an unknown end excludes nothing."""
    return f"coalesce({alias}.occurred_latest, 'infinity') >= {day}"


def may_begin_by(alias: str, day: str) -> str:
    """SQL: an event had perhaps begun by a day; an unknown start excludes nothing."""
    begun = likely(f"coalesce({alias}.occurred_earliest, '-infinity') <= {day}")
    # The second follows from the first, since only events without a start are sorted by their end: an index begins there.
    last_end = "SELECT max(open.sort_date) FROM event open WHERE open.occurred_earliest IS NULL"
    return f"{begun} AND {LATEST_FIRST.format(alias)} <= greatest({day}, ({last_end}))"


def members(survivor: str, at: str) -> str:
    """SQL for the ids of an event and of those merged into it."""
    return f"SELECT m.id FROM event m WHERE m.survivor = {survivor} AND {held('m', at)}"


def all_members(event: str, alone: str, at: str) -> str:
    """SQL for an array of the ids of an event and of those merged into it; `alone`: SQL for whether there are none of those."""
    # Nearly every event is alone: then the others are not looked for.
    return f"CASE WHEN {alone} THEN ARRAY[{event}] ELSE ARRAY({members(event, at)}) END"


def survivor(id: str, at: str) -> str:
    """SQL for the id of the event that an id stands for: its own unless the event was merged into another."""
    return f"(SELECT s.survivor FROM event s WHERE s.id = {id} AND {held('s', at)})"


def outermost(alias: str, ids: str, at: str, *, last: bool) -> str:
    """What follows FROM for the first or the last of the events with some ids, SQL for a set; undated ones come last."""
    way, undated = ("DESC", f"({alias}.sort_date IS NULL), ") if last else ("ASC", "")
    order = f"{undated}{EARLIEST_FIRST.format(alias)} {way}, {alias}.position {way}"
    return (
        f"(SELECT {alias}.* FROM event {alias} WHERE {alias}.id IN ({ids}) AND {held(alias, at)} ORDER BY {order} LIMIT 1) {alias}"
    )
