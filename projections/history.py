"""The view of history: every revision of every event, what it changed and why. What it was recorded with is in the log."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import Event
from domain.log import queries
from domain.log.stored import Recorded
from domain.revisions import EventCorrected, EventRevision
from projections.parties import stated
from projections.period import OPEN, held
from projections.rows import Rows
from projections.table import Derived, Table
from projections.view import View, touched


class HistoryRow(NamedTuple):
    """One entry about an event. `changes`: what it changed in the fields of the event."""

    event_id: UUID
    line: int
    recorded_at: datetime
    kind: str
    reason: str | None
    changes: dict[str, Any]
    appended_by: str
    program: str


class LaterRow(NamedTuple):
    """An entry about an event after its first one. `content`: the event as this one states it; null where it states nothing."""

    event_id: UUID
    line: int
    recorded_at: datetime
    kind: str
    reason: str | None
    changes: dict[str, Any]
    appended_by: str
    program: str
    content: dict[str, Any] | None


SAID = "convert_from(state, 'UTF8')::jsonb->>"

HISTORY = Derived(
    "whole_history",
    HistoryRow,
    f"""
SELECT event_id, line, recorded_at, kind, reason, changes, appended_by, program, known_from, known_until FROM history
UNION ALL
SELECT originator_id, notification_id, recorded_at, {queries.KIND_NAME.format(topic="topic")} COLLATE "C", NULL, '{{}}'::jsonb,
    ({SAID}'appended_by') COLLATE "C", ({SAID}'program') COLLATE "C", notification_id, {OPEN}
FROM {queries.LOG} WHERE originator_version = 1
""",
)
"""All entries about events: the first of each is in the log alone. Other things have a row there, too, which nobody asks for."""

TABLE = Table("history", LaterRow, derived=(HISTORY,))


def _evolve(rows: Rows[LaterRow], recorded: Recorded) -> None:
    for key in touched(recorded):
        past = rows.of(key)
        rows.put(key, recorded.position, [*past.values(), _row(key, rows, recorded)])


def _row(key: UUID, rows: Rows[LaterRow], recorded: Recorded) -> LaterRow:
    entry = recorded.entry
    event = stated(entry)
    after = _content(event) if event else None
    before = _last_stated(key, rows) if after else {}
    changed = [name for name in sorted(before | after) if before.get(name) != after.get(name)] if before and after else []
    return LaterRow(
        event_id=key,
        line=recorded.position,
        recorded_at=recorded.recorded_at,
        kind=entry.kind(),
        reason=getattr(entry, "reason", None),
        changes={name: {"before": before.get(name), "after": after.get(name)} for name in changed} if after else {},
        appended_by=recorded.stored.appended_by,
        program=recorded.stored.program,
        content=after,
    )


def _last_stated(key: UUID, rows: Rows[LaterRow]) -> dict[str, Any]:
    past = rows.of(key)
    restated = [row.content for _, row in sorted(past.items()) if row.content]
    if restated:
        return restated[-1]
    founding = rows.founding(key)
    return _content(founding) if isinstance(founding, Event) else {}


def _content(event: Event) -> dict[str, Any]:
    content = {"kind": event.kind(), **event.content()}
    content.pop("report", None)
    return content


VIEW = View(table=TABLE, kinds=(EventRevision,), evolve=_evolve, compares=(EventCorrected,))

REPORT_FIELDS = ("source", "quote", "attributed_to", "via", "dated", "stated_in", "hedge", "confidence", "says", "coded")
"""The columns of reports that entries give."""


def entries(alias: str, event: str, position: str, at: str) -> str:
    """What follows FROM for the rows of all entries about an event, in no order; `position`: that of its first one.

    An entry before that could not be folded."""
    return f"{HISTORY.name} {alias} WHERE {alias}.event_id = {event} AND {alias}.line >= {position} AND {held(alias, at)}"


def changes(event: str, position: str, own: str) -> str:
    """SQL for what the entry at a position changed in an event: `field`, and as `value` what it had before and after.

    `own`: SQL for the event's fields that it changed. Beside these: its reports and what they say, whether it is retracted, and
    which events are merged into it, with their reports. Of the entry that the event was recorded with there is nothing to tell."""
    parts = " UNION ALL ".join((_reports_changed(event, position), _flags_changed(event, position), _merges(event, position)))
    begun = f"{position} > (SELECT min(e.position) FROM event e WHERE e.id = {event})"
    return f"SELECT c.key AS field, c.value FROM jsonb_each({own}) c UNION ALL SELECT p.* FROM ({parts}) p WHERE {begun}"


def _told(alias: str) -> str:
    """SQL for what a report says, as JSON without what it does not say; null where there is no report."""
    given = ", ".join(f"'{name}', {alias}.{name}" for name in REPORT_FIELDS)
    said = f"jsonb_strip_nulls(jsonb_build_object({given})) - ARRAY(SELECT e.key FROM jsonb_each(to_jsonb({alias})) e"
    return f"CASE WHEN {alias}.line IS NOT NULL THEN {said} WHERE e.value IN ('[]', '{{}}')) END"


def _reports_changed(event: str, position: str) -> str:
    rows = f"SELECT * FROM report r WHERE r.event_id = {event} AND"
    both = f"({rows} r.known_until = {position}) o FULL JOIN ({rows} r.known_from = {position}) n USING (line)"
    told = f"SELECT coalesce(o.source, n.source) AS source, {_told('o')} AS o, {_told('n')} AS n FROM {both}"
    whole = "SELECT '' AS name, t.o, t.n WHERE t.o IS NULL OR t.n IS NULL"
    fields = "SELECT '.' || k, t.o -> k, t.n -> k FROM jsonb_object_keys(t.o || t.n) k WHERE t.o -> k IS DISTINCT FROM t.n -> k"
    part = f"CROSS JOIN LATERAL ({whole} UNION ALL {fields}) AS d (name, before, after)"
    return f"SELECT 'reports.' || t.source || d.name, {_change('d.before', 'd.after')} FROM ({told}) t {part}"


def _flags_changed(event: str, position: str) -> str:
    key = "(SELECT to_jsonb(k.key) FROM event k WHERE k.id = {0}.merged_into LIMIT 1)"
    retracted = "('retracted', to_jsonb(o.retracted), to_jsonb(n.retracted))"
    merged = f"('merged_into', {key.format('o')}, {key.format('n')})"
    return (
        f"SELECT d.name, {_change('d.before', 'd.after')} FROM event o JOIN event n ON n.id = o.id AND n.known_from = {position}"
        f" CROSS JOIN LATERAL (VALUES {retracted}, {merged}) AS d (name, before, after)"
        f" WHERE o.id = {event} AND o.known_until = {position} AND d.before IS DISTINCT FROM d.after"
    )


def _merges(event: str, position: str) -> str:
    """Events that came to be, or no longer are, merged into this one, and what their reports say."""
    here, there = f"known_from = {position}", f"known_until = {position}"
    came = _moved(event, ("n", here), ("o", there))
    left = _moved(event, ("o", there), ("n", here))
    keys = "(SELECT jsonb_agg(m.key ORDER BY m.position) FROM ({0}) m)"
    both = f"(SELECT {keys.format(left)} AS left, {keys.format(came)} AS came) m"
    named = f"SELECT 'merged', {_change('m.left', 'm.came')} FROM {both} WHERE num_nonnulls(m.left, m.came) > 0"
    of = f"report r WHERE r.event_id = m.id AND r.of_event AND r.known_from <= {position} AND r.known_until > {position}"
    reports = [
        f"SELECT 'reports.' || r.source, {_change(*sides)} FROM ({moved}) m CROSS JOIN LATERAL (SELECT * FROM {of}) r"
        for moved, sides in ((came, ("NULL::jsonb", _told("r"))), (left, (_told("r"), "NULL::jsonb")))
    ]
    return " UNION ALL ".join((named, *reports))


def _moved(event: str, in_it: tuple[str, str], not_in_it: tuple[str, str]) -> str:
    (a, at_a), (b, at_b) = in_it, not_in_it
    return (
        f"SELECT {a}.id, {a}.key, {a}.position FROM event {a} JOIN event {b} ON {b}.id = {a}.id AND {b}.{at_b}"
        f" WHERE {a}.survivor = {event} AND {a}.{at_a} AND {a}.id <> {event} AND {b}.survivor <> {event}"
    )


def _change(before: str, after: str) -> str:
    return f"jsonb_build_object('before', {before}, 'after', {after})"


STEPS = f"""
SELECT h.line, c.field, c.value FROM history h
LEFT JOIN LATERAL ({changes("h.event_id", "h.line", "h.changes")}) AS c (field, value) ON true
WHERE h.event_id = %(id)s AND h.known_until = {OPEN} ORDER BY h.line, c.field, c.value
"""
"""The positions of all entries about an event, with what each changed; null where that is nothing."""
