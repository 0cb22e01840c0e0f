"""The interface of a recorder of the log, beyond the library's: one keeps the log in memory, one in PostgreSQL."""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from domain.log.store.batch import AppendBatch, BatchResult


@dataclass(frozen=True)
class LoggedEvent(Notification):
    """A stored event with its position and the time at which it was recorded."""

    recorded_at: datetime


class LogRecorder(Protocol):
    """What the log needs of its recorder beyond the library's ApplicationRecorder."""

    def insert_batch(self, stored_events: Sequence[StoredEvent]) -> BatchResult:
        """Records those that are not there yet, in order; nothing where one is there with other content."""
        ...

    def prepare(self, batches: Iterable[Sequence[StoredEvent]]) -> Generator[AppendBatch, None, None]:
        """For each batch, the call that does the same; it must be made, if at all, before the next is asked for.

        Another thread takes the next batch and prepares it meanwhile."""
        ...

    def select_recorded(self, after: int, limit: int, until: int | None = None) -> Sequence[LoggedEvent]:
        """At most `limit` entries after a position and up to another, in order."""
        ...

    def select_streams(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[LoggedEvent]]:
        """The streams with these ids, each in order; those that do not exist are left out."""
        ...

    def head(self) -> int:
        """The position of the last entry; 0 for an empty log."""
        ...

    def now(self) -> datetime:
        """The time at which an entry would be recorded."""
        ...

    def cast_version(self) -> str | None:
        """The version of the built-in registrations that the log has been given; None where it was given none."""
        ...

    def set_cast_version(self, version: str) -> None:
        """Notes that the log has been given the built-in registrations of a version."""
        ...

    def position_at(self, time: datetime) -> int:
        """The position of the last entry recorded at or before a time; 0 where there is none."""
        ...
