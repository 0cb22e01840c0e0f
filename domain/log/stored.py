"""Entries as the log stores them. The bytes are plain JSON: SQL can read them, and so can people in ten years."""

from datetime import datetime
from importlib.metadata import version
from typing import Any, NamedTuple, cast
from uuid import UUID

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import Mapper, StoredEvent

from domain.entries import Entry
from domain.errors import Unreadable
from domain.kinds import BY_TOPIC
from domain.packing import upcast

PROGRAM = f"annals {version('annals')}"
"""What entries are recorded with."""


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


class EntryMapper(Mapper[UUID]):
    """Writes entries in today's form and reads every form they were ever written in."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        stored = cast(Stored, domain_event)
        return StoredEvent(
            originator_id=stored.originator_id,
            originator_version=stored.originator_version,
            topic=stored.entry.TOPIC,
            state=write_state(stored.entry, stored.appended_by, stored.program),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        return cast(DomainEventProtocol[UUID], read_stored(stored_event))


def write_state(entry: Entry, by: str, program: str = PROGRAM) -> bytes:
    """The bytes that an entry is stored as. `by`: who appended it."""
    return pack_state(entry.content(), by, program, entry.VERSION)


def pack_state(content: dict[str, Any], by: str | None, program: str | None, version: int | None) -> bytes:
    """The bytes that stand for a content in some version of its form."""
    state = {"appended_by": by, "program": program, "version": version, "content": content}
    return orjson.dumps(state, option=orjson.OPT_SORT_KEYS)


def read_stored(stored_event: StoredEvent) -> Stored:
    """The entry that was stored. Raises Unreadable, with the position where it is known."""
    kind = BY_TOPIC.get(stored_event.topic)
    if kind is None:
        raise _unreadable(stored_event, "this program knows no such kind")
    try:
        state = orjson.loads(stored_event.state)
        entry = kind.read(upcast(kind, state["content"], state["version"]))
        stream = cast(UUID, stored_event.originator_id)
        return Stored(stream, stored_event.originator_version, entry, state["appended_by"], state["program"])
    except KeyError as error:
        raise _unreadable(stored_event, f"it has no {error}") from error
    except (ValueError, TypeError) as error:
        raise _unreadable(stored_event, str(error)) from error


def same_entry(one: StoredEvent, other: StoredEvent) -> bool:
    """Whether two stored events say the same, whoever appended them and in whatever version of the form. Raises Unreadable."""
    if one.topic != other.topic or one.state == other.state:
        return one.topic == other.topic
    return read_stored(one).entry.fingerprint() == read_stored(other).entry.fingerprint()


def _unreadable(stored_event: StoredEvent, reason: str) -> Unreadable:
    return Unreadable(getattr(stored_event, "id", None), stored_event.topic, reason)
