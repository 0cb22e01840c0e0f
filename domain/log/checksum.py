"""What tells one log from another: a checksum over all that is stored."""

import hashlib
from datetime import UTC, datetime

from domain.log.recorder import Dated


class Checksum:
    """The SHA-256 over entries in position order, of any number of them.

    Each adds the line `position time stream version topic length` (time: UTC with microseconds; length: that of the stored
    bytes) and then the stored bytes, both followed by a line feed. So a log that was restored has the same checksum."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.entries = 0

    def add(self, dated: Dated) -> None:
        """Adds the next entry."""
        stream = f"{dated.originator_id} {dated.originator_version} {dated.topic}"
        head = f"{dated.id} {time_text(dated.recorded_at)} {stream} {len(dated.state)}\n"
        self._hash.update(head.encode() + dated.state + b"\n")
        self.entries += 1

    @property
    def sha256(self) -> str:
        """The checksum so far, in hexadecimal."""
        return self._hash.hexdigest()


def time_text(time: datetime) -> str:
    """A time as the log's texts have it: in UTC, with microseconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
