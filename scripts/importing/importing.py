"""Importing a file: rows to drafts, drafts to entries, entries to the log; and at the end, how it went."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from domain.entries import Entry
from domain.errors import BadInput, Problem, Refused
from domain.intake import read_entries
from domain.log.imports import OTHER, Encoded, batches
from domain.processes import done_ahead
from domain.registrations.actors import ActorCoded
from domain.registrations.sources import ImportFinished
from scripts.importing.crew import Crew
from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.encoding import Origin, Piece, Result, Settled, encoded
from scripts.importing.opening import DAMAGED, Opened
from scripts.importing.settling import Settler
from scripts.support.session import Session
from scripts.support.visible import require_visible

SIZE = 2500
"""Rows that are worked on at one go."""

AHEAD = 4
"""How many such pieces may be under way."""

MOST_NAMES = 200_000
"""How many names are remembered before all are forgotten and looked up again, so that memory stays flat."""

NEWER = "; or if the file is a newer release of the data set, say which: --release 23.1"

Rejecting = Callable[[Reject], None]
Progress = Callable[[int, int], None]
Raw = dict[str, Any]


LATER = ("EventCorroborated", "ActorAliased", "OfficeHeld")
"""The kinds that say more of what another entry founds: one more report of an event, a name or an office of an actor."""

PROVISIONAL: Mapping[str, Raw] = {kind: {"provisional": True} for kind in ("PlaceRegistered", "SourceRegistered")}
"""How registrations are marked that an import makes on its own; actors have a code of the scheme "imported"."""

Saying = tuple[Draft, Raw]
"""A row that says more of what the log holds, and its entry."""


class Batch(NamedTuple):
    """Rows under way: those that found events or actors, whose entries others encode, and those that say more of them."""

    founding: Sequence[Draft]
    later: Sequence[Saying]


@dataclass
class Tally:
    """What became of the rows of a file."""

    recorded: int = 0
    duplicates: int = 0
    rejected: int = 0
    corrected: int = 0
    """How many of those recorded correct, or bring back, what an earlier release had."""
    registered: int = 0
    """Actors, places and sources that were registered besides."""
    flaws: dict[str, int] = field(default_factory=dict)
    """What was mended or left out in rows that were read all the same, with how many rows that was."""
    notes: list[str] = field(default_factory=list)
    """What is not as usual in the file."""

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.recorded + self.duplicates + self.rejected


class Import:
    """The import of one file. `reject` is told of every row that is left out; strict: rows with flaws are."""

    def __init__(
        self, session: Session, crew: Crew, format: Format, file: Opened, by: str, reject: Rejecting, strict: bool = False
    ) -> None:
        self._log, self._views = session.log, session.views
        self._crew, self._format, self._file, self._reject = crew, format, file, reject
        self._by, self._origin, self._strict = by, Origin(by, file.name, file.sha256), strict
        self._introduced = False
        self._unregistered: list[Raw] = []
        self._under_way: deque[Batch] = deque()
        self._source: Raw = dict(format.source)
        self.tally = Tally()

    def run(self, encoding: str, progress: Progress) -> Tally:
        """Imports the file to its end. What is recorded stays recorded, whatever comes after. Raises BadInput, Busy."""
        try:
            for result in done_ahead(self._crew.pool, encoded, self._pieces(encoding), AHEAD):
                self._record(self._under_way.popleft(), result)
                progress(self._file.reached(), self._file.size)
        except (*DAMAGED, UnicodeError) as error:
            kept = "what was read up to there is recorded" if self.tally.recorded else "nothing of it is recorded"
            raise BadInput(f"{self._file.name} is damaged: {error}; {kept}") from error
        self._finish()
        return self.tally

    def _pieces(self, encoding: str) -> Iterator[Piece]:
        settler: Settler | None = None
        for batch in batches(map(self._judged, self._format.read(self._file.text, encoding, self.tally.notes.append)), SIZE):
            if settler is None or len(settler) > MOST_NAMES:
                if settler is not None:
                    self._register_pending()
                require_visible(self._views, self._log.head())
                settler = Settler(self._views.connection)
            yield self._piece(settler, batch)

    def _judged(self, row: Draft | Reject) -> Draft | Reject:
        """Counts the flaws of a row, or rejects it for them."""
        if isinstance(row, Reject) or not row.flaws:
            return row
        if self._strict and (wrong := [flaw.reason for flaw in row.flaws if flaw.reason]):
            return Reject(row.line, "; ".join(wrong), row.raw)
        for flaw in row.flaws:
            self.tally.flaws[flaw.what] = self.tally.flaws.get(flaw.what, 0) + 1
        return row

    def _piece(self, settler: Settler, batch: Sequence[Draft | Reject]) -> Piece:
        drafts = [draft for draft in batch if isinstance(draft, Draft)]
        new, entries = settler.settle(drafts)
        self._unregistered += new
        for reject in (*batch, *entries):
            if isinstance(reject, Reject):
                self._leave_out(reject)
        settled = [(draft, entry) for draft, entry in zip(drafts, entries, strict=True) if not isinstance(entry, Reject)]
        founding = [(draft, entry) for draft, entry in settled if entry["kind"] not in LATER]
        later = [(draft, entry) for draft, entry in settled if entry["kind"] in LATER]
        self._under_way.append(Batch([draft for draft, _ in founding], later))
        return Piece(self._origin, [_settled(draft, entry) for draft, entry in founding])

    def _register_pending(self) -> None:
        """Registers the data set, and whom rows named since the last time: only once some row says something new."""
        if not self._introduced:
            self._register([dict(self._format.source), self._source])
            self._introduced = True
        pending, self._unregistered = self._unregistered, []
        self._register(pending)

    def _says_something_new(self, encoded: Encoded) -> bool:
        """Whether the log lacks one of these entries."""
        ids = {id for row in encoded.rows if isinstance(id := row.originator_id, UUID)}
        return len(self._log.store.select_streams(ids)) < len(ids)

    def _register(self, raws: Sequence[Raw]) -> None:
        """Whoever was first to register a thing is right: the log leaves out those that it has with other content."""
        entries = read_entries([raw | PROVISIONAL.get(raw["kind"], {}) for raw in raws], None)
        codes = [entry for entry in entries if isinstance(entry, ActorCoded)]
        founding = [entry for entry in entries if not isinstance(entry, ActorCoded)]
        for done in self._log.import_events(founding, self._origin.of()):
            self.tally.registered += done.recorded
        if codes:
            self._log.append(codes, self._origin.of())

    def _record(self, batch: Batch, result: Result) -> None:
        for place, wrong in result.wrong.items():
            self._leave_out(Reject(batch.founding[place].line, wrong, batch.founding[place].raw))
        good = [draft for place, draft in enumerate(batch.founding) if place not in result.wrong]
        if good and (self._unregistered or not self._introduced) and self._says_something_new(result.encoded):
            self._register_pending()
        if good:
            self._found(good, result.encoded)
        rest = batch.later
        if rest and self._unregistered:
            self._register_pending()
        while rest:
            rest = self._say(rest)

    def _found(self, drafts: Sequence[Draft], encoded: Encoded) -> None:
        """Records entries that are each the first of its stream, and the drafts they are made of."""
        for done in self._log.import_encoded([encoded]):
            self.tally.recorded += done.recorded
            self.tally.duplicates += done.held
            for p in done.problems:
                if p.message == OTHER and drafts[p.index].entry["kind"] == "ActorRegistered":
                    self.tally.duplicates += 1
                else:
                    self._object(drafts[p.index], p)

    def _say(self, rest: Sequence[Saying]) -> Sequence[Saying]:
        """Records what is said of what the log holds already; where some is refused, the others are still to be recorded."""
        try:
            entries = read_entries([entry for _, entry in rest], None)
            outcomes = self._log.append(entries, [self._origin.of(draft.line) for draft, _ in rest])
        except Refused as error:
            wrong = {p.index: p for p in error.problems}
            for index, p in wrong.items():
                self._object(rest[index][0], p)
            return [each for index, each in enumerate(rest) if index not in wrong]
        new = len({o.position for o in outcomes if o.status == "recorded"})
        self.tally.recorded += new
        self.tally.duplicates += len(outcomes) - new
        return ()

    def _object(self, draft: Draft, problem: Problem) -> None:
        newer = NEWER if self._format.releases and problem.message == OTHER else ""
        self._leave_out(Reject(draft.line, f"{'.'.join(map(str, problem.field))}: {problem.message}{newer}", draft.raw))

    def _leave_out(self, reject: Reject) -> None:
        self.tally.rejected += 1
        self._reject(reject)

    def _finish(self) -> None:
        """Records how it went, unless nothing was recorded."""
        if not self.tally.recorded:
            return
        self._register_pending()
        counts = {"rows": self.tally.rows} | {n: getattr(self.tally, n) for n in ("recorded", "duplicates", "rejected")}
        file = {"format": self._format.name, "file": self._file.name, "sha256": self._file.sha256}
        finished: Entry = ImportFinished(source=self._source["id"], **file, **counts)
        self._log.append([finished], self._by)


def _settled(draft: Draft, entry: Raw) -> Settled:
    return Settled(draft.line, entry.pop("kind"), orjson.dumps(entry))
