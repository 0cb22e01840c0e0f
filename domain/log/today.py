"""The day on which the log would record something, and what cannot have happened by then."""

from datetime import date, datetime
from typing import Protocol

from domain.entries import Entry
from domain.events.base import Event
from domain.events.to_come import REMEDY, claimed_day, day_of, has_come
from domain.revisions import EventCorrected


class Clock(Protocol):
    """Who knows the log's time."""

    def now(self) -> datetime:
        """The time at which an entry would be recorded."""
        ...


class Today:
    """The log's day. Its clock is asked only about a date that lies after the day last known: a clock does not go back."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._known = clock, date.min

    def has_come(self, day: date) -> bool:
        """Whether a day has begun anywhere on earth."""
        if not has_come(day, self._known):
            self._known = day_of(self._clock.now())
        return has_come(day, self._known)

    def objection(self, entry: Entry) -> tuple[str, str] | None:
        """The field and the reason why an entry may not be recorded today, if it says of what is still to come that it happened."""
        event, field = (entry.replacement, _corrected_field(entry)) if isinstance(entry, EventCorrected) else (entry, "occurred")
        if not isinstance(event, Event) or (first := claimed_day(event)) is None or self.has_come(first):
            return None
        return field, f"{str(event.occurred)[:100]} is still to come (it is {self._known} in UTC); {REMEDY}"


def _corrected_field(entry: EventCorrected) -> str:
    """The field of a correction that puts an event into the future, or says that it has happened."""
    if entry.changes is None:
        return "replacement.occurred"
    return next((f"changes.{name}" for name in ("occurred", "status") if name in entry.changes), "changes")
