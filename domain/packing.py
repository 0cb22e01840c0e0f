"""Entries as plain values: how they are stored, read back whatever their version, and found by the name of their kind."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from domain.entries import Entry
from domain.likely_kinds import likely_kinds

E = TypeVar("E", bound=Entry)

KINDS_LISTED = "annals kinds lists the kinds of events"
"""Where to look for what a kind is called."""

LOGGED = "logged"
"""Where an entry of an exported log says what the log noted of it. No kind has a field of this name."""


def pack(entry: Entry) -> dict[str, Any]:
    """An entry as stored: topic, version of the form, content."""
    return {"topic": entry.TOPIC, "version": entry.VERSION, "content": entry.content()}


def upcast(kind: type[Entry], content: dict[str, Any], version: int) -> dict[str, Any]:
    """A content stored in an older form, in the form of today: through each `upcast_vN_vM` of its class in turn."""
    if version == kind.VERSION:
        return content
    for old in range(version, kind.VERSION):
        step = getattr(kind, f"upcast_v{old}_v{old + 1}", None)
        if step is None:
            raise ValueError(f"{kind.TOPIC} has no upcaster from version {old} to {old + 1}")
        content = step(content)
    if version > kind.VERSION:
        raise ValueError(f"{kind.TOPIC} is stored in version {version}, newer than this program's {kind.VERSION}")
    return content


def unpack(value: Any, kinds: Mapping[str, type[E]], context: Any = None) -> Any:
    """The entry that `value` stands for: as in a file (`kind`) or, without context, as stored (`topic`)."""
    if not isinstance(value, dict):
        return value
    if context is None and "topic" in value:
        kind = {k.TOPIC: k for k in kinds.values()}[value["topic"]]
        return kind.read(upcast(kind, value["content"], value["version"]))
    kind = find_kind(value.get("kind"), kinds)
    return kind.model_validate({k: v for k, v in value.items() if k != "kind"}, context=context)


def by_name(kinds: Iterable[type[E]]) -> dict[str, type[E]]:
    """The kinds by the names that files call them by."""
    return {kind.kind(): kind for kind in kinds}


def find_kind(name: Any, kinds: Mapping[str, type[E]]) -> type[E]:
    """The kind that a file names; ValueError with those that may be meant where there is none."""
    if isinstance(name, str) and name in kinds:
        return kinds[name]
    if not name:
        raise ValueError(f"has no kind; {KINDS_LISTED}")
    raise ValueError(unknown_kind(str(name), kinds))


def unknown_kind(name: str, kinds: Mapping[str, type[E]]) -> str:
    """What to say of a name that is no kind: which may be meant, and where all are listed."""
    near = likely_kinds(name, kinds)
    return f"unknown kind {name[:100]!r}; " + (f"did you mean {', '.join(near)}? " if near else "") + KINDS_LISTED
