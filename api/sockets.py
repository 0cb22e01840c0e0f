"""GraphQL over sockets (graphql-transport-ws): Strawberry's protocol, answered as all other requests are."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
import starlette.websockets
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from strawberry import UNSET
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.types.execution import ExecutionResult, PreExecutionError

from api.access.directory import SCOPE_KEY, Access, authorization_in
from api.answering.answers import Answer, Answers
from api.documents.request import GraphQLRequest
from api.limits.clients import client_of
from api.limits.denied import Denied
from api.observability.middleware import socket_operation
from api.schema import schema
from domain.errors import Busy

GREETING = timedelta(seconds=10)
"""How long a socket may take to say what it is for."""

LONGEST_REASON = 123
"""How many bytes the reason in a close frame may have (RFC 6455, 5.5)."""

_PAYLOAD = {"query": str, "variables": dict | None, "operationName": str | None, "extensions": dict | None}
"""The fields of what is subscribed to, with their types."""


class Socket(ASGIWebSocketAdapter):
    """A socket whose messages are text, and whose client may leave at any time."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        try:
            await self.ws.send_text(orjson.dumps(message).decode())
        except (WebSocketDisconnect, starlette.websockets.WebSocketDisconnected) as error:
            raise WebSocketDisconnected from error

    async def close(self, code: int, reason: str) -> None:
        if WebSocketState.DISCONNECTED in (self.ws.client_state, self.ws.application_state):
            return
        try:
            await super().close(code, reason.encode()[:LONGEST_REASON].decode(errors="ignore"))
        except (WebSocketDisconnect, starlette.websockets.WebSocketDisconnected) as error:
            raise WebSocketDisconnected from error


@dataclass
class Connection:
    """One client's socket, shared by the operations that come by it."""

    answers: Answers
    client: str
    access: Access
    authorization: str
    """The value of its Authorization header, if it has one: browsers cannot send any."""
    connection_params: dict[str, Any] = field(default_factory=dict)
    """The payload of its first message."""

    def authenticate(self) -> None:
        """Raises Denied where the client may not ask, Busy where that is not known."""
        self.access.present(authorization_in(self.connection_params) or self.authorization)

    async def results(
        self, query: str | None, variables: Mapping[str, Any] | None, operation_name: str | None
    ) -> AsyncGenerator[ExecutionResult, None]:
        """The answers to an operation, as Strawberry's protocol takes them."""
        request = GraphQLRequest(query, operation_name, variables, client=self.client, streams=True)
        with socket_operation():
            async with aclosing(self.answers.stream(request)) as answers:
                async for answer in answers:
                    yield _result(answer)


def _result(answer: Answer) -> ExecutionResult:
    if not answer.was_run:
        return PreExecutionError(None, answer.errors)
    return ExecutionResult(answer.fragments, answer.errors or None, dict(answer.extensions))


class Handler(BaseGraphQLTransportWSHandler[Connection, None]):
    """Handles the messages of one socket."""

    async def handle_message(self, message: Any) -> None:
        if problem := malformed(message):
            await self.handle_invalid_message(problem)
        else:
            await super().handle_message(message)

    async def handle_subscribe(self, message: Any) -> None:
        try:
            self.context.access.count()
        except Denied as error:
            await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})
        else:
            await super().handle_subscribe(message)

    async def handle_task_exception(self, error: Exception) -> None:
        # A client that has gone away cannot be told anything.
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)


class SocketEndpoint(GraphQL[Connection, None]):
    """Serves GraphQL over sockets."""

    websocket_adapter_class = Socket
    graphql_transport_ws_handler_class = Handler

    def __init__(self, answers: Answers, origins: Sequence[str] = ()) -> None:
        super().__init__(
            schema(),
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=GREETING,
            max_subscriptions_per_connection=None,
            allowed_origins=origins,
        )
        self._answers = answers

    async def get_context(self, request: Any, response: WebSocket) -> Connection:  # type: ignore[override]
        scope, headers = request.scope, request.headers
        return Connection(self._answers, client_of(scope), scope[SCOPE_KEY], headers.get("authorization", ""))

    async def on_ws_connect(self, context: Connection) -> Any:
        try:
            context.authenticate()
        except (Denied, Busy) as error:
            raise ConnectionRejectionError from error
        return UNSET

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)


def malformed(message: Any) -> str | None:
    """What keeps a message from being one of the protocol's; None where it is well-formed.

    Checked beforehand because the library's handler fails with a TypeError on values of the wrong type."""
    if not isinstance(message, dict):
        return "a message is a JSON object with a type"
    if not isinstance(type := message.get("type"), str):
        return "the type of a message is a string"
    if type in ("subscribe", "complete") and not isinstance(message.get("id"), str):
        return f"a message of the type {type} has an id, a string"
    if type != "subscribe":
        return None
    payload = message.get("payload")
    if not isinstance(payload, dict):
        return "the payload of subscribe is an object with a query"
    wrong = next((name for name, type in _PAYLOAD.items() if not isinstance(payload.get(name), type)), None)
    return wrong and f"the payload of subscribe has a {wrong} of the wrong type"
