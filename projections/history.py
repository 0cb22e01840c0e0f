"""The view of history: every version and revision of every event, what it changed and why."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import Event
from domain.log.stored import Recorded
from domain.revisions import EventRevision
from projections.parties import stated
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
