"""The gate: what every operation passes, by whatever transport it comes, before it is run."""

from graphql import GraphQLSchema
from graphql.language import OperationType

from api.documents.documents import Documents
from api.documents.operation import AdmittedOperation
from api.documents.request import GraphQLRequest
from api.documents.texts import Texts
from api.limits.clients import Clients
from api.limits.denied import Denied
from api.limits.limits import Limits
from api.observability.record import note_cost, note_operation
from api.observability.tracing import traced


class Gate:
    """Finds the operations that requests ask for, and admits those that fit the schema and the limits."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self._texts, self._documents = Texts(limits), Documents(schema, limits)
        self.limits, self.clients = limits, Clients(limits)

    def is_subscription(self, request: GraphQLRequest) -> bool:
        """Whether a request asks for a subscription. Raises Denied, GraphQLSyntaxError."""
        operation = self._documents.of(self._texts.find(request)).operation(request.operation_name)
        return operation.type is OperationType.SUBSCRIPTION

    @traced("parse and validate")
    def admit(self, request: GraphQLRequest) -> AdmittedOperation:
        """The operation that a request asks for. Raises GraphQLError, Invalid."""
        document = self._documents.of(self._texts.find(request))
        operation = document.operation(request.operation_name)
        note_operation(operation.node, operation.document)
        if operation.type is not OperationType.QUERY:
            _check_transport(operation.type, request)
        document.validate()
        variables = operation.coerce(request.variables or {})
        cost = note_cost(operation.cost(variables, self.limits))
        return AdmittedOperation(operation, variables, cost, request.client)


def _check_transport(type: OperationType, request: GraphQLRequest) -> None:
    if request.is_get:
        raise Denied("OPERATION_NOT_ALLOWED", f"a {type.value} is never run by GET; send it by POST")
    if type is OperationType.MUTATION:
        message = f"there is no {type.value} here: this API is read only, entries are appended with annals append"
        raise Denied("OPERATION_NOT_ALLOWED", message)
    if not request.streams:
        message = "a subscription needs a stream: graphql-transport-ws, or POST with Accept: text/event-stream"
        raise Denied("OPERATION_NOT_ALLOWED", message)
