"""ndjson: the log itself, an entry a line."""

from collections.abc import Container
from typing import BinaryIO
from uuid import UUID

from api.exporting.losses import Losses
from domain.log import Log
from domain.log.archive.citation import Checksum
from domain.log.archive.lines import End, write_line
from domain.log.seal.store import SealTables
from domain.log.store.recorder import LoggedEvent
from projections.folding import Progress

NAME = "ndjson"
DESCRIPTION = (
    "The log itself, an entry a line, in the order of their positions. A line is an entry as annals append takes it, with one"
    " more field, `logged`, that append passes over and restore keeps: position, at (when it was recorded), stream and version"
    " (which entry about the thing it is), by, program, form (the version of the stored form), state (the stored bytes in"
    " base64, only where the line does not give them: an older form), salt (of the log's seal, for an entry that is sealed); in"
    " the last line end, the number of entries and their checksum. Appended elsewhere, it gives the same answers but for"
    " positions and times. Of some events: all entries about them and about whatever these name."
)


def write(
    log: Log, seal: SealTables, until: int, only: Container[UUID] | None, out: BinaryIO, losses: Losses, progress: Progress
) -> int:
    """Writes every entry up to a position, or only those of some streams; how many there are."""
    checksum, last, salts = Checksum(), None, Salts(seal)
    for logged in log.walk(until):
        progress(logged.id, until)
        if only is not None and logged.originator_id not in only:
            continue
        if last is not None:
            _write(last, salts, out, losses)
        checksum.add(logged)
        last = logged
    if last is not None:
        _write(last, salts, out, losses, End(entries=checksum.entries, sha256=checksum.sha256))
    return checksum.entries


class Salts:
    """The salts of the entries that are sealed, asked for in the order of their positions."""

    def __init__(self, seal: SealTables) -> None:
        self._leaves = seal.leaves()
        self._next = next(self._leaves, None)

    def of(self, position: int) -> bytes | None:
        """The salt of the entry at a position; None where it is not sealed yet."""
        while self._next and self._next.position < position:
            self._next = next(self._leaves, None)
        return self._next.salt if self._next and self._next.position == position else None


def _write(logged: LoggedEvent, salts: Salts, out: BinaryIO, losses: Losses, end: End | None = None) -> None:
    line, readable = write_line(logged, end, salts.of(logged.id))
    if not readable:
        losses.shortened("this program cannot read it: restore keeps it as it is, append will refuse it", "entry")
    out.write(line)
