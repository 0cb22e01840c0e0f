"""A compiled query, ready to be asked again with other values of its variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLObjectType

from api.compiler.compile import Call, Compiler
from api.compiler.field_errors import FieldError
from api.compiler.moments import Moments, asked_about
from api.compiler.selections import Selected, Selections
from api.compiler.spec import Row
from api.compiler.statement import Emitted, Statement
from api.compiler.writing import in_sql
from domain.errors import BadInput
from projections.directory import Matches


@dataclass(frozen=True, slots=True)
class Part:
    """One root field, compiled."""

    sql: str
    calls: tuple[Call, ...]
    slot: int
    """In which slot the position is that it asks about; null is now."""
    now: bool
    """Whether it asks about now."""


class Drafting:
    """A statement that grows by one root field after the other."""

    def __init__(self, selections: Selections, type: GraphQLObjectType) -> None:
        self.statement = Statement()
        self._compiler, self._type = Compiler(selections), type
        self.parts: list[Part] = []

    @property
    def errors(self) -> list[FieldError]:
        """The fields that cannot be answered."""
        return self._compiler.errors.found

    def add(self, field: Selected, names: Mapping[int | None, Matches], moments: Moments) -> None:
        """Compiles a root field; notes what in it cannot be answered. Raises TooManyFields."""
        self.statement.names, self.statement.moments = names, moments
        before, slot, now = len(self._compiler.calls), self.statement.mark().slots, asked_about(moments) is None
        self.statement.param(asked_about(moments))
        json = self._compiler.field(self._type, Row(self.statement, "", f"now.at{len(self.parts)}", now=now), field)
        self.parts.append(Part(in_sql(json), tuple(self._compiler.calls[before:]), slot, now))

    def refuse(self, field: Selected, reason: BadInput | GraphQLError) -> None:
        """Notes that a root field cannot be answered."""
        slot = self.statement.mark().slots
        self.statement.param(None)
        self.parts.append(Part(in_sql(self._compiler.refused(self._type, field, reason)), (), slot, True))


@dataclass(frozen=True, slots=True)
class Plan:
    """The SQL of a query. It depends on variables only by what the calls of its parts describe."""

    emitted: Emitted
    values: Sequence[Any]
    """The value in each slot when it was asked at first."""
    statement: Statement
    """What its parts were described in, and are described in again."""
    parts: Sequence[Part]

    def bind(self, selections: Selections, moments: Sequence[Moments], names: Mapping[int | None, Matches]) -> list[Any] | None:
        """The value in each slot for other variables; None where the plan does not fit them. Raises BadInput.

        `moments` are those of each part, `names` what the names stand for at each of them. The plan fits where each call gives
        the same SQL as it did at first."""
        statement = self.statement
        statement.values, statement.names = [*self.values], names
        for part, own in zip(self.parts, moments, strict=True):
            statement.moments = own
            statement.values[part.slot] = at = asked_about(own)
            if (at is None) is not part.now:
                return None
            for call in part.calls:
                statement.resume(call.mark)
                if call.describe(call.row, **selections.arguments(call.field, call.selected)) != call.spec:
                    return None
        return statement.values
