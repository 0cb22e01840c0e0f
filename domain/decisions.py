"""Whether an entry may follow what its stream holds already. Pure: the same entry and stream always give the same answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.entries import Entry
from domain.events.base import Event
from domain.objection import Objection
from domain.present import current_event, event_as_told, forms, is_retracted, version_reading_so
from domain.registrations.base import Registration
from domain.revisions import (
    ActorsDistinguished,
    ActorsMerged,
    ActorsUnmerged,
    EventCorrected,
    EventReinstated,
    EventRevision,
    EventsDistinguished,
    EventsMerged,
    EventsUnmerged,
    RegistrationRevision,
    ReportCorrected,
    ReportWithdrawn,
    Revision,
)
from domain.revisions.accounts import standing
from domain.revisions.correcting import correct_event, correct_report, no_such_figure, no_such_report

E = TypeVar("E", bound=Entry)

MERGES: tuple[tuple[type[Any], type[Any]], ...] = ((EventsMerged, EventsUnmerged), (ActorsMerged, ActorsUnmerged))
"""The kinds that merge, each with the kind that undoes it."""


class Clash(Objection):
    """The stream begins with another entry; `difference` says how they differ, and what would be right."""

    def __init__(self, difference: str) -> None:
        self.difference = difference
        super().__init__(f"is recorded already {difference}")


def founds(entry: Entry) -> bool:
    """Whether the entry begins its stream: an event, or the registration of an actor, place or source."""
    return isinstance(entry, Event) or (isinstance(entry, Registration) and entry.FOUNDS)


def follows(entry: Entry) -> bool:
    """Whether the entry can only come after one that begins its stream."""
    return not founds(entry) and not (isinstance(entry, Registration) and not entry.FOLLOWS)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of an entry: its version in its stream, and the entry as stored there; `held`: it is there already."""

    entry: Entry
    version: int
    held: bool


def decide(entry: Entry, held: Sequence[Entry], *, as_given: bool = False) -> Decision:
    """Where in its stream an entry goes, or is already.

    `held`: the stream's entries in order; `as_given`: it was recorded before, perhaps under fewer rules. Raises Objection."""
    candidates = _candidates(entry, held)
    fingerprints = {candidate.fingerprint(): candidate for candidate in candidates}
    for version, e in enumerate(held, start=1):
        if (same := fingerprints.get(e.fingerprint())) is not None:
            return Decision(same, version, held=True)
    if (told := version_reading_so(entry, held)) is not None:
        return Decision(entry, told, held=True)
    _refuse_other_content(entry, held)
    if follows(entry):
        _has_a_foundation(entry, held)
    settled = _settle(candidates, held, as_given=as_given)
    for rule in RULES if follows(entry) else ():
        rule(settled, held)
    return Decision(settled, len(held) + 1, held=False)


def _refuse_other_content(entry: Entry, held: Sequence[Entry]) -> None:
    if founds(entry) and held and not completes(entry, held):
        raise Clash(_differences(_present(held), entry))
    key = entry.key if isinstance(entry, Revision) else None
    if key and any(isinstance(e, Revision) and e.key == key for e in held):
        raise Objection(f"a revision with the key {key!r} is recorded already with other content", "key")


def _present(held: Sequence[Entry]) -> Entry:
    """What a stream holds of what began it, as last corrected."""
    return event_as_told(held) if isinstance(held[0], Event) else [e for e in held if founds(e)][-1]


def completes(entry: Entry, held: Sequence[Entry]) -> bool:
    """Whether a person registers what only an import has registered, provisionally, and nobody has corrected since."""
    registered = [registration for version, registration in forms(held) if version == 1]
    is_final = isinstance(entry, Registration) and not entry.is_provisional
    return is_final and len(registered) == 1 and registered[0].can_be_completed


def _differences(old: Entry, new: Entry) -> str:
    if type(old) is not type(new):
        return f"with other content (as {old.kind()}); append a correction instead"
    before, after = old.content(), new.content()
    fields = sorted(k for k in before | after if before.get(k) != after.get(k))
    return f"with other content (other {', '.join(fields)}); append {_remedy(fields, after, new)} instead"


def _remedy(fields: Sequence[str], after: Mapping[str, Any], new: Entry) -> str:
    if not isinstance(new, Event):
        return "a RegistrationCorrected"
    if list(fields) == ["report"]:
        return "an EventCorroborated"
    changes = ", ".join(f"{name}: {'...' if name in after else 'null'}" for name in fields if name != "report")
    return f"an EventCorrected with changes: {{{changes}}}"


def _candidates(entry: Entry, held: Sequence[Entry]) -> list[Entry]:
    """The entry itself; or, of a registration's revision, one for every registration that it may be about."""
    if not isinstance(entry, RegistrationRevision):
        return [entry]
    matching = {version for version, r in forms(held) if entry.registration.matches(r)}
    return [entry.model_copy(update={"version": version}) for version in sorted(matching)]


def _settle(candidates: Sequence[Entry], held: Sequence[Entry], *, as_given: bool) -> Entry:
    """The one candidate, as it is to be stored; among several the one that is about what still holds."""
    current = dict(forms(held))
    still = [c for c in candidates if not isinstance(c, RegistrationRevision) or c.registration.matches(current[c.version or 0])]
    meant = still if len(candidates) > 1 else candidates
    if len(meant) != 1:
        problem = f"matches {len(meant)} registrations; give more fields" if meant else "matches no registration"
        raise Objection(problem, "registration")
    (settled,) = meant
    if isinstance(settled, EventCorrected) and not (as_given and settled.replacement):
        return correct_event(settled, current_event(held))
    return settled


def _has_a_foundation(entry: Entry, held: Sequence[Entry]) -> None:
    if not held or not founds(held[0]):
        raise Objection("is about something that the log does not hold")


def _figures_the_event_has(entry: Entry, held: Sequence[Entry]) -> None:
    said = [field for report in entry.report for field in report.says] if isinstance(entry, EventRevision) else []
    event = current_event([*held, entry]) if said else None
    for field in said:
        if event and field not in event.figures():
            raise Objection(no_such_figure(event, field), "report.says")


def _undoes_something(entry: Entry, held: Sequence[Entry]) -> None:
    if isinstance(entry, EventReinstated) and not is_retracted(held):
        raise Objection("reinstates an event that is not retracted")
    for merged, unmerged in MERGES:
        if isinstance(entry, unmerged) and not set(entry.duplicates) <= merged_into(held, merged, unmerged):
            raise Objection("takes apart what is not merged", "duplicates")


def _is_about_others(entry: Entry, held: Sequence[Entry]) -> None:
    if isinstance(entry, EventsMerged | ActorsMerged) and entry.stream in entry.duplicate_ids:
        raise Objection("merges something with itself", "duplicates")
    if isinstance(entry, EventsDistinguished | ActorsDistinguished) and entry.stream in entry.other_ids:
        raise Objection("tells something apart from itself", "others")


def _withdraws_a_report(entry: Entry, held: Sequence[Entry]) -> None:
    if not isinstance(entry, ReportWithdrawn):
        return
    passages = [(account.report.source, account.report.quote) for account in standing(held).values()]
    if entry.source not in (source for source, _ in passages):
        raise Objection(no_such_report(entry.source, held), "source")
    if entry.quote is not None and (entry.source, entry.quote) not in passages:
        raise Objection(f"{entry.source} is not recorded with this quote; leave it out to withdraw all its passages", "quote")


def _corrects_a_report(entry: Entry, held: Sequence[Entry]) -> None:
    if isinstance(entry, ReportCorrected):
        correct_report(entry, held, current_event(held))


def merged_into(held: Sequence[Entry], merged: type[Any], unmerged: type[Any]) -> set[str]:
    """The ids that are at present merged into the thing of this stream."""
    inside: set[str] = set()
    for entry in held:
        if isinstance(entry, merged):
            inside |= set(entry.duplicates)
        elif isinstance(entry, unmerged):
            inside -= set(entry.duplicates)
    return inside


def holds(entry: Entry, held: Sequence[Entry]) -> bool:
    """Whether what an entry of this stream says of doubles is still so: no merge undone since, nor anything merged again."""
    for merged, unmerged in MERGES:
        if isinstance(entry, merged):
            return set(entry.duplicates) <= merged_into(held, merged, unmerged)
        if isinstance(entry, unmerged):
            return set(entry.duplicates).isdisjoint(merged_into(held, merged, unmerged))
    return True


RULES: tuple[Callable[[Entry, Sequence[Entry]], None], ...] = (
    _figures_the_event_has,
    _undoes_something,
    _is_about_others,
    _withdraws_a_report,
    _corrects_a_report,
)
