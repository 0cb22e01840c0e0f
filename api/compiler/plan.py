"""A compiled query, ready to be asked again with other values of its variables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError, GraphQLObjectType

from api.compiler.compile import Call, Compiler
from api.compiler.field_errors import FieldError
from api.compiler.selections import Selected, Selections
from api.compiler.spec import Row
from api.compiler.statement import Emitted, Moments, Statement, asked_about
from api.compiler.writing import in_sql
from api.observability.tracing import traced
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

    @traced("compile")
    def add(self, field: Selected, names: Matches, moments: Moments) -> None:
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

    def bind(self, selections: Selections, moments: Sequence[Moments], names: Sequence[Matches]) -> list[Any] | None:
        """The value in each slot for other variables; None where the plan does not fit them. Raises BadInput.

        `moments` and `names` are those of each part, and what the names stand for where it asks. The plan fits where each
        call gives the same SQL as it did at first."""
        statement = self.statement
        statement.values = [*self.values]
        for part, own, known in zip(self.parts, moments, names, strict=True):
            statement.names, statement.moments = known, own
            statement.values[part.slot] = at = asked_about(own)
            if (at is None) is not part.now:
                return None
            for call in part.calls:
                statement.resume(call.mark)
                if call.describe(call.row, **selections.arguments(call.field, call.selected)) != call.spec:
                    return None
        return statement.values
