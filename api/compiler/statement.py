"""The SQL statement in the making: its parameters, its aliases, and the names that the query's arguments stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from domain.errors import BadInput, UnknownName
from projections.directory import Match, Matches, choose

Moments = Mapping[str, int]
"""The positions that the moments among a root field's arguments stand for, by argument."""


def asked_about(moments: Moments) -> int | None:
    """The position that a root field asks about; None: now."""
    return moments.get("as_of", moments.get("until"))


class Mark(NamedTuple):
    """How far a statement has come: how many parameters and aliases it has."""

    params: int
    aliases: int


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    return isinstance(value, list) and any(map(_has_nul, value))


@dataclass
class Statement:
    """What all parts of one statement share."""

    names: Matches = field(default_factory=dict)
    """What the names in the arguments stand for."""
    params: list[Any] = field(default_factory=list)
    moments: Moments = field(default_factory=dict)
    """What the moments among the root field's arguments stand for."""
    _place: int = 0
    _aliases: int = 0

    def param(self, value: Any) -> str:
        """The placeholder of a value; values never stand in the text of a statement. Raises BadInput."""
        if _has_nul(value):
            raise BadInput("a text has a NUL character; take it out")
        self.params[self._place : self._place + 1] = [value]
        self._place += 1
        return f"${self._place}"

    def alias(self, prefix: str) -> str:
        """A table alias that stands nowhere else in the statement."""
        self._aliases += 1
        return f"{prefix}{self._aliases}"

    def mark(self) -> Mark:
        """Where the statement stands."""
        return Mark(self._place, self._aliases)

    def resume(self, mark: Mark) -> None:
        """Goes back to a mark: what comes next gets the same placeholders and aliases, and may give other values."""
        self._place, self._aliases = mark

    def actor(self, name: str) -> Match:
        """The actor that a name stands for. Raises UnknownName, AmbiguousName."""
        return self.find("actor", ("actor",), name)

    def area(self, name: str) -> str:
        """The ref of the place, state or territory that a name stands for. Raises UnknownName, AmbiguousName."""
        areas = {key: [match for match in found if match.is_area] for key, found in self.names.items()}
        match = choose("place", ("place", "actor"), name, areas)
        if match is None:
            raise UnknownName("place", name)
        return match.survivor

    def find(self, what: str, things: Sequence[str], name: str) -> Match:
        """The one thing of these sorts that a name stands for. Raises UnknownName, AmbiguousName."""
        match = self.known(what, things, name)
        if match is None:
            raise UnknownName(what, name)
        return match

    def known(self, what: str, things: Sequence[str], name: str) -> Match | None:
        """The same, but None where there is no such thing. Raises AmbiguousName."""
        return choose(what, things, name, self.names)
