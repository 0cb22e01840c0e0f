"""The SQL statement in the making: its parameters, its aliases, and what the query's moments and names stand for.

A field is described before it is known whether the SQL that uses its parameters becomes part of the statement: of a page, only
`totalCount` may be selected. PostgreSQL refuses a parameter that no SQL mentions, so values are collected in slots while fields
are described, and `emit` numbers those whose placeholders stand in the finished text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from api.compiler.moments import Moments
from domain.errors import BadInput
from projections.directory import Matches

Names = Mapping[int | None, Matches]
"""What the names in a query stand for at each position that it asks about; None: now."""


class Mark(NamedTuple):
    """How far a statement has come: how many slots and aliases it has."""

    slots: int
    aliases: int


_PLACEHOLDER = re.compile(r"\$p(\d+)")


def placeholder(slot: int) -> str:
    """What stands in a statement for the value in a slot, until the statement is emitted."""
    return f"$p{slot}"


class Emitted(NamedTuple):
    """The finished text of a statement, with $1, $2, ... for its parameters."""

    sql: bytes
    slots: tuple[int, ...]
    """In which slots the values of $1, $2, ... are."""

    def params(self, values: Sequence[Any]) -> list[Any]:
        """The parameters, from the values in all slots."""
        return [values[slot] for slot in self.slots]


def emit(sql: str) -> Emitted:
    """Numbers the parameters that a text mentions, in the order in which it first does."""
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}"

    text = _PLACEHOLDER.sub(numbered, sql)
    return Emitted(text.encode(), tuple(map(int, numbers)))


def _has_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    return isinstance(value, list) and any(map(_has_nul, value))


@dataclass
class Statement:
    """What all parts of one statement share."""

    names: Names = field(default_factory=dict)
    """What the names in the arguments stand for at each position that is asked about; None: now."""
    values: list[Any] = field(default_factory=list)
    """The value in each slot."""
    moments: Moments = field(default_factory=dict)
    """What the moments among the root field's arguments stand for."""
    resolved: dict[str, str] = field(default_factory=dict)
    """Whom surnames were taken for."""
    _slot: int = 0
    _aliases: int = 0

    def param(self, value: Any) -> str:
        """The placeholder of a value; values never stand in the text of a statement. Raises BadInput."""
        if _has_nul(value):
            raise BadInput("a text has a NUL character; take it out")
        self.values[self._slot : self._slot + 1] = [value]
        self._slot += 1
        return placeholder(self._slot - 1)

    def alias(self, prefix: str) -> str:
        """A table alias that stands nowhere else in the statement."""
        self._aliases += 1
        return f"{prefix}{self._aliases}"

    def mark(self) -> Mark:
        """Where the statement stands."""
        return Mark(self._slot, self._aliases)

    def resume(self, mark: Mark) -> None:
        """Goes back to a mark: what comes next gets the same slots and aliases, and may give other values."""
        self._slot, self._aliases = mark
