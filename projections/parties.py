"""The view of parties: who each event names, as what, in the order named."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from domain.entries import Entry
from domain.events.base import Event
from domain.log.stored import Recorded
from domain.revisions import EventCorrected
from domain.values.party import Party
from projections.period import held
from projections.rows import Rows
from projections.table import Table
from projections.view import View


class PartyRow(NamedTuple):
    """One party of an event. `detail` holds what some kinds say of their parties besides: position, stand."""

    event_id: UUID
    line: int
    field: str
    actor: str
    representing: str | None
    role: str
    side: str
    as_said: str | None
    detail: dict[str, Any] | None


TABLE = Table(
    "party",
    PartyRow,
)


def stated(entry: Entry) -> Event | None:
    """The event that an entry states: itself, or as a correction has it."""
    if isinstance(entry, EventCorrected):
        return entry.restated
    return entry if isinstance(entry, Event) else None


def _evolve(rows: Rows[PartyRow], recorded: Recorded) -> None:
    event = stated(recorded.entry)
    if event is not None:
        rows.put(recorded.stream, recorded.position, list(_rows(recorded.stream, event)))


def _rows(id: UUID, event: Event) -> Iterable[PartyRow]:
    for line, taking in enumerate(event.taking_part, start=1):
        party, how = taking.party, taking.how
        detail = None
        if type(party) is not Party:
            detail = party.model_dump(mode="json", exclude=set(Party.model_fields), exclude_none=True) or None
        yield PartyRow(id, line, taking.field, party.actor, party.representing, how.role, how.side, party.as_said, detail)


VIEW = View(table=TABLE, kinds=(Event, EventCorrected), evolve=_evolve)


def names(event: str, at: str) -> str:
    """SQL for the usual names of an event's parties, in the order named; those only mentioned are left out."""
    named = (
        f"SELECT a.name, min(p.line) AS line FROM party p JOIN actor a ON a.ref = p.actor"
        f" WHERE p.event_id = {event} AND p.role <> 'mentioned' AND {held('p', at)} AND {held('a', at)} GROUP BY a.name"
    )
    return f"SELECT string_agg(n.name, ', ' ORDER BY n.line) FROM ({named}) n"
