"""An entry with its place in its stream, and in the log."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from domain.entries import Entry


class Stored(NamedTuple):
    """An entry as one version of one stream, with who appended it and with what."""

    originator_id: UUID
    originator_version: int
    entry: Entry
    appended_by: str
    program: str


class Recorded(NamedTuple):
    """A stored entry at its position in the log, with the time at which the database put it there."""

    position: int
    recorded_at: datetime
    stored: Stored

    @property
    def stream(self) -> UUID:
        """The stream that it belongs to."""
        return self.stored.originator_id

    @property
    def version(self) -> int:
        """Its place in the stream, from 1."""
        return self.stored.originator_version

    @property
    def entry(self) -> Entry:
        """What was recorded."""
        return self.stored.entry
