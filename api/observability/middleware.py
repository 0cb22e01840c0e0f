"""Observes each request from outside: gives it an id, and tells in the end what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.limits.clients import client_of
from api.observability import tracing
from api.observability.record import SOCKET, RequestRecord, begin, current, id_from
from api.observability.telling import INTERNAL, tell_soon

RETRY_AFTER = b"1"
"""Seconds after which a client may ask again that was told that the server cannot answer at the moment."""


class Observation:
    """Stands around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        record = RequestRecord(id_from(headers), scope.get("method", SOCKET), scope["path"], client_of(scope))
        begin(record)
        begun = perf_counter()
        try:
            # A socket's operations are traced, each by itself: it may stay open for days.
            with tracing.request(record, headers) if scope["type"] == "http" else tracing.NOTHING:
                await self._app(scope, receive, _Sent(record, send))
        except Exception:
            record.errors.append((INTERNAL, None))
            if scope["type"] == "http" and record.status is None:
                await _fail(record, _Sent(record, send))
            raise
        finally:
            tell_soon(record, perf_counter() - begun)


class _Sent:
    """Sends what answers a request, with its id."""

    def __init__(self, record: RequestRecord, send: Send) -> None:
        self._record, self._send = record, send

    async def __call__(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            status = self._record.status = message.get("status", 101)
            headers = [*message.get("headers", ()), (b"x-request-id", self._record.id.encode())]
            if status == 503 and not any(name == b"retry-after" for name, _ in headers):
                headers.append((b"retry-after", RETRY_AFTER))
            message["headers"] = headers
        await self._send(message)


async def _fail(record: RequestRecord, send: Send) -> None:
    """Answers a request that the application failed to answer, without a word about why."""
    message = "something went wrong on the server; it has been logged"
    body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": INTERNAL, "requestId": record.id}}]})
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def socket_operation() -> Iterator[None]:
    """One operation on a socket, which is told by itself; an operation that is a request of its own is told with that."""
    connection = current()
    if connection is None or connection.method != SOCKET:
        yield
        return
    record = replace(connection, operation=None, document=None, cost=None, errors=[], status=None)
    begin(record)
    begun = perf_counter()
    try:
        with tracing.request(record, {}):
            yield
    finally:
        tell_soon(record, perf_counter() - begun)
