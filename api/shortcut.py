"""The short way to an answer: for queries that were answered before, by POST, past all that such a request does not need."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from graphql import GraphQLError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.documents.documents import Invalid
from api.documents.gate import Asked, Gate
from api.errors import failed
from api.limits.clients import client_of
from api.memory import Key, key_of
from api.negotiation import JSON, accepted, status_of
from api.reader import Reader
from api.view import MIN_POSITION

POSITION = MIN_POSITION.lower().encode()

UNUSUAL = frozenset((b"origin", b"content-encoding", b"if-none-match"))
"""Headers of requests that need more than an answer."""

Headers = Mapping[bytes, bytes]


class Answer(NamedTuple):
    """What a request is answered."""

    status: int
    body: bytes
    retry_after: int | None = None
    """After how many seconds to ask again, where that is worth it."""


class Shortcut:
    """Answers what it can by itself; hands on all else, and so whatever is to be refused."""

    def __init__(self, app: ASGIApp, gate: Gate, reader: Reader, most: int) -> None:
        self._app, self._gate, self._reader, self._most = app, gate, reader, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        if not (scope["type"] == "http" and scope["method"] == "POST" and self._may_take(scope, headers)):
            await self._app(scope, receive, send)
            return
        messages = await _whole(receive)
        type = accepted(scope).json
        answer = await self._answer(b"".join(message.get("body", b"") for message in messages), headers, type, client_of(scope))
        if answer is None:
            await self._app(scope, _again(messages, receive), send)
        else:
            await _respond(answer, type, send)

    def _may_take(self, scope: Scope, headers: Headers) -> bool:
        length = headers.get(b"content-length", b"")
        return (
            scope["path"] == "/graphql"
            and length.isdigit()
            and int(length) <= self._most
            and headers.get(b"content-type", b"").startswith(JSON.encode())
            and not accepted(scope).only_events
            and UNUSUAL.isdisjoint(headers)
        )

    async def _answer(self, body: bytes, headers: Headers, type: str, client: str) -> Answer | None:
        asked = _asked(body)
        key = asked and self._key(asked)
        known = key and self._reader.remembered(key)
        if not (asked and key and known):
            return None
        try:
            context: dict[str, Any] = {"extensions": {"cost": self._gate.admit(asked, key.text).cost}, "client": client}
            if (position := headers.get(POSITION)) is not None:
                context["min_position"] = position.decode("latin-1")
            answers = await self._reader.answer_again(known, asked.variables or {}, context)
        except (GraphQLError, Invalid):
            return None
        except Exception as error:
            told = failed(error).formatted
            code, seconds = told["extensions"]["code"], told["extensions"].get("retryAfter")
            return Answer(status_of(code, type, get=False), orjson.dumps({"errors": [told]}), seconds)
        if answers is None:
            return None
        data = {name: orjson.Fragment(json) for name, json in answers.items()}
        return Answer(200, orjson.dumps({"data": data, "extensions": context["extensions"]}))

    def _key(self, asked: Asked) -> Key | None:
        try:
            return key_of(self._gate.text_of(asked), asked.name, asked.variables)
        except GraphQLError:
            return None


def _asked(body: bytes) -> Asked | None:
    """The operation that a body asks for, where it is as it should be."""
    try:
        read = orjson.loads(body)
        query, name = read.get("query"), read.get("operationName")
        variables, extensions = read.get("variables"), read.get("extensions")
    except (ValueError, AttributeError):
        return None
    is_right = isinstance(query, str | None) and isinstance(name, str | None)
    if not (is_right and isinstance(variables, dict | None) and isinstance(extensions, dict | None)):
        return None
    return Asked(query, name, variables, extensions, streams=False, get=False)


async def _whole(receive: Receive) -> list[Message]:
    """The messages that a body comes in."""
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(messages: Sequence[Message], receive: Receive) -> Receive:
    """Receives what has been received, and then what comes."""
    left = iter(messages)

    async def received() -> Message:
        return next(left, None) or await receive()

    return received


async def _respond(answer: Answer, type: str, send: Send) -> None:
    length = b"%d" % len(answer.body)
    headers = [(b"content-type", f"{type}; charset=utf-8".encode()), (b"vary", b"accept"), (b"content-length", length)]
    if answer.retry_after is not None:
        headers.append((b"retry-after", b"%d" % answer.retry_after))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
