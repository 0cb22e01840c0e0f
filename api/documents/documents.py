"""Documents: the texts of queries, parsed, checked and measured once however often they are sent."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    get_operation_ast,
    parse,
    specified_rules,
)
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.schema.schema import validate_document

from api.documents.suggestions import with_suggestions
from api.documents.tokens import tokens
from api.kept import Kept
from api.limits.cost import CostMeter, check_cost
from api.limits.denied import Denied
from api.limits.inputs import MAX_CHARACTERS, MAX_CURSOR
from api.limits.limits import Limits
from api.limits.structure import check_structure
from domain.names import name_key

KEPT = 500_000
"""How many characters the texts of the documents have in all that are kept; each takes a hundred bytes or more once parsed."""

COSTS_KEPT = 64
"""How many costs are kept of one document, one for each combination of page sizes and the like."""

MAX_VARIABLE_ERRORS = 50
"""How many errors in the variables of one request are reported, as graphql-core does."""


MAX_NAME = 200
"""How many characters a name or a number in a query may have: the path of an error repeats the names of its fields."""


class Invalid(Exception):
    """A document that does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors


class InvalidVariables(Invalid):
    """Variables that do not fit the operation."""


class Document:
    """One text, parsed."""

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self._schema, self._limits = schema, limits
        self.node = _parsed(text, limits)
        self._checked = False
        self._costs: Kept[Any, int] = Kept(COSTS_KEPT)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of that name, or the only one. Raises Denied."""
        found = get_operation_ast(self.node, name)
        if found is None:
            reason = f"the document has no operation {name!r}" if name else "the document has not exactly one operation"
            raise Denied("OPERATION_RESOLUTION_FAILED", f"{reason}; name one of its operations in operationName")
        return found

    def cost(self, operation: OperationDefinitionNode, given: Mapping[str, Any]) -> int:
        """What an operation costs with these variables. Raises Denied where that is too much; Invalid, InvalidVariables."""
        self._check()
        variables = self._coerced(operation, given)
        name = operation.name.value if operation.name else None
        key = name, tuple((variable, _shape(value)) for variable, value in variables.coerced.items())
        if (cost := self._costs.get(key)) is None:
            cost = CostMeter(self._schema, self.node, self._limits, variables).cost(operation)
            check_cost(cost, self._limits)
            self._costs.put(key, cost)
        return cost

    def _check(self) -> None:
        if self._checked:
            return
        check_structure(self.node, self._limits)
        if errors := validate_document(self._schema, self.node, tuple(specified_rules)):
            raise Invalid(with_suggestions(errors, self._schema))
        self._checked = True

    def _coerced(self, operation: OperationDefinitionNode, given: Mapping[str, Any]) -> VariableValues:
        found = get_variable_values(self._schema, operation.variable_definitions or (), dict(given), MAX_VARIABLE_ERRORS)
        if isinstance(found, list):
            raise InvalidVariables(with_suggestions(found, self._schema))
        return found


def _shape(value: Any) -> Any:
    """What the cost can depend on of a variable's value: numbers, the lengths of lists, and how many words a text has."""
    if isinstance(value, str):
        return _shape_of_text(value)
    if isinstance(value, list):
        return tuple(map(_shape, value))
    if isinstance(value, Mapping):
        return tuple((name, _shape(part)) for name, part in value.items())
    return value if isinstance(value, int | Enum) or value is None else type(value)


def _shape_of_text(text: str) -> tuple[int, int]:
    if len(text) > MAX_CHARACTERS:
        return (2 if len(text) > MAX_CURSOR else 1), 0
    return 0, len(name_key(text).split())


def _parsed(text: str, limits: Limits) -> DocumentNode:
    _check_tokens(text, limits.max_tokens)
    try:
        return parse(text)
    except RecursionError as error:
        raise Denied("TOO_DEEP", f"a query is nested at most {limits.max_depth} fields deep; ask in two steps") from error


def _check_tokens(text: str, most: int) -> None:
    # Counting takes a twentieth of the time of parsing.
    for number, token in enumerate(tokens(text)):
        if number >= most:
            raise Denied("TOO_MANY_TOKENS", f"a query has at most {most} words and signs; send several, or use fragments")
        if len(token) > MAX_NAME and not token.startswith('"'):
            message = f"a name or number in a query has at most {MAX_NAME} characters, not {len(token)}; shorten it"
            raise Denied("GRAPHQL_PARSE_FAILED", message)


class Documents:
    """The documents sent last."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema, self._limits = schema, limits
        self._kept: Kept[str, Document] = Kept(KEPT)

    def of(self, text: str) -> Document:
        """The document of a text. Raises GraphQLSyntaxError, Denied."""
        document = self._kept.get(text)
        if document is None:
            document = Document(self._schema, text, self._limits)
            self._kept.put(text, document, len(text))
        return document
