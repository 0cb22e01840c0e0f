"""A part of the log that stands on its own: the entries about some events, and about all that these entries name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from domain.errors import Unreadable
from domain.identity import actor_id, event_id, place_id, read_uuid, source_id
from domain.intake import read_entries
from domain.log.log import Log, read_logged
from domain.log.stored import Recorded
from domain.packing import LOGGED, pack
from domain.revisions import ActorsRevision, EventsRevision
from domain.written import written

MERGES = tuple(kind.TOPIC for base in (EventsRevision, ActorsRevision) for kind in base.__subclasses__())
BATCH = 1000


class Named:
    """A resolver that takes every name for an id, as it is in the log, and keeps the streams of what is named."""

    def __init__(self) -> None:
        self.events: set[UUID] = set()
        self.others: set[UUID] = set()

    def actor(self, name: str) -> str:
        """Notes an actor."""
        self.others.add(actor_id(name))
        return name

    def place(self, name: str) -> str:
        """Notes a place."""
        self.others.add(place_id(name))
        return name

    def area(self, name: str) -> str:
        """Notes a place or a state; which of the two there is shows when it is looked for."""
        return self.place(self.actor(name))

    def source(self, name: str) -> str:
        """Notes a source."""
        self.others.add(source_id(name))
        return name

    def event(self, name: str) -> str:
        """Notes an event."""
        self.events.add(read_uuid(name, "Event") or event_id(name))
        return name

    def key(self, id: str) -> str:
        """The id: an entry of the log has its key already."""
        return id

    member, survivor, kind = actor, event, key


def part(log: Log, events: Collection[UUID], until: int) -> tuple[set[UUID], set[UUID]]:
    """The streams, up to a position, of some events and of all that their entries name, and those name in turn.

    First those of events, more than were given where some point at others or were merged; then those of actors, places and
    sources."""
    named, merged = Named(), _merges(log, until)
    named.events |= set(events)
    known: set[UUID] = set()
    while new := (named.events | named.others) - known:
        known |= new
        for id in new & merged.keys():
            (named.events if id in named.events else named.others).update(merged[id])
        for recorded in _about(log, new, until):
            read_entries([written(**pack(recorded.entry)) | {LOGGED: {}}], named)
    return named.events, named.others


def _about(log: Log, streams: Collection[UUID], until: int) -> Iterator[Recorded]:
    ids = sorted(streams)
    for start in range(0, len(ids), BATCH):
        for logged in (d for s in log.store.select_streams(ids[start : start + BATCH]).values() for d in s if d.id <= until):
            try:
                yield read_logged(logged)
            except Unreadable:
                continue


def _merges(log: Log, until: int) -> Mapping[UUID, set[UUID]]:
    """By the stream of everything that was ever merged, those of what it was merged into."""
    into: dict[UUID, set[UUID]] = defaultdict(set)
    for logged in (d for d in log.walk(until) if d.topic in MERGES):
        entry = read_logged(logged).entry
        if isinstance(entry, EventsRevision | ActorsRevision):
            for id in entry.duplicate_ids:
                into[id].add(entry.stream)
    return into
