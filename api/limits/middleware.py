"""Limits that hold before a request is read: the size of its body, and how many connections stay open."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from api.limits.clients import Clients, client_of
from api.limits.denied import Denied
from api.observability.record import note_errors

TOO_MANY = 4429
"""The code with which a socket too many is closed: 429 among those that a protocol may use. Clients take it for final."""


class BodyLimit:
    """Refuses bodies that are too large: at once where their length is told, else when they have become so."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdigit() and int(length) > self._most:
            await self._refuse(scope, receive, send)
            return
        try:
            await self._app(scope, self._counting(receive), send)
        except _TooLarge:
            await self._refuse(scope, receive, send)

    def _counting(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise _TooLarge
            return message

        return counted

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = f"the body of a request has at most {self._most} bytes; send less, or a large query once and then its hash"
        await refused(Denied("BODY_TOO_LARGE", message), 413)(scope, receive, send)


class _TooLarge(Exception):
    """The body has become too large."""


class SocketLimit:
    """Refuses sockets of a client that holds too many connections open."""

    def __init__(self, app: ASGIApp, clients: Clients) -> None:
        self._app, self._clients = app, clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._clients.connection(client_of(scope)):
                await self._app(scope, receive, send)
        except Denied as error:
            # Only an accepted socket can be told why it is closed.
            socket = WebSocket(scope, receive, send)
            await socket.accept(subprotocol=next(iter(scope["subprotocols"]), None))
            await socket.close(TOO_MANY, error.message)


class LongResponse(StreamingResponse):
    """What is sent for as long as there is more of it; refused to a client that holds too many connections open."""

    def __init__(self, clients: Clients, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._clients = clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._clients.connection(client_of(scope)):
                await super().__call__(scope, receive, send)
        except Denied as error:
            await refused(error, 429)(scope, receive, send)


def refused(error: Denied, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The response to a request that is refused before it is read."""
    note_errors([error])
    return Response(orjson.dumps({"errors": [error.formatted]}), status, headers, media_type="application/json")
