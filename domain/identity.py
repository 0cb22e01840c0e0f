"""The ids of things: stable, computed from names, never assigned.

A stream's id is the version 5 UUID of its kind and name, so that appending an entry twice meets the same primary key.
A Relay id is the base64 of `Type:uuid`.
"""

import base64
import binascii
from functools import lru_cache
from hashlib import sha1
from uuid import UUID

NAMESPACE = UUID("5b0d3a52-9b7e-5f61-8a3c-6f1de2a4c0b7")
"""The annals namespace. Part of every stored log: it never changes."""

BARE = 36
"""How many characters a uuid has. A Relay id has more."""


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


def relay_id(type_name: str, uuid: UUID) -> str:
    """The Relay id of a thing: base64 of its GraphQL type and uuid."""
    return base64.b64encode(f"{type_name}:{uuid}".encode()).decode()


def read_uuid(text: str, type_name: str) -> UUID | None:
    """The uuid that `text` gives, bare or as a Relay id of this type; None where it is neither."""
    if len(text) < BARE:
        return None
    return _uuid(text) or next((uuid for kind, uuid in [read_relay_id(text)] if kind == type_name), None)


def read_relay_id(text: str) -> tuple[str, UUID | None]:
    """The type and uuid of a Relay id; ("", None) where it is none."""
    try:
        kind, _, uuid = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", None
    return kind, _uuid(uuid)


def _named(name: str) -> UUID:
    # As uuid.uuid5 does, in two thirds of its time.
    return UUID(bytes=sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16], version=5)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) == BARE else None
    except ValueError:
        return None
