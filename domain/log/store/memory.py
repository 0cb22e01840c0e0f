"""The log in memory, for unit tests and trying things out: a persistence module of the eventsourcing library."""

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

# The library takes every factory class that it finds in this module for the module's own.
from eventsourcing import popo as library
from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from domain.log.store.batch import AppendBatch, Batch, BatchResult, StoredAt
from domain.log.store.recorder import LoggedEvent

EPOCH = datetime(2027, 1, 1, tzinfo=UTC)
"""When a log in memory begins: entry n is recorded n seconds later, so that tests need no clock. What happens later is to come."""


class MemoryRecorder(library.POPOApplicationRecorder):
    """Keeps entries in a list; each is recorded a second after the one before."""

    _cast_version: str | None = None

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        return super().insert_events(stored_events, **kwargs)

    def insert_batch(self, stored_events: Sequence[StoredEvent]) -> BatchResult:
        batch = Batch(stored_events)
        there = {(d.originator_id, d.originator_version): StoredAt(d.id, d) for d in self._all()}
        keys = {place: (e.originator_id, e.originator_version) for place, e in batch.distinct.items()}
        held = {place: there[key] for place, key in keys.items() if key in there}
        return batch.settle(held, lambda places: self.insert_events([stored_events[place] for place in places]) or ())

    def prepare(self, batches: Iterable[Sequence[StoredEvent]]) -> Generator[AppendBatch, None, None]:
        return (partial(self.insert_batch, batch) for batch in batches)

    def select_recorded(self, after: int, limit: int, until: int | None = None) -> Sequence[LoggedEvent]:
        found = self.select_notifications(start=after, limit=limit, stop=until, inclusive_of_start=False)
        return [LoggedEvent(**vars(n), recorded_at=EPOCH + timedelta(seconds=n.id)) for n in found]

    def select_streams(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[LoggedEvent]]:
        streams: dict[UUID, list[LoggedEvent]] = defaultdict(list)
        for entry in self._all():
            if entry.originator_id in ids:
                streams[UUID(str(entry.originator_id))].append(entry)
        return streams

    def _all(self) -> Sequence[LoggedEvent]:
        return self.select_recorded(0, self.head()) if self.head() else ()

    def now(self) -> datetime:
        return EPOCH + timedelta(seconds=self.head() + 1)

    def cast_version(self) -> str | None:
        return self._cast_version

    def set_cast_version(self, version: str) -> None:
        self._cast_version = version

    def head(self) -> int:
        return self.max_notification_id() or 0

    def position_at(self, time: datetime) -> int:
        return max(0, min(self.head(), int((time - EPOCH).total_seconds())))


class Factory(library.POPOFactory):
    """Makes logs in memory."""

    def application_recorder(self) -> ApplicationRecorder:
        return MemoryRecorder()
