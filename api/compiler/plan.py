"""A plan: the SQL statement that answers a query, good for other values of its variables too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import GraphQLError, GraphQLObjectType

from api.compiler.compile import Call, Compiler
from api.compiler.field_errors import FieldError, TooManyFields, bad_input, response_name
from api.compiler.moments import Moments, asked_about
from api.compiler.selections import Selected, Selections
from api.compiler.spec import Row
from api.compiler.statement import Emitted, Names, Statement, emit, placeholder
from api.compiler.writing import in_sql
from api.observability.tracing import traced
from domain.errors import BadInput
from projections.checkpoint import ANSWERED_FROM

STATE = ("now.position", "now.names::text", "now.parked", "now.is_of_this_log")
"""What each statement tells of the views beside its answers."""


class RootField(NamedTuple):
    """A root field of a query, with what its arguments stand for at the time of a request."""

    selected: Selected
    moments: Moments
    refusal: BadInput | GraphQLError | None = None
    """Why it cannot be answered."""

    @property
    def at(self) -> int | None:
        """The position that it asks about; None: now."""
        return asked_about(self.moments)


@dataclass(frozen=True, slots=True)
class Part:
    """One root field, compiled."""

    sql: str
    calls: tuple[Call, ...]
    slot: int
    """In which slot the position is that it asks about; null is now."""
    is_now: bool
    """Whether it asks about now."""


class PlanBuilder:
    """Builds the plan of a query, one root field after the other."""

    def __init__(self, selections: Selections, type: GraphQLObjectType, names: Names) -> None:
        self._statement = Statement(names)
        self._compiler, self._type = Compiler(selections), type
        self._parts: list[Part] = []

    @property
    def errors(self) -> list[FieldError]:
        """The fields that cannot be answered."""
        return self._compiler.errors.found

    @traced("compile")
    def add(self, field: RootField) -> None:
        """Compiles a root field; notes what in it cannot be answered. Raises GraphQLError for a query that is too large."""
        statement, compiler = self._statement, self._compiler
        statement.moments = field.moments
        before, slot = len(compiler.calls), statement.mark().slots
        statement.param(field.at)
        row = Row(statement, "", f"now.at{len(self._parts)}", now=field.at is None)
        try:
            if field.refusal:
                json = compiler.refused(self._type, field.selected, field.refusal)
            else:
                json = compiler.field(self._type, row, field.selected)
        except TooManyFields as error:
            nodes = [details.node for details in field.selected]
            raise bad_input(error, (response_name(field.selected),), nodes) from error
        self._parts.append(Part(in_sql(json), tuple(compiler.calls[before:]), slot, field.at is None))

    def plan(self) -> "Plan":
        """The plan for all the fields added."""
        moments = [f"coalesce({placeholder(part.slot)}::bigint, position) AS at{n}" for n, part in enumerate(self._parts)]
        columns = ", ".join((*(part.sql for part in self._parts), *STATE))
        sql = f"SELECT {columns} FROM (SELECT {', '.join((ANSWERED_FROM, *moments))} FROM checkpoint OFFSET 0) now"
        return Plan(emit(sql), self._statement.values, self._statement, self._parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """The SQL of a query. It depends on variables only by what the calls of its parts describe."""

    emitted: Emitted
    values: Sequence[Any]
    """The value in each slot when the plan was made."""
    statement: Statement
    """What its parts were described in, and are described in again by `bind`, which runs to its end before another begins."""
    parts: Sequence[Part]

    def bind(self, selections: Selections, fields: Sequence[RootField], names: Names) -> list[Any] | None:
        """The value in each slot for other variables; None where the plan does not fit them. Raises BadInput, GraphQLError.

        The plan fits where each call describes the same SQL as it did at first."""
        statement = self.statement
        statement.values, statement.names, statement.resolved = [*self.values], names, {}
        for part, field in zip(self.parts, fields, strict=True):
            statement.moments = field.moments
            statement.values[part.slot] = field.at
            if (field.at is None) is not part.is_now:
                return None
            for call in part.calls:
                statement.resume(call.mark)
                if call.describe(call.row, **selections.arguments(call.field, call.selected)) != call.spec:
                    return None
        return statement.values
