"""What one stream holds at present: the event or the registrations, as last corrected. Pure: all follows from the entries."""

from collections.abc import Iterator, Sequence

from domain.entries import Entry
from domain.events.base import Event
from domain.objection import Objection
from domain.registrations.base import Registration
from domain.revisions import EventCorrected, EventReinstated, EventRetracted, RegistrationCorrected, RegistrationRetracted
from domain.revisions.accounts import standing
from domain.revisions.changes import differences


def current_event(held: Sequence[Entry]) -> Event:
    """The event of a stream as last corrected. Raises Objection where the stream is no event's."""
    for entry in reversed(held):
        if isinstance(entry, Event | EventCorrected):
            return entry.restated if isinstance(entry, EventCorrected) else entry
    raise Objection("is about something that is no event", "event")


def event_as_told(held: Sequence[Entry]) -> Event:
    """The event as last corrected, with every report of it that stands, as somebody would record it now."""
    accounts = [account for _, account in sorted(standing(held).items()) if account.of_event]
    reports = tuple(account.report.model_copy(update={"says": account.said}) for account in accounts)
    return current_event(held).model_copy(update={"report": reports})


def is_retracted(held: Sequence[Entry]) -> bool:
    """Whether the last word on the event of a stream is that it is retracted."""
    verdicts = [e for e in held if isinstance(e, EventRetracted | EventReinstated)]
    return bool(verdicts) and isinstance(verdicts[-1], EventRetracted)


def forms(held: Sequence[Entry]) -> Iterator[tuple[int, Registration]]:
    """Every form that the registrations of a stream ever had, with their versions in the stream.

    A registration that completes the first one takes its place."""
    for version, e in enumerate(held, start=1):
        if isinstance(e, Registration):
            yield 1 if e.FOUNDS else version, e
        elif isinstance(e, RegistrationCorrected) and e.version is not None:
            yield e.version, e.replacement


def current_registrations(held: Sequence[Entry]) -> dict[int, Registration]:
    """The registrations of a stream that hold, as last corrected, by their versions."""
    retracted = {e.version for e in held if isinstance(e, RegistrationRetracted)}
    return {version: form for version, form in forms(held) if version not in retracted}


def version_reading_so(entry: Entry, held: Sequence[Entry]) -> int | None:
    """The version since which the stream's event, or a registration, reads just as an entry has it; None where it does not."""
    if isinstance(entry, Event) and any(isinstance(e, Event) for e in held):
        last = max(v for v, e in enumerate(held, start=1) if isinstance(e, Event | EventCorrected))
        return last if _tells_the_same(entry, event_as_told(held)) else None
    if isinstance(entry, Registration):
        return next((version for version, form in current_registrations(held).items() if form == entry), None)
    return None


def _tells_the_same(one: Event, other: Event) -> bool:
    if type(one) is not type(other) or set(differences(one, other)) - {"report"}:
        return False
    return len(one.report) == len(other.report) and all(report in other.report for report in one.report)
