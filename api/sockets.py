"""GraphQL over sockets (graphql-transport-ws): what Strawberry's handler leaves to be checked and caught."""

from collections.abc import Mapping
from typing import Any

import orjson
import starlette.websockets
from starlette.websockets import WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler

from api.limits.denied import Denied

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


class Handler(BaseGraphQLTransportWSHandler[dict[str, Any], None]):
    """Handles the messages of one socket."""

    async def handle_message(self, message: Any) -> None:
        if problem := malformed(message):
            await self.handle_invalid_message(problem)
        else:
            await super().handle_message(message)

    async def handle_subscribe(self, message: Any) -> None:
        try:
            self.context["access"].count()
        except Denied as error:
            await self.send_message({"id": message["id"], "type": "error", "payload": [error.formatted]})
        else:
            await super().handle_subscribe(message)

    async def handle_task_exception(self, error: Exception) -> None:
        # A client that has gone away cannot be told anything.
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)


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
