"""The endpoint /graphql: answers operations, streams subscriptions as server-sent events, and shows the playground."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import orjson
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.http.streaming import SSETransport, merge_stream_with_heartbeat

from api.access.headers import page_policy
from api.answering.answers import Answers
from api.documents.request import GraphQLRequest
from api.examples import EXAMPLES
from api.http.etags import accepts_any, is_current, validator
from api.http.negotiation import Accepted, accepted, status_of
from api.http.parameters import BadRequest, parameters_of
from api.http.query_runner import MIN_POSITION
from api.limits.clients import client_of
from api.limits.middleware import LongResponse
from api.playground import playground_html
from domain.errors import Busy, ViewsUnusable

METHODS = "GET, HEAD, POST"

HEARTBEAT = 15.0
"""Seconds between two comments on an event stream that has nothing else to say: they keep proxies from closing it."""


class GraphQLEndpoint:
    """Serves GraphQL over HTTP."""

    def __init__(self, answers: Answers) -> None:
        self._answers, self._page = answers, playground_html(EXAMPLES)
        self._policy = page_policy(self._page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(Request(scope, receive))
        except BadRequest as error:
            refusal = {"message": str(error), "extensions": {"code": "BAD_REQUEST"}}
            response = JSONResponse({"errors": [refusal]}, error.status, error.headers)
        except ClientDisconnect:
            # The client has left in the middle of its request: nobody reads this response.
            response = Response(status_code=400)
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        accept = accepted(request.scope)
        is_get = request.method in ("GET", "HEAD")
        if is_get and accept.page:
            # A shared link has the query in the address; a browser is to see it in the playground, not as bare JSON.
            return HTMLResponse(self._page, headers={"content-security-policy": self._policy})
        if not is_get and request.method != "POST":
            raise BadRequest(f"GraphQL is served by {METHODS}, not by {request.method}", 405, {"allow": METHODS})
        min_position, client = request.headers.get(MIN_POSITION), client_of(request.scope)
        asked = GraphQLRequest(*await parameters_of(request), min_position, client, is_get=is_get)
        if self._streams(asked, accept):
            return self._stream(asked._replace(streams=True))
        return await self._get(request, asked, accept) if is_get else await self._answer(asked, accept)

    def _streams(self, asked: GraphQLRequest, accept: Accepted) -> bool:
        """Whether the answer is an event stream: to a query only where JSON is not accepted."""
        if accept.only_events or not accept.events:
            return accept.only_events
        try:
            return self._answers.gate.is_subscription(asked)
        except GraphQLError:
            return False

    async def _get(self, request: Request, asked: GraphQLRequest, accept: Accepted) -> Response:
        """The answer to a GET request, unless the client has it already."""
        try:
            tag = await validator(self._answers.reader, request)
        except (Busy, ViewsUnusable):
            # The answer says so.
            return await self._answer(asked, accept)
        if is_current(request, tag) and asked.min_position is None:
            return _not_modified(tag)
        response = await self._answer(asked, accept, tag)
        # Any representation will do for `*`, but there is one only where the query has an answer.
        return _not_modified(tag) if accepts_any(request) and "etag" in response.headers else response

    async def _answer(self, asked: GraphQLRequest, accept: Accepted, tag: str | None = None) -> Response:
        answer = await self._answers.answer(asked)
        status = 200 if answer.was_run else status_of(answer.code, accept.json, get=asked.is_get)
        headers = {"content-type": f"{accept.json}; charset=utf-8", "vary": "accept"}
        if answer.retry_after is not None:
            headers["retry-after"] = str(answer.retry_after)
        if tag and not answer.errors:
            headers |= {"etag": tag, "cache-control": "no-cache"}
        return Response(orjson.dumps(answer.response()), status, headers)

    def _stream(self, asked: GraphQLRequest) -> Response:
        async def events() -> AsyncGenerator[str, None]:
            async with aclosing(self._answers.stream(asked)) as answers:
                async for answer in answers:
                    yield _event("next", orjson.dumps(answer.response()).decode())
            yield _event("complete")

        stream = merge_stream_with_heartbeat(events, lambda: ": ping\n\n", HEARTBEAT, send_initial_heartbeat=False)
        return LongResponse(self._answers.gate.clients, stream(), headers={**SSETransport.headers, "vary": "accept"})


def _event(name: str, data: str = "") -> str:
    # Lines end in LF alone: some clients look for two LF, though CRLF is as good by the standard.
    return f"event: {name}\ndata: {data}\n\n"


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache", "vary": "accept"})
