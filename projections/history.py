"""The view of history: every version and revision of every event, what it changed and why."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import Event
from domain.log.stored import Recorded
from domain.revisions import EventRevision
from projections.parties import stated
from projections.period import OPEN
from projections.rows import Rows
from projections.table import Table
from projections.view import View, touched


class HistoryRow(NamedTuple):
    """One entry about an event. `content` is the event as stated up to here; `changes` what this entry changed in it."""

    event_id: UUID
    line: int
    recorded_at: datetime
    kind: str
    reason: str | None
    changes: dict[str, Any]
    content: dict[str, Any]
    appended_by: str
    program: str


TABLE = Table(
    "history",
    HistoryRow,
)


def _evolve(rows: Rows[HistoryRow], recorded: Recorded) -> None:
    for key in touched(recorded):
        past = rows.of(key)
        before = past[max(past)].content if past else {}
        row = _row(key, before, recorded)
        rows.put(key, recorded.position, [*past.values(), row])


def _row(key: UUID, before: dict[str, Any], recorded: Recorded) -> HistoryRow:
    entry = recorded.entry
    event = stated(entry)
    after = {"kind": event.kind(), **event.content()} if event else before
    after.pop("report", None)
    changed = [name for name in sorted(before | after) if before.get(name) != after.get(name)] if before else []
    return HistoryRow(
        event_id=key,
        line=recorded.position,
        recorded_at=recorded.recorded_at,
        kind=entry.kind(),
        reason=None if isinstance(entry, Event) else getattr(entry, "reason", None),
        changes={name: {"before": before.get(name), "after": after.get(name)} for name in changed},
        content=after,
        appended_by=recorded.stored.appended_by,
        program=recorded.stored.program,
    )


VIEW = View(table=TABLE, kinds=(Event, EventRevision), evolve=_evolve)

REPORT_FIELDS = ("source", "quote", "attributed_to", "via", "dated", "stated_in", "hedge", "confidence", "says", "coded")
"""The columns of reports that entries give."""


def changes(event: str, position: str, own: str) -> str:
    """SQL for what the entry at a position changed in an event: `field`, and as `value` what it had before and after.

    `own`: SQL for the event's fields that it changed. Beside these: its reports and what they say, whether it is retracted, and
    which events are merged into it, with their reports. Of the entry that the event was recorded with there is nothing to tell."""
    parts = " UNION ALL ".join((_reports_changed(event, position), _flags_changed(event, position), _merges(event, position)))
    begun = f"EXISTS (SELECT 1 FROM history f WHERE f.event_id = {event} AND f.line < {position})"
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
