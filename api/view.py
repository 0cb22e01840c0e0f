"""GraphQL over HTTP, over sockets, and as server-sent events."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
import starlette.websockets
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry import UNSET
from strawberry.asgi import ASGIWebSocketAdapter, GraphQL
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from api.documents.gate import Gate
from api.examples import EXAMPLES
from api.limits.clients import client_of
from api.negotiation import media_type, status_of
from api.playground import playground_html
from api.reader import Reader
from api.schema import AnnalsSchema
from api.validators import is_current, validator
from domain.errors import Busy, ViewsUnusable

MIN_POSITION = "X-Annals-Min-Position"
"""The header that names a position which the views must have reached before the answer is given."""

GREETING = timedelta(seconds=10)
"""How long a socket may take to say what it is for."""


class Socket(ASGIWebSocketAdapter):
    """A socket whose messages are text."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        try:
            await self.ws.send_text(orjson.dumps(message).decode())
        except (WebSocketDisconnect, starlette.websockets.WebSocketDisconnected) as error:
            raise WebSocketDisconnected from error


class Handler(BaseGraphQLTransportWSHandler[dict[str, Any], None]):
    """What is done for one socket."""

    async def handle_task_exception(self, error: Exception) -> None:
        # A client that has gone away is nothing to be told of.
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)


class GraphQLView(GraphQL[dict[str, Any], None]):
    """The endpoint: answers questions, tells subscribers, and shows people the playground."""

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
        self._reader, self._gate, self._page = reader, gate, playground_html(EXAMPLES)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> dict[str, Any]:
        return {
            "reader": self._reader,
            "gate": self._gate,
            "client": client_of(request.scope),
            "get": request.scope.get("method") == "GET",
            "min_position": request.headers.get(MIN_POSITION),
        }

    def should_render_graphql_ide(self, request: Any) -> bool:
        # A shared link has the query in the address; a browser is to see it in the playground, not as bare JSON.
        return bool(request.method == "GET" and "text/html" in request.headers.get("accept", ""))

    async def render_graphql_ide(self, request: Request) -> Response:
        return HTMLResponse(self._page)

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        try:
            if request.scope.get("method") == "GET" and not self.should_render_graphql_ide(request):
                return await self._run_unless_current(request, context)
            return await super().run(request, context, root_value)
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
            return Response(status_code=304, headers={"etag": tag, "cache-control": "no-cache", "vary": "accept"})
        request.state.tag = tag
        return await super().run(request, context)

    async def execute_operation(self, request: Request, request_data: Any, context: Any, **_: Any) -> Any:  # type: ignore[override]
        if isinstance(request_data, list):
            raise HTTPException(400, "send one operation at a time")
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

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        draft = await super().get_sub_response(request)
        draft.media_type = media_type(request.headers.get("accept", ""))
        request.state.draft = draft
        return draft

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        errors = [error.formatted for error in result.errors or ()]
        draft, answer = request.state.draft, {"errors": errors} if errors else {}
        if isinstance(result, PreExecutionError):
            draft.status_code = status_of(errors[0]["extensions"]["code"], draft.media_type, get=request.method == "GET")
            return answer  # type: ignore[return-value]
        if not errors and (tag := getattr(request.state, "tag", None)):
            draft.headers.update({"etag": tag, "cache-control": "no-cache"})
        return {"data": result.data, **answer, "extensions": result.extensions}  # type: ignore[typeddict-item]

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        headers = {"content-type": f"{sub_response.media_type}; charset=utf-8", "vary": "accept", **sub_response.headers}
        return Response(self.encode_json(response_data), sub_response.status_code or 200, headers)

    def parse_json(self, data: str | bytes) -> Any:
        read = super().parse_json(data)
        if not isinstance(read, dict | list):
            raise HTTPException(400, 'A request is a JSON object with a query: {"query": "{ status { head } }"}')
        return read

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)
