"""GraphQL over HTTP, over sockets, and as server-sent events."""

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from cross_web import HTTPException, StarletteRequestAdapter
from graphql import GraphQLError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry import UNSET
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.streaming import SSETransport
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from api.access.directory import SCOPE_KEY, Access, authorization_in
from api.access.headers import page_policy
from api.documents.gate import Asked, Gate
from api.examples import EXAMPLES
from api.limits.clients import client_of
from api.limits.denied import Denied
from api.limits.middleware import EventStream
from api.negotiation import accepted, status_of
from api.playground import playground_html
from api.reader import Reader
from api.schema import AnnalsSchema
from api.sockets import Handler, Socket
from api.validators import accepts_any, is_current, validator
from domain.errors import Busy, ViewsUnusable

MIN_POSITION = "X-Annals-Min-Position"
"""The header that names a position which the views must have reached before the answer is given."""

GREETING = timedelta(seconds=10)
"""How long a socket may take to say what it is for."""


class LineFeedEvents(SSETransport):
    """Server-sent events whose lines end in LF alone: some clients split at two LF, though CRLF is as good by the standard."""

    def encode_event(self, event: str, data: str | None = None) -> str:
        return super().encode_event(event, data).replace("\r\n", "\n")

    def encode_comment(self, comment: str) -> str:
        return super().encode_comment(comment).replace("\r\n", "\n")


class RequestAdapter(StarletteRequestAdapter):
    """A request with what its client accepts."""

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.accepted = accepted(request.scope)


class GraphQLView(GraphQL[dict[str, Any], None]):
    """The endpoint /graphql: answers operations, streams subscriptions, and shows the playground in a browser."""

    request_adapter_class = RequestAdapter
    websocket_adapter_class = Socket
    graphql_transport_ws_handler_class = Handler

    def __init__(self, schema: AnnalsSchema, reader: Reader, gate: Gate, origins: Sequence[str] = ()) -> None:
        super().__init__(
            schema,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=GREETING,
            max_subscriptions_per_connection=None,
            allowed_origins=origins,
        )
        self.stream_transport_classes_by_protocol = {GRAPHQL_SSE_PROTOCOL: LineFeedEvents}
        self._reader, self._gate, self._page = reader, gate, playground_html(EXAMPLES)
        self._policy = page_policy(self._page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The server in front of the application leaves out the body.
        is_head = scope.get("method") == "HEAD"
        await super().__call__({**scope, "method": "GET"} if is_head else scope, receive, send)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> dict[str, Any]:
        return {
            "reader": self._reader,
            "gate": self._gate,
            "client": client_of(request.scope),
            "access": request.scope.get(SCOPE_KEY),
            "get": request.scope.get("method") == "GET",
            "authorization": request.headers.get("authorization", ""),
            "min_position": request.headers.get(MIN_POSITION),
        }

    def should_render_graphql_ide(self, request: Any) -> bool:
        # A shared link has the query in the address; a browser is to see it in the playground, not as bare JSON.
        return request.method == "GET" and bool(request.accepted.page)

    async def render_graphql_ide(self, request: Request) -> Response:
        return HTMLResponse(self._page, headers={"content-security-policy": self._policy})

    async def on_ws_connect(self, context: dict[str, Any]) -> Any:
        access: Access = context["access"]
        try:
            access.present(authorization_in(context["connection_params"]) or context["authorization"])
        except (Denied, Busy) as error:
            raise ConnectionRejectionError from error
        return UNSET

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        try:
            if request.scope.get("method") == "GET" and not accepted(request.scope).page:
                return await self._run_unless_current(request, context)
            return await super().run(request, context, root_value)
        except ClientDisconnect:
            # The client has left in the middle of its request: nobody reads this response.
            return Response(status_code=400)
        except HTTPException as error:
            refusal = {"message": error.reason, "extensions": {"code": "BAD_REQUEST"}}
            return JSONResponse({"errors": [refusal]}, error.status_code)

    async def _run_unless_current(self, request: Request, context: Any) -> Response:
        try:
            tag = await validator(self._reader, request)
        except (Busy, ViewsUnusable):
            # The answer says so.
            return await super().run(request, context)
        if is_current(request, tag) and MIN_POSITION not in request.headers:
            return _not_modified(tag)
        request.state.tag = tag
        response = await super().run(request, context)
        # Any representation will do for `*`, but there is one only where the query has an answer.
        return _not_modified(tag) if accepts_any(request) and response.headers.get("etag") == tag else response

    async def execute_operation(self, request: Request, request_data: Any, context: Any, **_: Any) -> Any:  # type: ignore[override]
        assert isinstance(request_data, GraphQLRequestData)
        if not request_data.query and "persistedQuery" not in (request_data.extensions or {}):
            raise HTTPException(400, 'a request has a query: {"query": "{ status { head } }"}, or the hash of one')
        if not isinstance(request_data.operation_name, str | None):
            raise HTTPException(400, "operationName is a text: the name of one of the operations in the query")
        ask = self.schema.execute if request_data.protocol == "http" else self.schema.stream
        return await ask(
            request_data.query,
            variable_values=request_data.variables,
            context_value=context,
            operation_name=request_data.operation_name,
            operation_extensions=request_data.extensions,
        )

    async def parse_http_body(self, request: Any) -> Any:
        data = await super().parse_http_body(request)
        assert isinstance(data, GraphQLRequestData)
        # A query is answered in JSON wherever that is accepted, so the choice of a protocol depends on the operation.
        return replace(data, protocol="sse" if self._streams(request, data) else "http")

    def _streams(self, request: RequestAdapter, data: GraphQLRequestData) -> bool:
        """Whether an operation is answered as an event stream."""
        if request.accepted.only_events or not request.accepted.events:
            return request.accepted.only_events
        asked = Asked(data.query, data.operation_name, data.variables, data.extensions, streams=True, get=request.method == "GET")
        try:
            return self._gate.is_subscription(asked)
        except GraphQLError:
            return False

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        draft = await super().get_sub_response(request)
        draft.media_type = accepted(request.scope).json
        request.state.draft = draft
        return draft

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        errors = [error.formatted for error in result.errors or ()]
        draft, answer = request.state.draft, {"errors": errors} if errors else {}
        if seconds := [error["extensions"]["retryAfter"] for error in errors if "retryAfter" in error.get("extensions", {})]:
            draft.headers["retry-after"] = str(max(seconds))
        if isinstance(result, PreExecutionError):
            draft.status_code = status_of(errors[0]["extensions"]["code"], draft.media_type, get=request.method == "GET")
            return answer  # type: ignore[return-value]
        if not errors and (tag := getattr(request.state, "tag", None)):
            draft.headers.update({"etag": tag, "cache-control": "no-cache"})
        return {"data": result.data, **answer, "extensions": result.extensions}  # type: ignore[typeddict-item]

    async def create_streaming_response(self, request: Any, stream: Any, sub_response: Response, headers: Any) -> Response:
        return EventStream(self._gate.clients, stream(), headers={**sub_response.headers, **headers, "vary": "accept"})

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        headers = {"content-type": f"{sub_response.media_type}; charset=utf-8", "vary": "accept", **sub_response.headers}
        return Response(self.encode_json(response_data), sub_response.status_code or 200, headers)

    def parse_json(self, data: str | bytes) -> Any:
        read = super().parse_json(data.removeprefix(BOM_UTF8) if isinstance(data, bytes) else data)
        if not isinstance(read, dict | list):
            raise HTTPException(400, 'A request is a JSON object with a query: {"query": "{ status { head } }"}')
        return read

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache", "vary": "accept"})
