"""What tells one log from another: a checksum over all that is stored."""

import hashlib
from datetime import UTC, datetime

from domain.log.store.recorder import LoggedEvent


class Checksum:
    """The SHA-256 over entries in position order, of any number of them.

    Each adds the line `position time stream version topic length` (time: UTC with microseconds; length: that of the stored
    bytes) and then the stored bytes, both followed by a line feed. So a log that was restored has the same checksum."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.entries = 0

    def add(self, logged: LoggedEvent) -> None:
        """Adds the next entry."""
        stream = f"{logged.originator_id} {logged.originator_version} {logged.topic}"
        head = f"{logged.id} {time_text(logged.recorded_at)} {stream} {len(logged.state)}\n"
        self._hash.update(head.encode() + logged.state + b"\n")
        self.entries += 1

    @property
    def sha256(self) -> str:
        """The checksum so far, in hexadecimal."""
        return self._hash.hexdigest()


def time_text(time: datetime) -> str:
    """A time as the log's texts have it: in UTC, with microseconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
