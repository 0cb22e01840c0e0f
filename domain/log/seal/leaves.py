"""What the tree says of each entry: everything but its content, of which it holds a salted hash.

So the leaves can be published without the content, and the content of one entry could be destroyed, together with its salt,
without a change to the tree: without the salt nobody can find out by trying what the content was."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from domain.log.store.recorder import LoggedEvent

FORM = "annals/1"
"""What a leaf begins with, so that there can be others one day."""

SALT = 16
"""Bytes of a salt."""

TIME = "%Y-%m-%dT%H:%M:%S.%fZ"

LEAF = re.compile(
    r"annals/1 (?P<position>\d+) (?P<time>\S+) (?P<stream>\S+) (?P<version>\d+) (?P<content>[0-9a-f]{64}) (?P<topic>.*)",
    re.DOTALL | re.ASCII,
)


class Leaf(NamedTuple):
    """What is sealed of an entry: its place in the log and in its stream, when it was recorded, its topic, and the salted
    hash of what is stored."""

    position: int
    recorded_at: datetime
    stream: UUID
    version: int
    content: str
    topic: str

    def data(self) -> bytes:
        """The bytes of the leaf. The topic stands last, whatever characters it may have."""
        time = self.recorded_at.astimezone(UTC).strftime(TIME)
        return f"{FORM} {self.position} {time} {self.stream} {self.version} {self.content} {self.topic}".encode()


def leaf_of(logged: LoggedEvent, salt: bytes) -> Leaf:
    """The leaf of an entry as the log has it."""
    content = sha256(salt + logged.state).hexdigest()
    stream = UUID(str(logged.originator_id))
    return Leaf(logged.id, logged.recorded_at, stream, logged.originator_version, content, logged.topic)


def read_leaf(data: bytes) -> Leaf | None:
    """The leaf in bytes; None where these are not those of a leaf."""
    try:
        found = LEAF.fullmatch(data.decode())
        if found is None:
            return None
        time = datetime.strptime(found["time"], TIME).replace(tzinfo=UTC)
        stream = UUID(found["stream"])
    except ValueError:
        return None
    return Leaf(int(found["position"]), time, stream, int(found["version"]), found["content"], found["topic"])
