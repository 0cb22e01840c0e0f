"""How entries point at actors, places, sources and events.

When an entry comes from outside, the validation context is a `Resolver`: it turns any name into the one id that is stored. An
entry read back from the log has ids already and is validated without one.
"""

from collections.abc import Callable
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from domain.errors import BadInput
from domain.values.text import Text


class Resolver(Protocol):
    """Who knows the names: each method gives the id, or raises UnknownName or AmbiguousName."""

    def actor(self, name: str) -> str: ...
    def member(self, name: str) -> str: ...
    def place(self, name: str) -> str: ...
    def area(self, name: str) -> str: ...
    def source(self, name: str) -> str: ...
    def event(self, name: str) -> str: ...
    def survivor(self, name: str) -> str: ...
    def key(self, id: str) -> str: ...
    def kind(self, id: str) -> str: ...


class AsRecorded:
    """Resolves the names in an entry that was recorded before: they are ids, and stand for themselves.

    Into what else each was merged since is for later entries to say, so that the entry stays the same wherever it is read."""

    def __init__(self, resolver: Resolver) -> None:
        self.actor, self.member = resolver.member, resolver.member
        self.place, self.area, self.source = resolver.place, resolver.area, resolver.source
        self.event, self.survivor = resolver.event, resolver.event
        self.key, self.kind = resolver.key, resolver.kind


REFERS_TO = "x-refers-to"
"""The keyword of a JSON Schema that says what a text names, so that a form can offer the names there are."""


def _refers_to(what: str) -> Any:
    return Field(json_schema_extra={REFERS_TO: what})


def _resolved(find: Callable[[Resolver, str], str]) -> AfterValidator:
    def check(value: str, info: ValidationInfo) -> str:
        if info.context is None:
            return value
        try:
            return find(info.context, value)
        except BadInput as error:
            raise PydanticCustomError("name", "{problem}", {"problem": str(error)}) from error

    return AfterValidator(check)


ActorRef = Annotated[Text, _resolved(lambda r, name: r.actor(name)), _refers_to("actor")]
"""An actor: id, ISO code, Wikidata id, name or alias; stored as the id."""

MemberRef = Annotated[Text, _resolved(lambda r, name: r.member(name)), _refers_to("actor")]
"""An actor, itself even where it has been merged into another."""

PlaceRef = Annotated[Text, _resolved(lambda r, name: r.place(name)), _refers_to("place")]
"""A place: id or name; stored as the id."""

AreaRef = Annotated[Text, _resolved(lambda r, name: r.area(name)), _refers_to("area")]
"""What a place lies within: another place or a state; stored as the id."""

SourceRef = Annotated[Text, _resolved(lambda r, name: r.source(name)), _refers_to("source")]
"""A source: its id."""

EventRef = Annotated[Text, _resolved(lambda r, name: r.event(name)), _refers_to("event")]
"""An event: its key, uuid or Relay id; stored as the uuid."""

SurvivorRef = Annotated[Text, _resolved(lambda r, name: r.survivor(name)), _refers_to("event")]
"""An event, or the one that it has been merged into."""
