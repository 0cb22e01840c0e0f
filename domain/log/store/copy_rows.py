"""Encodes a batch as the rows of PostgreSQL's binary COPY: any process can write them, and bytes are cheap to hand on."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from struct import Struct
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
FRONT = Struct("!hiqi16siqi")
"""How a row begins: the number of columns, then length and value of place, stream and version, and the length of the topic."""
LENGTH = Struct("!i")

Columns = tuple[bytes, int, str, bytes]
"""Stream, version, topic and state of a stored event."""


class CopyRows(Sequence[StoredEvent]):
    """Stored events in order, decoded from the bytes only when one is looked at."""

    def __init__(self, data: bytes, count: int) -> None:
        self.data, self._count = data, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._events[place]

    @cached_property
    def _events(self) -> list[StoredEvent]:
        events, at = list[StoredEvent](), len(HEAD)
        for _ in range(self._count):
            _, _, _, _, stream, _, version, size = FRONT.unpack_from(self.data, at)
            topic = at + FRONT.size
            state = topic + size + LENGTH.size
            at = state + LENGTH.unpack_from(self.data, topic + size)[0]
            events.append(StoredEvent(UUID(bytes=stream), version, self.data[topic : topic + size].decode(), self.data[state:at]))
        return events


def write_rows(columns: Iterable[Columns]) -> CopyRows:
    """The rows of a batch, each with its place in it."""
    parts, count = [HEAD], 0
    for stream, version, topic, state in columns:
        name = topic.encode()
        parts += (FRONT.pack(5, 8, count, 16, stream, 8, version, len(name)), name, LENGTH.pack(len(state)), state)
        count += 1
    return CopyRows(b"".join((*parts, END)), count)


def copy_rows(events: Sequence[StoredEvent]) -> CopyRows:
    """The rows of stored events that may be rows already."""
    if isinstance(events, CopyRows):
        return events
    return write_rows((cast(UUID, e.originator_id).bytes, e.originator_version, e.topic, e.state) for e in events)
