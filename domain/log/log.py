"""Appending to the log and reading it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Literal, Self, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Mapper

from domain.decisions import Decision
from domain.entries import Entry
from domain.errors import Busy, Refused
from domain.log.imports import Encoded, Imported, batches, encode, record
from domain.log.plan import Plan
from domain.log.store.recorder import LoggedEvent, LogRecorder
from domain.log.stored import PROGRAM, EntryMapper, Recorded, Stored, read_stored
from domain.log.today import Today
from domain.postgres.waiting import PATIENCE

TRIES = 20
"""How often an append that loses a race for a stream's next version rereads and tries again."""

WALK = 2000
"""How many entries are read at a time when all are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry of a call: recorded now, or already there; and its position."""

    entry: Entry
    status: Literal["recorded", "already recorded"]
    position: int


class Log(Application[UUID]):
    """All entries in the one order in which they were recorded."""

    name = "annals"
    env: ClassVar[dict[str, str]] = {"PERSISTENCE_MODULE": "domain.log.store.memory"}

    @classmethod
    def in_memory(cls) -> Self:
        """A log that is gone with the process."""
        return cls(env={"PERSISTENCE_MODULE": "domain.log.store.memory"})

    @classmethod
    def on_postgres(cls, url: str) -> Self:
        """The log in a database, given by a URL or another connection string of libpq. Makes its table if it is missing."""
        return cls(env={"PERSISTENCE_MODULE": "domain.log.store.postgres", "POSTGRES_URL": url})

    @property
    def url(self) -> str | None:
        """The database that the log is kept in; None for a log in memory."""
        return self.env.get("POSTGRES_URL")

    @property
    def lock_timeout(self) -> float:
        """How many seconds to wait for a lock that another process holds (ANNALS_LOCK_TIMEOUT)."""
        return float(self.env.get("LOCK_TIMEOUT") or PATIENCE)

    def construct_mapper(self) -> Mapper[UUID]:
        return EntryMapper(transcoder=self.construct_transcoder())

    @property
    def store(self) -> LogRecorder:
        """The recorder, with what annals needs beyond the library's interface."""
        return cast(LogRecorder, self.recorder)

    @cached_property
    def today(self) -> Today:
        """The day on which something would be recorded now."""
        return Today(self.store)

    def append(self, entries: Sequence[Entry], by: str | Sequence[str], *, as_given: bool = False) -> list[Outcome]:
        """Records all of the entries, or none; those that the log holds already are left alone.

        `by`: who appends, all of them or each. Registrations come first in the log, then events, then revisions, each in the
        order given, so that nothing precedes what it is about; with `as_given` all are recorded in the order given, as suits what
        a log had in this order before. Raises Refused with all that is wrong; Busy when other writers always won."""
        plan = self._as_if_new(entries) or self.plan(entries, as_given=as_given)
        for _ in range(TRIES):
            if plan.problems:
                raise Refused(plan.problems)
            try:
                return self._put(plan, by)
            except IntegrityError:
                plan = self.plan(entries, as_given=as_given)
        raise Busy(f"other writers took the same streams {TRIES} times; append again")

    def _as_if_new(self, entries: Sequence[Entry]) -> Plan | None:
        # One entry that begins a stream and names no other, as most do, needs no look at the log: should the stream be there
        # already, the database refuses it, and then there is time to look.
        plan = Plan(entries, {}) if len(entries) == 1 else None
        if plan is None or plan.problems or plan.targets():
            return None
        plan.postpone(self.today)
        return None if plan.problems else plan

    def plan(self, entries: Sequence[Entry], *, as_given: bool = False) -> Plan:
        """How an append of these entries would go at this moment. Nothing is recorded."""
        plan = Plan(entries, self.streams({e.stream for e in entries}), as_given=as_given)
        targets = plan.targets()
        plan.miss(targets - self.streams(targets).keys())
        plan.postpone(self.today)
        return plan

    def _put(self, plan: Plan, by: str | Sequence[str]) -> list[Outcome]:
        each = [by] * len(plan.entries) if isinstance(by, str) else by
        stored = [Stored(e.stream, plan.decisions[index].version, e, each[index], PROGRAM) for index, e in plan.new.items()]
        positions = {(r.stored.originator_id, r.stored.originator_version): r.position for s in plan.streams.values() for r in s}
        for s, recording in zip(stored, self.events.put(cast(Any, stored)), strict=True):
            positions[s.originator_id, s.originator_version] = recording.notification.id
        return [_outcome(entry, plan.decisions[index], positions) for index, entry in enumerate(plan.entries)]

    def import_events(self, events: Iterable[Entry], by: str) -> Iterator[Imported]:
        """Records any number of events, or other entries that found their streams, and tells batch by batch what became of them.

        What the log holds already is left alone. What it holds with other content, and what names something that it does not
        hold, is left out and told. Nothing is recorded before the first batch is asked for."""
        return self.import_encoded(encode((event, by) for event in batch) for batch in batches(events))

    def import_encoded(self, encoded: Iterable[Encoded]) -> Iterator[Imported]:
        """The same for batches that were encoded already, perhaps by other processes."""
        return record(self.store, encoded, self.today)

    def read(self, after: int = 0, limit: int = 1000) -> list[Recorded]:
        """At most `limit` entries after a position, in order."""
        return [read_logged(e) for e in self.store.select_recorded(after, limit)]

    def walk(self, until: int, after: int = 0) -> Iterator[LoggedEvent]:
        """The entries after a position and up to another, as they are stored, in order; memory stays flat."""
        while page := self.store.select_recorded(after, WALK):
            yield from (event for event in page if event.id <= until)
            after = page[-1].id
            if after >= until:
                return

    def streams(self, ids: Collection[UUID]) -> dict[UUID, list[Recorded]]:
        """The streams with these ids that exist, each in order."""
        found = self.store.select_streams(ids) if ids else {}
        return {id: [read_logged(e) for e in stream] for id, stream in found.items()}

    def head(self) -> int:
        """The position of the last entry; 0 for an empty log."""
        return self.store.head()

    def position_at(self, time: datetime) -> int:
        """The position of the last entry recorded at or before a time; 0 where there is none."""
        return self.store.position_at(time)


def read_logged(event: LoggedEvent) -> Recorded:
    """The entry at a position. Raises Unreadable."""
    return Recorded(event.id, event.recorded_at, read_stored(event))


def _outcome(entry: Entry, decision: Decision, positions: Mapping[tuple[UUID, int], int]) -> Outcome:
    status: Literal["recorded", "already recorded"] = "already recorded" if decision.held else "recorded"
    return Outcome(entry, status, positions[entry.stream, decision.version])
