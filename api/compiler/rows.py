"""Rows as queries see them: under an alias, at a position, with what names stand for there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from api.compiler.moments import asked_about
from api.compiler.statement import Statement
from domain.errors import UnknownName
from projections.directory import Match, Matches, choose
from projections.period import held
from projections.table import Relation


@dataclass(frozen=True)
class Row:
    """A row of a view's table, or of a subquery, under its alias, and the position at which the query looks at it."""

    statement: Statement = field(compare=False)
    alias: str
    at: str
    """SQL for the position."""
    table: Relation[Any] | None = field(default=None, kw_only=True)
    """The table; None where the row is one of a subquery."""
    alone: bool = field(default=False, kw_only=True)
    """It is an actor for whom nobody else stands."""
    now: bool = field(kw_only=True)
    """The query looks at it as it is known now, not as of some position."""
    item: int | None = field(default=None, kw_only=True)
    """Which of several ids led to it, where that id says at which position to look."""

    def text(self, column: str) -> str:
        """SQL for a column as text or in its own type."""
        if self.table and column not in self.table.columns:
            raise LookupError(f"the view {self.table.name} has no column {column}")
        return f"{self.alias}.{column}"

    def json(self, column: str) -> str:
        """SQL for a column as something that `to_json` takes."""
        return self.text(column)

    def new(self, of: Relation[Any] | str, *, alone: bool = False) -> "Row":
        """A row in the same query under an alias of its own: of a table, or of a subquery whose alias begins with a word."""
        prefix, table = (of, None) if isinstance(of, str) else (of.name, of)
        alias = self.statement.alias(prefix)
        return Row(self.statement, alias, self.at, table=table, alone=alone, now=self.now, item=self.item)

    def again(self, prefix: str) -> "Row":
        """A row with the same columns under another alias: of a subquery that selects them."""
        return replace(self, alias=self.statement.alias(prefix), alone=False)

    def as_of(self, item: int, position: int) -> "Row":
        """The same row, looked at as of the position that one of several ids gives."""
        return replace(self, at=f"{self.param(position)}::bigint", now=False, item=item)

    def json_object(self, sql: str) -> "JsonRow":
        """The object that SQL of type jsonb stands for, as a row."""
        return JsonRow(self.statement, sql, self.at, now=self.now, item=self.item)

    def inside(self, column: str) -> "JsonRow":
        """The object in a jsonb column of the row."""
        return self.json_object(self.json(column))

    def spread(self, prefix: str) -> "PrefixedRow":
        """The value spread over the columns that begin with a prefix, as a row."""
        return PrefixedRow(self.statement, self.alias, self.at, prefix, table=self.table, now=self.now, item=self.item)

    @property
    def source(self) -> str:
        """What follows FROM for the rows of its table, those included that hold no longer."""
        assert self.table
        return f"{self.table.name} {self.alias}"

    def where(self, condition: str) -> str:
        """What follows FROM for the rows of its table that meet a condition and hold at the position."""
        return f"{self.source} WHERE {condition} AND {self.held()}"

    def held(self) -> str:
        """SQL: the row holds at the position."""
        return held(self.alias, self.at)

    def param(self, value: Any) -> str:
        """The placeholder of a value."""
        return self.statement.param(value)

    def actor(self, name: str) -> Match:
        """The actor that a name stands for. Raises UnknownName, AmbiguousName."""
        return self.find("actor", ("actor",), name)

    def area(self, name: str) -> str:
        """The ref of the place, state or territory that a name stands for. Raises UnknownName, AmbiguousName."""
        areas = {key: [match for match in found if match.is_area] for key, found in self._names.items()}
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
        match = choose(what, things, name, self._names)
        if match and match.surname_of is not None:
            self.statement.resolved[name] = match.survivor
        return match

    @property
    def _names(self) -> Matches:
        return self.statement.names.get(asked_about(self.statement.moments, self.item), {})


@dataclass(frozen=True)
class JsonRow(Row):
    """An object inside a jsonb column: `alias` is the SQL for the object."""

    def text(self, column: str) -> str:
        return f"({self.alias}->>'{column}')"

    def json(self, column: str) -> str:
        return f"({self.alias}->'{column}')"


@dataclass(frozen=True)
class PrefixedRow(Row):
    """A value spread over several columns of a row: the column `prefix`, and those that begin with it."""

    prefix: str = ""

    def text(self, column: str) -> str:
        return super().text(f"{self.prefix}{'_' if column else ''}{column}")
