"""Which stream of the log a reference stands for: a key, an id, a name, a uuid or a Relay id."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from domain.errors import AmbiguousName, UnknownName
from domain.identity import BARE, actor_id, event_id, place_id, read_relay_id, source_id
from domain.log.stored import Recorded
from projections.directory import Directory
from scripts.support.session import Session

WHAT = "event, actor, place or source"


class Found(NamedTuple):
    """A stream, and all that the log holds in it."""

    what: str
    id: UUID
    entries: list[Recorded]


def find(session: Session, ref: str) -> Found:
    """The one thing that a reference stands for. Raises UnknownName, AmbiguousName."""
    directory = Directory(session.views.connection, [{"ref": ref}])
    meant = dict(_by_uuid(ref)) or dict(_by_name(directory, ref))
    streams = session.log.streams(meant.keys())
    found = [Found(meant[id] or _what(entries), id, entries) for id, entries in streams.items()]
    if len(found) > 1:
        raise AmbiguousName("reference", ref, [f"{one.id} ({one.what})" for one in found])
    if not found:
        raise UnknownName(WHAT, ref, _candidates(directory, ref))
    return found[0]


def _by_uuid(ref: str) -> Iterator[tuple[UUID, str]]:
    if named := read_relay_id(ref):
        yield named.uuid, named.type_name.lower()
    elif len(ref) == BARE:
        with suppress(ValueError):
            yield UUID(ref), ""


def _by_name(directory: Directory, ref: str) -> Iterator[tuple[UUID, str]]:
    yield event_id(ref), "event"
    for what, look_up, identify in _lookups(directory):
        try:
            yield identify(look_up(ref)), what
        except UnknownName:
            continue


def _lookups(directory: Directory) -> Iterator[tuple[str, Callable[[str], str], Callable[[str], UUID]]]:
    yield "actor", directory.member, actor_id
    yield "place", directory.place, place_id
    yield "source", directory.source, source_id


def _candidates(directory: Directory, ref: str) -> list[str]:
    candidates: list[str] = []
    for look_up in (directory.event, *(look_up for _, look_up, _ in _lookups(directory))):
        try:
            look_up(ref)
        except UnknownName as error:
            candidates += error.candidates
    return list(dict.fromkeys(candidates))[:3]


def _what(entries: list[Recorded]) -> str:
    return entries[0].entry.kind()
