"""Entries as files have them, made of what the log stores, and back. Plain values: nothing is checked or resolved."""

from typing import Any

from domain.entries import Entry
from domain.kinds import BY_NAME, BY_TOPIC
from domain.packing import LOGGED, find_kind, upcast

Raw = dict[str, Any]


def written(topic: str, version: int, content: Raw) -> Raw:
    """A stored content as a file has it, in the form of today. Raises LookupError, ValueError where this program cannot read it."""
    kind = BY_TOPIC[topic]
    parts = upcast(kind, content, version)
    return {"kind": kind.kind()} | {name: _written_part(name, part) for name, part in parts.items()}


def content_of(raw: Raw) -> tuple[type[Entry], Raw]:
    """The kind of a written entry, and the content that it is stored as. Raises ValueError."""
    kind = find_kind(raw.get("kind"), BY_NAME)
    return kind, {name: _stored_part(name, part) for name, part in raw.items() if name not in ("kind", LOGGED)}


def _written_part(name: str, part: Any) -> Any:
    if name == "replacement":
        return written(part["topic"], part["version"], part["content"])
    if name == "registration":
        return {"kind": BY_TOPIC[part["topic"]].kind()} | part["fields"]
    return part


def _stored_part(name: str, part: Any) -> Any:
    if name not in ("replacement", "registration"):
        return part
    kind, content = content_of(part)
    if name == "registration":
        return {"topic": kind.TOPIC, "fields": content}
    return {"topic": kind.TOPIC, "version": kind.VERSION, "content": content}
