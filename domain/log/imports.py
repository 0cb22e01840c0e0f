"""Bringing in a great many entries, each the first of its stream: nothing is read beforehand, the database tells what is there."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

from domain.entries import Entry
from domain.errors import Problem
from domain.kinds import BY_TOPIC
from domain.log.store.batch import AppendBatch, BatchResult
from domain.log.store.copy_rows import Columns, CopyRows, write_rows
from domain.log.store.recorder import LogRecorder
from domain.log.stored import write_state

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
    return Encoded(write_rows(_encoded(entry, by, place, links) for place, (entry, by) in enumerate(entries)), links)


def _encoded(entry: Entry, by: str, place: int, links: list[Link]) -> Columns:
    if targets := entry.targets:
        links.extend(Link(place, target, field) for target, field in targets.items())
    return entry.stream.bytes, 1, entry.TOPIC, write_state(entry, by)


def batches(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Items in lists of at most so many."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def record(recorder: LogRecorder, encoded: Iterable[Encoded]) -> Iterator[Imported]:
    """Records batch after batch, each in a transaction, and tells what became of it."""
    start, taken = 0, deque[Encoded]()
    for append in recorder.prepare(_rows(encoded, taken)):
        batch = taken.popleft()
        yield _record(recorder, start, batch, append)
        start += len(batch.rows)


def _rows(encoded: Iterable[Encoded], taken: deque[Encoded]) -> Iterator[CopyRows]:
    for batch in encoded:
        taken.append(batch)
        yield batch.rows


def _record(recorder: LogRecorder, start: int, batch: Encoded, append: AppendBatch) -> Imported:
    dangling = _dangling(recorder, batch) if batch.links else {}
    problems = [_problem(start, batch, place, field, MISSING) for place, field in dangling.items()]
    places = [place for place in range(len(batch.rows)) if place not in dangling]
    result = _insert(recorder, batch, places) if dangling else append()
    while result.conflicts:
        problems += [_problem(start, batch, places[n], "key", OTHER) for n in result.conflicts]
        refused = set(result.conflicts)
        places = [place for n, place in enumerate(places) if n not in refused]
        result = _insert(recorder, batch, places)
    return Imported(len(result.recorded), len(result.held), problems, max(result.recorded.values(), default=0))


def _insert(recorder: LogRecorder, batch: Encoded, places: Sequence[int]) -> BatchResult:
    return recorder.insert_batch([batch.rows[place] for place in places])


def _dangling(recorder: LogRecorder, batch: Encoded) -> dict[int, str]:
    """The places of those that name what is neither in the log nor in what is left of the batch, with the field that does."""
    there = set(recorder.select_streams({link.target for link in batch.links}))
    left_out: dict[int, str] = {}
    while True:
        known = there | {e.originator_id for place, e in enumerate(batch.rows) if place not in left_out}
        new = {place: field for place, target, field in batch.links if target not in known and place not in left_out}
        if not new:
            return left_out
        left_out |= new


def _problem(start: int, batch: Encoded, place: int, field: str, message: str) -> Problem:
    return Problem(start + place, BY_TOPIC[batch.rows[place].topic].kind(), tuple(field.split(".")), message)


MISSING = "the log does not hold what this names; import it first, or with it"
OTHER = "is recorded already with other content; append a correction instead"
