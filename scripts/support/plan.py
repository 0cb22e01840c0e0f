"""What the log would make of the entries of a call: all objections at once, before anything is recorded."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domain.decisions import Objection, decide
from domain.entries import Entry
from domain.events.base import Event
from domain.intake import Problem
from domain.log import Log
from domain.log.order import in_order
from domain.registrations import Registration


@dataclass
class Plan:
    """The entries that are new, by their index, and what is in the way of recording them."""

    new: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def make_plan(log: Log, entries: Sequence[Entry]) -> Plan:
    """How an append of these entries would go at this moment."""
    plan = Plan()
    recorded = log.streams({e.stream for e in entries})
    held = {id: [r.entry for r in stream] for id, stream in recorded.items()}
    for index in in_order(entries):
        stream = held.setdefault(entries[index].stream, [])
        new_here = entries[index].stream not in recorded
        try:
            decision = decide(entries[index], stream)
        except Objection as objection:
            message = objection.problem.replace("is recorded already", "is in this call already") if new_here else objection.problem
            plan.problems.append(problem(index, entries[index], objection.field, message))
            continue
        if not decision.held:
            stream.append(decision.entry)
            plan.new.add(index)
    plan.problems += _missing_targets(log, entries, plan.new, held)
    return plan


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


def _missing_targets(log: Log, entries: Sequence[Entry], new: Collection[int], held: Mapping[UUID, object]) -> Iterator[Problem]:
    targets = {target for index in new for target in entries[index].targets}
    known = held.keys() | log.streams(targets - held.keys()).keys()
    for index in sorted(new):
        for target, named_by in entries[index].targets.items():
            if target not in known:
                yield problem(index, entries[index], named_by, "the log does not hold what this names; append it first, or with it")
