"""What a log said up to a position, in plain Python: the log read from its start, once, with no thought of speed.

The oracle says what answers must be, and shares nothing with the views nor with the compiler."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.events.base import Event
from domain.log.stored import Recorded
from domain.registrations.base import Registration
from domain.revisions import (
    ActorsMerged,
    ActorsRevision,
    EventCorrected,
    EventCorroborated,
    EventReinstated,
    EventRetracted,
    EventRevision,
    EventsMerged,
    EventsRevision,
    RegistrationCorrected,
    RegistrationRetracted,
    ReportWithdrawn,
)
from domain.values.report import Report


@dataclass
class Account:
    """A report of an event. `of_event`: an account of it, not the grounds of a revision; `own`: the event came with it."""

    report: Report
    position: int
    number: int
    own: bool
    of_event: bool


@dataclass
class Story:
    """An event as last stated, and all that was said of it."""

    id: UUID
    event: Event
    position: int
    recorded_at: datetime
    retracted: bool = False
    accounts: list[Account] = field(default_factory=list)
    history: list["Step"] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The day by which it is put in order."""
        return self.event.when.earliest or self.event.when.latest


@dataclass
class Step:
    """One entry about an event: what the event was after it, which fields it changed, which reports it brought."""

    recorded: Recorded
    content: dict[str, Any]
    changed: list[str]
    accounts: list[Account]


@dataclass
class Registered:
    """A registration as last corrected."""

    said: Registration
    stream: UUID
    version: int
    retracted: bool = False
    completes: Registration | None = None
    """What an import had registered before, whose name and codes remain."""


class Knowledge:
    """All that the entries say, in order. `as_of`: the position that was asked about; None: now."""

    def __init__(self, entries: Iterable[Recorded], as_of: int | None = None) -> None:
        self.entries, self.as_of = list(entries), as_of
        self.position = self.entries[-1].position if self.entries else 0
        self.stories: dict[UUID, Story] = {}
        self.registrations: dict[tuple[UUID, int], Registered] = {}
        self._events_into: dict[Any, Any] = {}
        self._actors_into: dict[Any, Any] = {}
        for recorded in self.entries:
            self._hear(recorded)

    def survivor(self, id: UUID) -> UUID:
        """The event that an event stands for."""
        return UUID(str(_end(id, self._events_into)))

    def stands_for(self, ref: str) -> str:
        """The actor that an actor stands for."""
        return str(_end(ref, self._actors_into))

    def is_merged(self, thing: UUID | str) -> bool:
        """Whether an event or actor has been merged into another."""
        return (self._events_into if isinstance(thing, UUID) else self._actors_into).get(thing) is not None

    def _hear(self, recorded: Recorded) -> None:
        entry = recorded.entry
        if isinstance(entry, Event):
            self.stories[recorded.stream] = Story(recorded.stream, entry, recorded.position, recorded.recorded_at)
            self._report(recorded, entry.report, own=True)
        elif isinstance(entry, EventRevision):
            self._revise(recorded, entry, self.stories[recorded.stream])
        elif isinstance(entry, Registration):
            key = (recorded.stream, 1 if entry.FOUNDS else recorded.version)
            before = self.registrations.get(key)
            completes = before.said if before and not before.retracted else None
            self.registrations[key] = Registered(entry, *key, completes=completes)
        elif isinstance(entry, RegistrationCorrected):
            key = (recorded.stream, entry.version or 0)
            self.registrations[key] = Registered(entry.replacement, *key)
        elif isinstance(entry, RegistrationRetracted):
            self.registrations[recorded.stream, entry.version or 0].retracted = True
        elif isinstance(entry, ActorsRevision):
            _merge(self._actors_into, entry.actor, entry.duplicates, undo=not isinstance(entry, ActorsMerged))
        self._remember(recorded)

    def _revise(self, recorded: Recorded, entry: EventRevision, story: Story) -> None:
        own: Sequence[Report] = ()
        if isinstance(entry, EventCorrected):
            story.event, own = entry.replacement, entry.replacement.report
        if isinstance(entry, EventRetracted | EventReinstated):
            story.retracted = isinstance(entry, EventRetracted)
        if isinstance(entry, EventsRevision):
            undo = not isinstance(entry, EventsMerged)
            _merge(self._events_into, recorded.stream, entry.duplicate_ids, undo=undo)
        if own:
            story.accounts = [a for a in story.accounts if not a.own]
        if isinstance(entry, ReportWithdrawn):
            story.accounts = [a for a in story.accounts if not _is_withdrawn(a.report, entry)]
        self._report(recorded, own, own=True)
        self._report(recorded, entry.report, own=False)

    def _report(self, recorded: Recorded, reports: Sequence[Report], *, own: bool) -> None:
        accounts = self.stories[recorded.stream].accounts
        of_event = own or isinstance(recorded.entry, EventCorroborated | EventCorrected)
        for report in reports:
            accounts.append(Account(report, recorded.position, len(accounts), own, of_event))

    def _remember(self, recorded: Recorded) -> None:
        entry = recorded.entry
        about = [recorded.stream] if isinstance(entry, Event | EventRevision) else []
        about += entry.duplicate_ids if isinstance(entry, EventsRevision) else []
        for story in (self.stories[id] for id in about):
            before = story.history[-1].content if story.history else {}
            stated = entry.replacement if isinstance(entry, EventCorrected) else entry
            after = {"kind": stated.kind(), **stated.content()} if isinstance(stated, Event) else before
            after = {name: value for name, value in after.items() if name != "report"}
            changed = sorted(n for n in before | after if before and before.get(n) != after.get(n))
            brought = [a for a in story.accounts if a.position == recorded.position]
            story.history.append(Step(recorded, after, changed, brought))


def _is_withdrawn(report: Report, entry: ReportWithdrawn) -> bool:
    return report.source == entry.source and entry.quote in (None, report.quote)


def _merge(into: dict[Any, Any], survivor: Any, duplicates: Iterable[Any], *, undo: bool) -> None:
    end = _end(survivor, into)
    for duplicate in duplicates:
        if undo and into.get(duplicate) == survivor:
            del into[duplicate]
        elif not undo and duplicate != end:
            into[duplicate] = survivor


def _end(name: Any, into: dict[Any, Any]) -> Any:
    seen = {name}
    while (following := into.get(name)) is not None and following not in seen:
        name = following
        seen.add(name)
    return name
