"""The ids of things: stable, computed from names, never assigned.

A stream's id is the version 5 UUID of its kind and name, so that appending an entry twice meets the same primary key.
A Relay id is the base64 of `Type:uuid`, or of `Type:uuid@position` where the thing is read as of a position of the log: to a client
that keeps objects by their ids, the past of a thing and its present are two.
"""

import base64
import binascii
from functools import lru_cache
from hashlib import sha1
from typing import NamedTuple
from uuid import UUID

from domain.errors import BadInput

NAMESPACE = UUID("5b0d3a52-9b7e-5f61-8a3c-6f1de2a4c0b7")
"""The annals namespace. Part of every stored log: it never changes."""

BARE = 36
"""How many characters a uuid has. A Relay id has more."""

LAST_POSITION = 2**63 - 1
"""No log has a position beyond this one."""


class RelayId(NamedTuple):
    """What a Relay id says."""

    type_name: str
    uuid: UUID
    position: int | None = None
    """As of which position the thing is meant; None: as it is known now."""


@lru_cache(maxsize=65_536)
def event_id(key: str) -> UUID:
    """The id of the event that `key` names."""
    return _named(f"event:{key}")


@lru_cache(maxsize=65_536)
def actor_id(ref: str) -> UUID:
    """The id of the actor with this slug or code."""
    return _named(f"actor:{ref}")


def place_id(ref: str) -> UUID:
    """The id of the place with this slug."""
    return _named(f"place:{ref}")


def source_id(ref: str) -> UUID:
    """The id of the source with this slug."""
    return _named(f"source:{ref}")


def import_id(sha256: str) -> UUID:
    """The id of what is said of the imports of one file; `sha256` of its bytes, in hexadecimal."""
    return _named(f"import:{sha256}")


def relay_id(type_name: str, uuid: UUID, position: int | None = None) -> str:
    """The Relay id of a thing: base64 of its GraphQL type and uuid, and of the position as of which it is read."""
    as_of = "" if position is None else f"@{position}"
    return base64.b64encode(f"{type_name}:{uuid}{as_of}".encode()).decode()


def read_uuid(text: str, type_name: str) -> UUID | None:
    """The uuid that `text` gives, bare or as a Relay id of this type, of whatever position; None where it is neither."""
    if len(text) < BARE:
        return None
    if bare := _uuid(text):
        return bare
    try:
        named = read_relay_id(text)
    except BadInput:
        return None
    return named.uuid if named and named.type_name == type_name else None


def read_relay_id(text: str) -> RelayId | None:
    """What a Relay id says; None where the text is none. Raises BadInput where it is one with a position that cannot be."""
    try:
        kind, _, rest = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    bare, has_position, position = rest.partition("@")
    if (uuid := _uuid(bare)) is None:
        return None
    return RelayId(kind, uuid, _position(position) if has_position else None)


def _named(name: str) -> UUID:
    # As uuid.uuid5 does, in two thirds of its time.
    return UUID(bytes=sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16], version=5)


def _position(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    if not is_number or (position := int(text)) > LAST_POSITION or str(position) != text:
        raise BadInput(f"the position {text[:40]!r} in an id is none; give the id as a query showed it")
    return position


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == BARE else None
    except ValueError:
        return None
