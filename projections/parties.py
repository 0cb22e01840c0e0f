"""The parties of events: who each event names, as what, in the order named. They are among those who stand in it."""

from typing import Any, NamedTuple

from domain.entries import Entry
from domain.events.base import Event
from domain.revisions import EventCorrected
from projections.codes import FIELDS, ROLES, SIDES
from projections.period import held
from projections.table import Derived


class PartyRow(NamedTuple):
    """One party of the event with this position. `detail` holds what some kinds say of their parties besides: position, stand."""

    position: int
    line: int
    field: str
    actor: str
    representing: str | None
    role: str
    side: str
    as_said: str | None
    detail: dict[str, Any] | None


PARTY = Derived(
    "party",
    PartyRow,
    f"""
SELECT position, line, {FIELDS.name("field")} AS field, actor, representing, {ROLES.name("role")} AS role,
    {SIDES.name("side")} AS side, as_said, detail, known_from, known_until
FROM standing WHERE line % 2 = 0
""",
)
"""Whom an event names has an even line among the standings."""


def stated(entry: Entry) -> Event | None:
    """The event that an entry states: itself, or as a correction has it."""
    if isinstance(entry, EventCorrected):
        return entry.restated
    return entry if isinstance(entry, Event) else None


def names(event: str, at: str) -> str:
    """SQL for the usual names of the parties of the event with a position, in the order named, without those only mentioned."""
    named = (
        f"SELECT a.name, min(p.line) AS line FROM party p JOIN actor a ON a.ref = p.actor"
        f" WHERE p.position = {event} AND p.role <> 'mentioned' AND {held('p', at)} AND {held('a', at)} GROUP BY a.name"
    )
    return f"SELECT string_agg(n.name, ', ' ORDER BY n.line) FROM ({named}) n"
