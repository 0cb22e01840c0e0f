"""Importing a data set's list of the events that it has deleted: those that the log has are retracted, once that is asked for."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from domain.errors import BadInput
from domain.identity import event_id
from domain.intake import read_entries
from domain.log import Log
from domain.log.imports import batches
from domain.present import is_retracted
from scripts.importing.crew import Crew
from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.importing import Import, Progress, Rejecting, Tally
from scripts.importing.opening import Opened
from scripts.importing.revising import named
from scripts.support.output import print_note
from scripts.support.session import Session

AT_ONCE = 1000
"""Events that are looked for, or retracted, at one go."""


class DeletionList(Import):
    """The import of a list of deleted events. retract: they are retracted; dry: they are only told."""

    def __init__(
        self, session: Session, crew: Crew, format: Format, file: Opened, by: str, reject: Rejecting, retract: bool, dry: bool
    ) -> None:
        super().__init__(session, crew, format, file, by, reject)
        self._may, self._dry = retract, dry

    def run(self, encoding: str, progress: Progress) -> Tally:
        """Retracts the events of the list that the log has. Raises BadInput where that was not asked for."""
        rows = [self._judged(row) for row in self._format.read(self._file.text, encoding, self.tally.notes.append)]
        for row in rows:
            if isinstance(row, Reject):
                self._leave_out(row)
        drafts = {str(row.entry["event"]): row for row in rows if isinstance(row, Draft)}
        gone = list(_standing(self._log, list(drafts)))
        absent = sum(isinstance(row, Draft) for row in rows) - len(gone)
        self.tally.duplicates += absent
        if absent:
            self.tally.notes.append(f"has {_events(absent)} that the log does not have, or has retracted already")
        if gone:
            told = f"{self._file.name} has {_events(len(gone), 'deleted ')} that the log still has"
            print_note(f"{told}: {named(gone, all=self._dry)}")
            if not (self._may or self._dry):
                raise BadInput(f"{told}; nothing was retracted. --retract retracts them")
            self._retract([drafts[key] for key in gone])
        progress(self._file.size, self._file.size)
        return self.tally

    def _retract(self, drafts: Sequence[Draft]) -> None:
        for batch in batches(drafts, AT_ONCE):
            entries = read_entries([{**draft.entry, "event": str(event_id(draft.entry["event"]))} for draft in batch], None)
            if not self._dry:
                self._log.append(entries, [self._origin.of(draft.line) for draft in batch])
            self.tally.recorded += len(batch)
        if not self._dry:
            self._finish()


def _standing(log: Log, keys: Sequence[str]) -> Iterator[str]:
    """Those of the events with these keys that the log has and that are not retracted."""
    for batch in batches(keys, AT_ONCE):
        ids: dict[UUID, str] = {event_id(key): key for key in batch}
        for id, stream in log.streams(ids).items():
            if stream and not is_retracted([recorded.entry for recorded in stream]):
                yield ids[id]


def _events(count: int, what: str = "") -> str:
    return f"{count:,} {what}{'event' if count == 1 else 'events'}"
