"""Whether an entry may follow what its stream holds already. Pure: the same entry and stream always give the same answer."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from domain.entries import Entry
from domain.events.base import Event
from domain.names import nearest
from domain.registrations import Registration
from domain.revisions import (
    ActorsMerged,
    ActorsUnmerged,
    EventCorrected,
    EventReinstated,
    EventRetracted,
    EventsMerged,
    EventsUnmerged,
    RegistrationRevision,
    Revision,
)

E = TypeVar("E", bound=Entry)


class Objection(ValueError):
    """Why an entry cannot be recorded, and what would be right; `field` is the field at fault."""

    def __init__(self, problem: str, field: str = "") -> None:
        self.problem, self.field = problem, field
        super().__init__(problem)


def founds(entry: Entry) -> bool:
    """Whether the entry begins its stream: an event, or the registration of an actor, place or source."""
    return isinstance(entry, Event) or (isinstance(entry, Registration) and entry.FOUNDS)


def decide(entry: Entry, held: Sequence[Entry]) -> Entry | None:
    """The entry as it is to be stored next in its stream; None where the stream holds it already.

    `held`: the stream's entries in order. Raises Objection."""
    entry = _settle(entry, held)
    if _is_held(entry, held):
        return None
    if not founds(entry):
        _refuse_without_foundation(entry, held)
        for rule in RULES:
            rule(entry, held)
    return entry


def _is_held(entry: Entry, held: Sequence[Entry]) -> bool:
    if any(e.fingerprint() == entry.fingerprint() for e in held):
        return True
    if founds(entry) and held:
        raise Objection(f"is recorded already with other content ({_differences(held[0], entry)}); append a correction instead")
    key = getattr(entry, "key", None) if isinstance(entry, Revision) else None
    if key and any(isinstance(e, Revision) and e.key == key for e in held):
        raise Objection(f"a revision with the key {key!r} is recorded already with other content", "key")
    return False


def _differences(old: Entry, new: Entry) -> str:
    if type(old) is not type(new):
        return f"as {old.kind()}"
    before, after = old.content(), new.content()
    return "other " + ", ".join(sorted(k for k in before | after if before.get(k) != after.get(k)))


def _refuse_without_foundation(entry: Entry, held: Sequence[Entry]) -> None:
    if not held or not founds(held[0]):
        raise Objection("is about something that the log does not hold")


def _settle(entry: Entry, held: Sequence[Entry]) -> Entry:
    if not isinstance(entry, RegistrationRevision):
        return entry
    matching = [version for version, e in enumerate(held, start=1) if isinstance(e, Registration) and entry.registration.matches(e)]
    if len(matching) != 1:
        problem = "matches no registration" if not matching else f"matches {len(matching)} registrations; give more fields"
        raise Objection(problem, "registration")
    return entry.model_copy(update={"version": matching[0]})


def _figures_the_event_has(entry: Entry, held: Sequence[Entry]) -> None:
    event = current_event(held)
    if not isinstance(event, Event):
        return
    figures = event.figures()
    for field in (field for report in getattr(entry, "report", ()) for field in report.says):
        if field not in figures:
            known = f"it has {', '.join(nearest(field, figures) or figures)}" if figures else "it has none"
            raise Objection(f"{event.kind()} has no figure {field!r}; {known}", "report.says")


def _undoes_something(entry: Entry, held: Sequence[Entry]) -> None:
    if isinstance(entry, EventReinstated) and not is_retracted(held):
        raise Objection("reinstates an event that is not retracted")
    for merged, unmerged in ((EventsMerged, EventsUnmerged), (ActorsMerged, ActorsUnmerged)):
        if isinstance(entry, unmerged) and not set(entry.duplicates) <= merged_into(held, merged, unmerged):
            raise Objection("takes apart what is not merged", "duplicates")


def _merges_others(entry: Entry, held: Sequence[Entry]) -> None:
    own = entry.event if isinstance(entry, EventsMerged) else entry.actor if isinstance(entry, ActorsMerged) else None
    if own is not None and own in entry.duplicates:  # type: ignore[attr-defined]
        raise Objection("merges something with itself", "duplicates")


def current_event(held: Sequence[Entry]) -> Entry:
    """The event of a stream as last corrected."""
    corrections = [e.replacement for e in held if isinstance(e, EventCorrected)]
    return corrections[-1] if corrections else held[0]


def is_retracted(held: Sequence[Entry]) -> bool:
    """Whether the last word on the event of a stream is that it is retracted."""
    verdicts = [e for e in held if isinstance(e, EventRetracted | EventReinstated)]
    return bool(verdicts) and isinstance(verdicts[-1], EventRetracted)


def merged_into(held: Sequence[Entry], merged: type[Any], unmerged: type[Any]) -> set[str]:
    """The ids that are at present merged into the thing of this stream."""
    inside: set[str] = set()
    for entry in held:
        if isinstance(entry, merged):
            inside |= set(entry.duplicates)
        elif isinstance(entry, unmerged):
            inside -= set(entry.duplicates)
    return inside


RULES: tuple[Callable[[Entry, Sequence[Entry]], None], ...] = (
    _figures_the_event_has,
    _undoes_something,
    _merges_others,
)
