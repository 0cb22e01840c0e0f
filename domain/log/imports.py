"""Bringing in a great many entries, each the first of its stream: nothing is read beforehand, the database tells what is there."""

from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

from domain.entries import Entry
from domain.errors import Problem
from domain.events.base import Event
from domain.events.to_come import claimed_day
from domain.kinds import BY_TOPIC
from domain.log.store.batch import AppendBatch, BatchResult
from domain.log.store.copy_rows import Columns, CopyRows, write_rows
from domain.log.store.recorder import LogRecorder
from domain.log.stored import read_stored, write_state
from domain.log.today import Today

T = TypeVar("T")

SIZE = 5000
"""How many events are recorded in one transaction: few enough for other writers to get in between."""


class Link(NamedTuple):
    """That an entry of a batch, by its place there, names in a field what must be in the log, or in the batch."""

    place: int
    target: UUID
    field: str


class Encoded(NamedTuple):
    """A batch of entries as they are stored, each the first of its stream. Cheap to hand from one process to another."""

    rows: CopyRows
    links: Sequence[Link]
    last_day: date
    """The last of the days on which one of them is said to have happened."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one batch of an import."""

    recorded: int
    held: int
    """How many were there already."""
    problems: Sequence[Problem]
    """What is wrong with those that were left out; `index` is an event's place in the whole import, from 0."""
    position: int
    """The position of the last one recorded; 0 where none was."""


def encode(entries: Iterable[tuple[Entry, str]]) -> Encoded:
    """Events, or other entries that found their streams, each with who appends it, as they are stored.

    Needs no log: another process can do it. Each entry is done with before the next is taken."""
    links: list[Link] = []
    days = {date.min}
    return Encoded(
        write_rows(_encoded(entry, by, place, links, days) for place, (entry, by) in enumerate(entries)), links, max(days)
    )


def _encoded(entry: Entry, by: str, place: int, links: list[Link], days: set[date]) -> Columns:
    if targets := entry.targets:
        links.extend(Link(place, target, field) for target, field in targets.items())
    if isinstance(entry, Event) and (day := claimed_day(entry)):
        days.add(day)
    return entry.stream.bytes, 1, entry.TOPIC, write_state(entry, by)


def batches(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Items in lists of at most so many."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def record(recorder: LogRecorder, encoded: Iterable[Encoded], today: Today) -> Iterator[Imported]:
    """Records batch after batch, each in a transaction, and tells what became of it."""
    start, taken = 0, deque[Encoded]()
    for append in recorder.prepare(_rows(encoded, taken)):
        batch = taken.popleft()
        yield _record(recorder, start, batch, append, today)
        start += len(batch.rows)


def _rows(encoded: Iterable[Encoded], taken: deque[Encoded]) -> Iterator[CopyRows]:
    for batch in encoded:
        taken.append(batch)
        yield batch.rows


def _record(recorder: LogRecorder, start: int, batch: Encoded, append: AppendBatch, today: Today) -> Imported:
    early = {} if today.has_come(batch.last_day) else _to_come(recorder, batch, today)
    dangling = _dangling(recorder, batch, early) if batch.links else {}
    problems = [_problem(start, batch, place, *objection) for place, objection in early.items()]
    problems += [_problem(start, batch, place, field, MISSING) for place, field in dangling.items()]
    places = [place for place in range(len(batch.rows)) if place not in early and place not in dangling]
    result = _insert(recorder, batch, places) if early or dangling else append()
    while result.conflicts:
        problems += [_problem(start, batch, places[n], "key", OTHER) for n in result.conflicts]
        refused = set(result.conflicts)
        places = [place for n, place in enumerate(places) if n not in refused]
        result = _insert(recorder, batch, places)
    return Imported(len(result.recorded), len(result.held), problems, max(result.recorded.values(), default=0))


def _insert(recorder: LogRecorder, batch: Encoded, places: Sequence[int]) -> BatchResult:
    return recorder.insert_batch([batch.rows[place] for place in places])


def _to_come(recorder: LogRecorder, batch: Encoded, today: Today) -> dict[int, tuple[str, str]]:
    """The places of those that are still to come, though said to have happened, with field and reason; not of those recorded."""
    found = {place: objection for place, e in enumerate(batch.rows) if (objection := today.objection(read_stored(e).entry))}
    there = recorder.select_streams({batch.rows[place].originator_id for place in found})
    return {place: objection for place, objection in found.items() if batch.rows[place].originator_id not in there}


def _dangling(recorder: LogRecorder, batch: Encoded, early: Container[int]) -> dict[int, str]:
    """The places of those that name what is neither in the log nor in what is left of the batch, with the field that does."""
    there = set(recorder.select_streams({link.target for link in batch.links}))
    left_out: dict[int, str] = {}
    while True:
        known = there | {e.originator_id for place, e in enumerate(batch.rows) if place not in early and place not in left_out}
        rest = (link for link in batch.links if link.place not in early and link.place not in left_out)
        new = {place: field for place, target, field in rest if target not in known}
        if not new:
            return left_out
        left_out |= new


def _problem(start: int, batch: Encoded, place: int, field: str, message: str) -> Problem:
    return Problem(start + place, BY_TOPIC[batch.rows[place].topic].kind(), tuple(field.split(".")), message)


MISSING = "the log does not hold what this names; import it first, or with it"
OTHER = "is recorded already with other content; append a correction instead"
