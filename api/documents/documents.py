"""Documents: query texts as read and checked. A text that comes again is read and checked no more."""

from collections.abc import Mapping
from itertools import islice
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
from strawberry.schema.schema import validate_document

from api.documents.tokens import tokens
from api.kept import Kept
from api.limits.denied import Denied
from api.limits.limits import Limits
from api.limits.measure import Measure, Meter, check

KEPT = 500_000
"""How many characters the texts of the documents have in all that are kept; each takes a hundred bytes or more as read."""

MEASURES_KEPT = 64
"""How many measures are kept of one document, one for each choice of page sizes."""


class Invalid(Exception):
    """A document that does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors


class Document:
    """One text, read."""

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self._schema, self._limits = schema, limits
        self.node = _read(text, limits)
        self._valid = False
        self._asked: dict[str | None, list[str]] = {}
        self._measures: Kept[Any, Measure] = Kept(MEASURES_KEPT)

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation of that name, or the only one. Raises Denied."""
        found = get_operation_ast(self.node, name)
        if found is None:
            reason = f"the document has no operation {name!r}" if name else "the document has not exactly one operation"
            raise Denied("OPERATION_RESOLUTION_FAILED", f"{reason}; name one of its operations in operationName")
        return found

    def measure(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Measure:
        """What an operation asks for with these variables. Raises Denied where that is too much."""
        name = operation.name.value if operation.name else None
        if name in self._asked and (known := self._measures.get(_key(name, self._asked[name], variables))):
            return known
        meter = Meter(self._schema, self.node, self._limits, variables)
        measure = meter.measure(operation)
        check(measure, self._limits)
        self._asked[name] = sorted(meter.asked)
        self._measures.put(_key(name, self._asked[name], variables), measure)
        return measure

    def check(self) -> None:
        """Raises Invalid where the document does not fit the schema."""
        if not self._valid:
            if errors := validate_document(self._schema, self.node, tuple(specified_rules)):
                raise Invalid(errors)
            self._valid = True


def _key(name: str | None, asked: list[str], variables: Mapping[str, Any]) -> Any:
    values = (variables.get(variable) for variable in asked)
    return (name, *(len(v) if isinstance(v, list) else v if isinstance(v, int) else None for v in values))


def _read(text: str, limits: Limits) -> DocumentNode:
    # Counting takes a twentieth of the time of reading.
    if next(islice(tokens(text), limits.max_tokens, None), None) is not None:
        message = f"a query has at most {limits.max_tokens} words and signs; send several, or use fragments"
        raise Denied("TOO_MANY_TOKENS", message)
    try:
        return parse(text)
    except RecursionError as error:
        raise Denied("TOO_DEEP", f"a query is nested at most {limits.max_depth} fields deep; ask in two steps") from error


class Documents:
    """The documents asked last."""

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
