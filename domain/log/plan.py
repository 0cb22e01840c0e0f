"""Decides on all entries of one call, in an order in which nothing precedes what it is about, before anything is recorded."""

from collections.abc import Iterator, Mapping, Sequence, Set
from uuid import UUID

from domain.decisions import Clash, Decision, decide, founds
from domain.entries import Entry
from domain.errors import Problem
from domain.events.base import Event
from domain.log.stored import Recorded
from domain.log.today import Today
from domain.objection import Objection
from domain.registrations.base import Registration


class Plan:
    """The decision on every entry, by its index, and all that is in the way of recording them."""

    def __init__(self, entries: Sequence[Entry], streams: Mapping[UUID, Sequence[Recorded]], *, as_given: bool = False) -> None:
        self.entries, self.streams = entries, streams
        self.decisions: dict[int, Decision] = {}
        self.problems: list[Problem] = []
        held = {id: [r.entry for r in recorded] for id, recorded in streams.items()}
        for index in range(len(entries)) if as_given else in_order(entries):
            self._decide(index, held.setdefault(entries[index].stream, []), as_given=as_given)

    @property
    def new(self) -> dict[int, Entry]:
        """The entries to record, by index, in the order in which they are to be recorded."""
        return {index: decision.entry for index, decision in self.decisions.items() if not decision.held}

    def targets(self) -> set[UUID]:
        """The streams that must be there for the new entries, and are not among those of the call."""
        wanted = {target for entry in self.new.values() for target in entry.targets}
        return wanted - self.streams.keys() - {entry.stream for entry in self.new.values()}

    def miss(self, targets: Set[UUID]) -> None:
        """Notes the entries that point at streams which are not there."""
        self.problems += self._dangling(targets)

    def postpone(self, today: Today) -> None:
        """Notes the new entries that say of what is still to come that it happened."""
        for index, entry in sorted(self.new.items()):
            if objection := today.objection(entry):
                self.problems.append(problem(index, entry, *objection))

    def _dangling(self, missing: Set[UUID]) -> Iterator[Problem]:
        for index, entry in sorted(self.new.items()):
            for target, field in entry.targets.items():
                if target in missing:
                    yield problem(index, entry, field, "the log does not hold what this names; append it first, or with it")

    def _decide(self, index: int, stream: list[Entry], *, as_given: bool) -> None:
        entry = self.entries[index]
        try:
            decision = decide(entry, stream, as_given=as_given)
        except Clash as clash:
            where = "recorded" if entry.stream in self.streams else "in this call"
            self.problems.append(problem(index, entry, "", f"is {where} already {clash.difference}"))
        except Objection as objection:
            self.problems.append(problem(index, entry, objection.field, objection.problem))
        else:
            self.decisions[index] = decision
            if not decision.held:
                stream.append(decision.entry)


def problem(index: int, entry: Entry, field: str, message: str) -> Problem:
    """What is wrong with a field (dots between its parts) of an entry; with the one that names it, where none is given."""
    return Problem(index, entry.kind(), tuple((field or naming_field(entry)).split(".")), message)


def naming_field(entry: Entry) -> str:
    """The field that says which event, actor, place or source an entry is about."""
    if isinstance(entry, Event):
        return "key"
    if isinstance(entry, Registration):
        return entry.SUBJECT[0]
    return next(field for field in ("event", "actor", "registration") if field in type(entry).model_fields)


def in_order(entries: Sequence[Entry]) -> list[int]:
    """The indexes of entries in an order in which nothing precedes what it is about; among equals in the order given."""
    return sorted(range(len(entries)), key=lambda index: _rank(entries[index]))


def _rank(entry: Entry) -> int:
    if isinstance(entry, Registration):
        return 0 if founds(entry) else 1
    return 2 if isinstance(entry, Event) else 3
