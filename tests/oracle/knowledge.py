"""What a log said up to a position, in plain Python: the log read from its start, once, with no thought of speed.

The oracle says what answers must be, and shares nothing with the views nor with the compiler."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    ReportCorrected,
    ReportWithdrawn,
)
from domain.values.estimate import Estimate
from domain.values.report import Report


@dataclass
class Account:
    """A report of an event. `of_event`: an account of it, not the grounds of a revision; `own`: the event came with it.

    `follows`: the figures of the event's own that came with it, and change with the event where no other report changes them."""

    report: Report
    position: int
    number: int
    own: bool
    of_event: bool
    says: dict[str, Estimate] = field(default_factory=dict)
    follows: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.says = dict(self.report.says)


@dataclass
class Story:
    """An event as last stated, and all that was said of it."""

    id: UUID
    event: Event
    position: int
    recorded_at: datetime
    retracted: bool = False
    unreported: bool = False
    """It was recorded with no report, nor restated with one since."""
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


@dataclass
class State:
    """The reports of an event and what each says, the events merged into it and the sources of theirs, and its flags."""

    reports: dict[int, tuple[str, dict[str, Any]]]
    members: set[UUID]
    sources: list[str]
    flags: dict[str, Any]

    def changed(self, now: "State") -> list[str]:
        """The names of what is otherwise now."""
        names = [name for name, flag in self.flags.items() if now.flags[name] != flag]
        for number in self.reports.keys() | now.reports.keys():
            old, new = self.reports.get(number), now.reports.get(number)
            source = (old or new or ("", {}))[0]
            if old is None or new is None:
                names.append(f"reports.{source}")
            else:
                names += [f"reports.{source}.{n}" for n in old[1] | new[1] if old[1].get(n) != new[1].get(n)]
        if self.members != now.members:
            more, fewer = Counter(now.sources) - Counter(self.sources), Counter(self.sources) - Counter(now.sources)
            names += ["merged", *(f"reports.{source}" for source in (more + fewer).elements())]
        return names


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
            before = {id: self._state(story) for id, story in self.stories.items()}
            self._hear(recorded)
            self._remember(recorded, before)

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
            story = Story(recorded.stream, entry, recorded.position, recorded.recorded_at, unreported=not entry.report)
            self.stories[recorded.stream] = story
            self._report(recorded, entry.report, own=True)
            _attribute(story, story.accounts, _figures(entry))
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

    def _revise(self, recorded: Recorded, entry: EventRevision, story: Story) -> None:
        own: Sequence[Report] = ()
        if isinstance(entry, EventCorrected):
            assert entry.replacement
            story.event, own = entry.replacement, entry.replacement.report
            story.unreported = story.unreported and not own
        if isinstance(entry, EventRetracted | EventReinstated):
            story.retracted = isinstance(entry, EventRetracted)
        if isinstance(entry, EventsRevision):
            undo = not isinstance(entry, EventsMerged)
            _merge(self._events_into, recorded.stream, entry.duplicate_ids, undo=undo)
        if own:
            story.accounts = [a for a in story.accounts if not a.own]
        if isinstance(entry, ReportWithdrawn):
            story.accounts = [a for a in story.accounts if not _is_withdrawn(a.report, entry)]
        if isinstance(entry, ReportCorrected):
            _restate(story, entry)
        known = len(story.accounts)
        self._report(recorded, own, own=True)
        self._report(recorded, entry.report, own=False)
        if isinstance(entry, EventCorrected):
            _reattribute(story, story.accounts[:known], story.accounts[known:], entry)

    def _report(self, recorded: Recorded, reports: Sequence[Report], *, own: bool) -> None:
        accounts = self.stories[recorded.stream].accounts
        of_event = own or isinstance(recorded.entry, EventCorroborated | EventCorrected)
        for report in reports:
            accounts.append(Account(report, recorded.position, len(accounts), own, of_event))

    def _state(self, story: Story) -> "State":
        """What a story is at this moment, beside the event's own fields."""
        reports = {id(a): (a.report.source, _told(a)) for a in story.accounts}
        members = [s for s in self.stories.values() if s is not story and self.survivor(s.id) == story.id]
        sources = [a.report.source for s in members for a in s.accounts if a.of_event]
        flags = {"retracted": story.retracted, "merged_into": self._events_into.get(story.id)}
        return State(reports, {s.id for s in members}, sources, flags)

    def _remember(self, recorded: Recorded, states: Mapping[UUID, "State"]) -> None:
        entry = recorded.entry
        about = [recorded.stream] if isinstance(entry, Event | EventRevision) else []
        about += entry.duplicate_ids if isinstance(entry, EventsRevision) else []
        for story in (self.stories[id] for id in about):
            before = story.history[-1].content if story.history else {}
            stated = entry.replacement if isinstance(entry, EventCorrected) else entry
            after = {"kind": stated.kind(), **stated.content()} if isinstance(stated, Event) else before
            after = {name: value for name, value in after.items() if name != "report"}
            changed = [n for n in before | after if before and before.get(n) != after.get(n)]
            changed += states[story.id].changed(self._state(story)) if before else []
            brought = [a for a in story.accounts if a.position == recorded.position]
            story.history.append(Step(recorded, after, sorted(changed), brought))


def _figures(event: Event) -> dict[str, Estimate]:
    return {name: value for name in event.figures() if (value := getattr(event, name))}


def _attribute(story: Story, accounts: Sequence[Account], figures: Mapping[str, Estimate]) -> None:
    """Gives the first account those of the event's figures that no account has."""
    had = {name for account in story.accounts for name in account.follows}
    for name, figure in figures.items():
        if accounts and name not in had and name not in accounts[0].says:
            accounts[0].says[name] = figure
            accounts[0].follows.add(name)


def _reattribute(story: Story, old: Sequence[Account], new: Sequence[Account], entry: EventCorrected) -> None:
    """What a correction leaves of whose figures the event's are: those of the new report, where there is one."""
    now = _figures(story.event)
    for account in old:
        for name in list(account.follows):
            if now.get(name) == account.says[name]:
                continue
            if new or name not in now:
                account.follows.discard(name)
            if not new:
                account.says.pop(name)
                account.says |= {name: now[name]} if name in now else {}
    if new and entry.changes is not None:
        now = {name: figure for name, figure in now.items() if name in entry.changes}
    _attribute(story, new or [a for a in _in_order(old) if a.own], now)


def _restate(story: Story, entry: ReportCorrected) -> None:
    """Changes one report; the event's own figures stay with it, but for those that it now gives itself."""
    of_source = [a for a in _in_order(story.accounts) if a.of_event and a.report.source == entry.source]
    meant = [a for a in of_source if entry.quote in (None, a.report.quote)]
    account = meant[(entry.number or 1) - 1]
    said = account.report.model_dump(mode="json") | entry.changes
    account.report = Report.model_validate({name: value for name, value in said.items() if value is not None})
    if "says" in entry.changes:
        account.follows -= account.report.says.keys()
        account.says = {name: account.says[name] for name in account.follows} | account.report.says


def _told(account: Account) -> dict[str, Any]:
    """What a report says, by field."""
    said = account.report.model_dump(mode="json", exclude_defaults=True) | {"hedge": account.report.hedge, "says": account.says}
    return {name: value for name, value in said.items() if value}


def _in_order(accounts: Iterable[Account]) -> list[Account]:
    """Reports as an event shows them."""
    return sorted(accounts, key=lambda a: (not a.own, a.position, a.number))


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
