"""The root of all questions as a plain dict of functions, and its answers by graphql-core's default resolvers."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from conforming import shown_schema
from graphql import GraphQLError, execute_sync, parse
from oracle import appearances as together_in
from oracle import cast, events, groups, people, relationships, shown
from oracle.cast import Refused
from oracle.filters import meeting
from oracle.knowledge import Knowledge
from oracle.pages import page

from domain.identity import event_id, read_relay_id, read_uuid
from domain.log.stored import Recorded
from domain.registrations.actors import ActorRegistered
from domain.registrations.places import PlaceRegistered
from domain.registrations.sources import SourceRegistered

Moment = dict[str, Any] | None


class Answered(NamedTuple):
    """What a question is answered."""

    data: Any
    errors: list[list[str | int]]
    """The paths of the fields that cannot be answered."""


class Root:
    """The answers that a log's entries give."""

    def __init__(self, entries: Sequence[Recorded]) -> None:
        self._entries = entries
        self.at = cache(self._at)

    def answer(self, query: str) -> Answered:
        """The answer to a query."""
        fields = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        result = execute_sync(shown_schema(), parse(query), fields)
        for error in result.errors or ():
            if not isinstance(error.original_error, Refused):
                raise error.original_error or GraphQLError(str(error))
        return Answered(result.data, [error.path or [] for error in result.errors or ()])

    def _at(self, position: int | None) -> Knowledge:
        return Knowledge((e for e in self._entries if position is None or e.position <= position), position)

    def known(self, moment: Moment) -> Knowledge:
        """What was known at a moment, or is now."""
        return self.at(None if moment is None else self._position(moment))

    def _position(self, moment: dict[str, Any]) -> int:
        if "position" in moment:
            return int(moment["position"])
        time = datetime.fromisoformat(moment["time"])
        return max((e.position for e in self._entries if e.recorded_at <= time), default=0)

    def event(self, _: Any, id: str | None = None, key: str | None = None, asOf: Moment = None) -> Any:
        if bool(id) == bool(key):
            raise Refused("one of the two")
        return events.by_id(self.known(asOf), read_uuid(id, "Event") if id else event_id(str(key)))

    def events(self, _: Any, asOf: Moment = None, **arguments: Any) -> Any:
        return events.pages(self.known(asOf), lambda story: True)(_, **arguments)

    def eventGroups(self, _: Any, by: list[str], asOf: Moment = None, **arguments: Any) -> Any:
        return groups.event_groups(self.known(asOf), by, **arguments)

    def actor(self, _: Any, ref: str, asOf: Moment = None) -> Any:
        known = self.known(asOf)
        return people.actor(known, cast.find(known, "actor", ref))

    def actors(self, _: Any, search: str | None = None, kinds: Any = None, asOf: Moment = None, **window: Any) -> Any:
        known = self.known(asOf)
        said = [said for _, said in cast.all_of(known, ActorRegistered) if not known.is_merged(said.id)]
        rows = [(s.id, s.name) for s in said if not kinds or s.actor_kind.upper() in kinds]
        return people.named(known, "actor", rows, people.actor, search, **window)

    def relationship(self, _: Any, between: list[str], includePredecessors: bool = False, asOf: Moment = None) -> Any:
        known = self.known(asOf)
        refs = [cast.need(known, "actor", name) for name in between]
        if len(refs) != 2 or refs[0] == refs[1]:
            raise Refused("two actors")
        return relationships.relationship(known, *refs, predecessors=includePredecessors)

    def relationships(self, _: Any, actor: str, asOf: Moment = None, **arguments: Any) -> Any:
        known = self.known(asOf)
        return relationships.pages(known, cast.need(known, "actor", actor), _, **arguments)

    def appearances(
        self,
        _: Any,
        together: list[str],
        kinds: Any = None,
        includePredecessors: bool = False,
        asOf: Moment = None,
        first: int | None = None,
    ) -> Any:
        return together_in.appearances(self.known(asOf), together, kinds, predecessors=includePredecessors, first=first)

    def place(self, _: Any, ref: str) -> Any:
        known = self.known(None)
        return people.place(known, cast.find(known, "place", ref))

    def places(self, _: Any, search: str | None = None, **window: Any) -> Any:
        known = self.known(None)
        rows = [(said.id, said.name) for _, said in cast.all_of(known, PlaceRegistered)]
        return people.named(known, "place", rows, people.place, search, **window)

    def source(self, _: Any, id: str) -> Any:
        known = self.known(None)
        return people.source(known, cast.find(known, "source", id))

    def sources(self, _: Any, search: str | None = None, **window: Any) -> Any:
        known = self.known(None)
        said = [said for _, said in cast.all_of(known, SourceRegistered)]
        fits = [s.id for s in said if any((search or "").lower() in (text or "").lower() for text in (s.id, s.title, s.publisher))]
        return page(sorted(fits), lambda ref: people.source(known, ref), **window)

    def changes(self, _: Any, since: dict[str, Any], until: Moment = None, filter: Any = None, **window: Any) -> Any:
        known, after = self.known(until), self._position(since)
        if until is not None and after > self._position(until):
            raise Refused("reversed")
        meant = {story.id for story in meeting(known, filter)} if filter else None
        entries = [e for e in known.entries if e.position > after and (meant is None or known.survivor(e.stream) in meant)]
        return page(entries, lambda entry: _change(known, entry), **window)

    def node(self, _: Any, id: str) -> Any:
        named = read_relay_id(id)
        if named is None:
            return None
        kind, uuid, position = named
        known = self.at(position)
        if kind == "Event":
            return events.by_id(known, uuid)
        show = {"Actor": people.actor, "Place": people.place, "Source": people.source}.get(kind)
        ref = cast.by_uuid(known, kind.lower(), uuid) if show else None
        found = show(known, ref) if show and ref else None
        return found and found | {"__typename": kind}

    def nodes(self, _: Any, ids: list[str]) -> Any:
        return [self.node(_, id) for id in ids]


def _change(known: Knowledge, entry: Recorded) -> Any:
    return {
        "position": entry.position,
        "recordedAt": shown.moment(entry.recorded_at),
        "entryKind": entry.entry.kind(),
        "event": lambda _: events.by_id(known, UUID(str(entry.stream))),
        "actor": lambda _: people.actor(known, cast.by_uuid(known, "actor", entry.stream, even_retracted=True)),
    }
