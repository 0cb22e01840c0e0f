"""Citing the log as it stood at a position, so that a reader can tell whether theirs is the same."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.errors import BadInput
from domain.log.log import Log
from domain.log.store.recorder import LoggedEvent

TEXT = re.compile(
    r"(?P<dataset>.+?),\s+as\s+of\s+position\s+(?P<position>[0-9]{1,19}),\s+recorded\s+(?P<time>[0-9T:.-]+Z),"
    r"\s+(?P<entries>[0-9]+)\s+(?:entries|entry),\s+sha256:\s*(?P<sha256>[0-9a-fA-F]{64})\.?",
    re.DOTALL,
)
EXAMPLE = "annals, as of position 766, recorded 2025-11-25T10:00:00.000000Z, 766 entries, sha256:..."


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


@dataclass(frozen=True, slots=True)
class Citation:
    """The state of a log: its last entry, how many there are up to it, and the checksum over them (`Checksum`)."""

    dataset: str
    position: int
    recorded_at: datetime
    entries: int
    sha256: str

    def __str__(self) -> str:
        last = f"as of position {self.position}, recorded {time_text(self.recorded_at)}"
        counted = f"{self.entries} {'entry' if self.entries == 1 else 'entries'}"
        return f"{self.dataset}, {last}, {counted}, sha256:{self.sha256}"


def cite(log: Log, dataset: str, until: int, progress: Callable[[int, int], None] | None = None) -> Citation:
    """The citation of a log as it was at a position; in a gap that of the entry before. Raises BadInput for an empty log."""
    checksum, last = Checksum(), None
    for last in log.walk(until):
        checksum.add(last)
        if progress and checksum.entries % 1000 == 0:
            progress(last.id, until)
    if last is None:
        raise BadInput(f"the log has no entry up to position {until}; there is nothing to cite")
    return Citation(dataset, last.id, last.recorded_at, checksum.entries, checksum.sha256)


def read_citation(text: str) -> Citation:
    """The citation in a text as `annals cite` prints it, line breaks or not. Raises BadInput."""
    found = TEXT.search(text.strip())
    if found is None:
        raise BadInput(f"{_short(text)!r} is no citation; give the line that annals cite prints: {EXAMPLE}")
    try:
        time = datetime.strptime(found["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"{found['time']!r} is not the time of a citation; give the line that annals cite prints") from error
    dataset = " ".join(found["dataset"].split())
    return Citation(dataset, int(found["position"]), time, int(found["entries"]), found["sha256"].lower())


def differences(cited: Citation, log: Log, progress: Callable[[int, int], None] | None = None) -> list[str]:
    """What is otherwise in a log than in the one that was cited; nothing where they are the same up to the cited position."""
    head = log.head()
    if head < cited.position:
        return [f"the log ends at position {head}, before the cited position {cited.position}"]
    found = cite(log, cited.dataset, cited.position, progress)
    pairs = (
        ("last entry is at position", cited.position, found.position),
        ("last entry was recorded", time_text(cited.recorded_at), time_text(found.recorded_at)),
        ("entries up to there number", cited.entries, found.entries),
        ("checksum is", cited.sha256, found.sha256),
    )
    return [f"the {what} {here} here, but {there} in the citation" for what, there, here in pairs if there != here]


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
