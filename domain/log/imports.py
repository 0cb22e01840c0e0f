"""Bringing in a great many entries, each the first of its stream: nothing is read beforehand, the database tells what is there."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, TypeVar
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from domain.entries import Entry
from domain.errors import Problem
from domain.kinds import BY_TOPIC
from domain.log.batch import Append, BatchResult
from domain.log.mapper import write_state
from domain.log.recorder import LogRecorder

T = TypeVar("T")

SIZE = 5000
"""How many events are recorded in one transaction: few enough for other writers to get in between."""


class Encoded(NamedTuple):
    """An entry as it is stored. Plain values: cheap to hand from one process to another."""

    stream: bytes
    topic: str
    state: bytes
    targets: tuple[tuple[UUID, str], ...]
    """What it names that must be there, with the field."""


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


def encode(entry: Entry, by: str) -> Encoded:
    """An event, or another entry that founds its stream, as it is stored. Needs no log: another process can do it."""
    return Encoded(entry.stream.bytes, entry.TOPIC, write_state(entry, by), tuple(entry.targets.items()))


def batches(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Items in lists of at most so many."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def record(recorder: LogRecorder, encoded: Iterable[Sequence[Encoded]]) -> Iterator[Imported]:
    """Records batch after batch, each in a transaction, and tells what became of it."""
    start, taken = 0, deque[Sequence[Encoded]]()
    for append in recorder.prepare(_stored(encoded, taken)):
        batch = taken.popleft()
        yield _record(recorder, start, batch, append)
        start += len(batch)


def _stored(encoded: Iterable[Sequence[Encoded]], taken: deque[Sequence[Encoded]]) -> Iterator[Sequence[StoredEvent]]:
    for batch in encoded:
        taken.append(batch)
        yield [_as_first(e) for e in batch]


def _as_first(encoded: Encoded) -> StoredEvent:
    return StoredEvent(UUID(bytes=encoded.stream), 1, encoded.topic, encoded.state)


def _record(recorder: LogRecorder, start: int, batch: Sequence[Encoded], append: Append) -> Imported:
    dangling = _dangling(recorder, batch)
    problems = [_problem(start, batch, place, field, MISSING) for place, field in dangling.items()]
    places = [place for place in range(len(batch)) if place not in dangling]
    result = _insert(recorder, batch, places) if dangling else append()
    while result.conflicts:
        problems += [_problem(start, batch, places[n], "key", OTHER) for n in result.conflicts]
        refused = set(result.conflicts)
        places = [place for n, place in enumerate(places) if n not in refused]
        result = _insert(recorder, batch, places)
    return Imported(len(result.recorded), len(result.held), problems, max(result.recorded.values(), default=0))


def _insert(recorder: LogRecorder, batch: Sequence[Encoded], places: Sequence[int]) -> BatchResult:
    return recorder.insert_batch([_as_first(batch[place]) for place in places])


def _dangling(recorder: LogRecorder, batch: Sequence[Encoded]) -> dict[int, str]:
    """The places of those that name what is neither in the log nor in what is left of the batch, with the field that does."""
    links = [(place, target, field) for place, e in enumerate(batch) for target, field in e.targets]
    there = set(recorder.select_streams({target for _, target, _ in links})) if links else set()
    left_out: dict[int, str] = {}
    while links:
        known = there | {UUID(bytes=e.stream) for place, e in enumerate(batch) if place not in left_out}
        new = {place: field for place, target, field in links if target not in known and place not in left_out}
        if not new:
            break
        left_out |= new
    return left_out


def _problem(start: int, batch: Sequence[Encoded], place: int, field: str, message: str) -> Problem:
    return Problem(start + place, BY_TOPIC[batch[place].topic].kind(), tuple(field.split(".")), message)


MISSING = "the log does not hold what this names; import it first, or with it"
OTHER = "is recorded already with other content; append a correction instead"
