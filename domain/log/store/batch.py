"""Decides what to append of a batch whose events may be in the log already, or several times in the batch itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eventsourcing.persistence import StoredEvent

from domain.log.stored import same_entry


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of the stored events of a batch, each by its place in the batch, from 0."""

    recorded: Mapping[int, int]
    """The positions of those recorded now."""
    held: Mapping[int, int]
    """The positions of those that were there already with the same content, and of those that stand in the batch again."""
    conflicts: Sequence[int]
    """The places of those whose stream and version have other content. Where there are any, nothing was recorded."""


AppendBatch = Callable[[], BatchResult]
"""Appends one batch that has been prepared."""


class StoredAt(NamedTuple):
    """What the log has at the stream and version of an event."""

    position: int
    event: StoredEvent


class Batch:
    """Stored events in order, among which one may stand several times."""

    def __init__(self, events: Sequence[StoredEvent]) -> None:
        self.events = events
        places: dict[object, int] = {}
        self._first = [places.setdefault((e.originator_id, e.originator_version), place) for place, e in enumerate(events)]
        self.distinct = {place: events[place] for place in places.values()}
        """By its place, the first event of each stream and version."""

    def settle(self, held: Mapping[int, StoredAt], append: Callable[[Sequence[int]], Sequence[int]]) -> BatchResult:
        """Records what is missing, unless something is in conflict.

        `held`: what the log has of the distinct events, by place; `append`: records those at these places, and gives their
        positions."""
        conflicts = self._conflicts({place: event for place, (_, event) in held.items()})
        missing = [] if conflicts else [place for place in self.distinct if place not in held]
        new = dict(zip(missing, append(missing) if missing else (), strict=True))
        positions = {place: position for place, (position, _) in held.items()} | new
        there = {place: positions[first] for place, first in enumerate(self._first) if first in positions}
        return BatchResult(new, {p: there[p] for p in there.keys() - new.keys() - set(conflicts)}, conflicts)

    def _conflicts(self, held: Mapping[int, StoredEvent]) -> list[int]:
        """The places of those that say something else than what is held, or than what stands in the batch before them."""
        meant = {**self.distinct, **held}
        return [place for place, e in enumerate(self.events) if not same_entry(meant[self._first[place]], e)]
