"""The gate: what every operation passes, on whatever path it comes, before it is run."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import DocumentNode, GraphQLSchema
from graphql import OperationType as Operation
from strawberry.types.graphql import OperationType

from api.documents.documents import Documents
from api.documents.introspection import Introspection
from api.documents.texts import Texts
from api.limits.clients import Clients
from api.limits.denied import Denied
from api.limits.limits import Limits
from api.observability.record import note_cost, note_operation
from api.observability.tracing import traced


class Asked(NamedTuple):
    """An operation as a client sends it."""

    query: str | None
    name: str | None
    variables: Mapping[str, Any] | None
    extensions: Mapping[str, Any] | None
    streams: bool
    """Whether it comes on a path that can give several answers."""
    get: bool
    """Whether it comes by GET."""


class Admitted(NamedTuple):
    """An operation that may be run."""

    text: str
    document: DocumentNode
    type: OperationType
    cost: int


class Gate:
    """Knows the documents, and lets pass what is within the limits and fits the schema."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._texts, self._documents = Texts(limits), Documents(schema, limits)
        self.limits, self.clients = limits, Clients(limits)
        self.introspection = Introspection(limits.request_timeout)

    def text_of(self, asked: Asked) -> str:
        """The text of the operation that is asked for. Raises Denied."""
        return self._texts.find(asked.query, asked.extensions, get=asked.get)

    def is_subscription(self, asked: Asked) -> bool:
        """Whether the operation that is asked for is a subscription. Raises Denied, GraphQLSyntaxError."""
        return self._documents.of(self.text_of(asked)).operation(asked.name).operation is Operation.SUBSCRIPTION

    @traced("parse and validate")
    def admit(self, asked: Asked, text: str | None = None) -> Admitted:
        """The operation that is asked for; its `text` where that is known. Raises GraphQLError, Invalid."""
        text = self.text_of(asked) if text is None else text
        document = self._documents.of(text)
        operation = document.operation(asked.name)
        note_operation(operation, document.node)
        type = OperationType(operation.operation.value)
        if type is not OperationType.QUERY and (asked.get or not asked.streams or type is OperationType.MUTATION):
            raise Denied("OPERATION_NOT_ALLOWED", _elsewhere(type, get=asked.get))
        return Admitted(text, document.node, type, note_cost(document.cost(operation, asked.variables or {})))


def _elsewhere(type: OperationType, *, get: bool) -> str:
    if get:
        return f"a {type.value} is never run by GET; send it by POST"
    if type is OperationType.SUBSCRIPTION:
        return "a subscription needs a stream: graphql-transport-ws, or POST with Accept: text/event-stream"
    return f"there is no {type.value} here: this API is read only, entries are appended with annals append"
