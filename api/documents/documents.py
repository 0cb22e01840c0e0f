"""Documents: the texts of requests, each parsed and validated once however often it is sent."""

from cachetools import LRUCache
from graphql import DocumentNode, GraphQLSchema, get_operation_ast, parse, specified_rules
from strawberry.schema.schema import validate_document

from api.documents.operation import Invalid, Operation
from api.documents.suggestions import with_suggestions
from api.documents.tokens import tokens
from api.limits.denied import Denied
from api.limits.limits import Limits
from api.limits.structure import check_structure

CACHED = 500_000
"""How many characters the texts of the cached documents have in all; each takes a hundred bytes or more once parsed."""

MAX_NAME = 200
"""How many characters a name or a number in a query may have: the path of an error repeats the names of its fields."""


class Document:
    """One text, parsed."""

    def __init__(self, schema: GraphQLSchema, text: str, limits: Limits) -> None:
        self._schema, self._text, self._limits = schema, text, limits
        self._node = _parsed(text, limits)
        self.size = len(text)
        self._is_valid = False
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation:
        """The operation of that name, or the only one, not validated yet. Raises Denied."""
        found = get_operation_ast(self._node, name)
        if found is None:
            reason = f"the document has no operation {name!r}" if name else "the document has not exactly one operation"
            raise Denied("OPERATION_RESOLUTION_FAILED", f"{reason}; name one of its operations in operationName")
        own_name = found.name.value if found.name else None
        if own_name not in self._operations:
            self._operations[own_name] = Operation(self._schema, self._node, found, self._text)
        return self._operations[own_name]

    def validate(self) -> None:
        """Raises Denied where the document goes beyond the limits, Invalid where it does not fit the schema."""
        if self._is_valid:
            return
        check_structure(self._node, self._limits)
        if errors := validate_document(self._schema, self._node, tuple(specified_rules)):
            raise Invalid(with_suggestions(errors, self._schema))
        self._is_valid = True


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
    """The documents that were sent last."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._schema, self._limits = schema, limits
        self._cache: LRUCache[str, Document] = LRUCache(CACHED, getsizeof=lambda document: document.size)

    def of(self, text: str) -> Document:
        """The document of a text. Raises GraphQLSyntaxError, Denied."""
        document = self._cache.get(text)
        if document is None:
            document = Document(self._schema, text, self._limits)
            if document.size <= CACHED:
                self._cache[text] = document
        return document
