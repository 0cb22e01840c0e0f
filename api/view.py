"""GraphQL over HTTP."""

from typing import Any

import orjson
from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.websockets import WebSocket
from strawberry import UNSET, Schema
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLHTTPResponse
from strawberry.types import ExecutionResult

from api.errors import told
from api.examples import EXAMPLES
from api.playground import playground_html
from api.reader import Reader

MIN_POSITION = "X-Annals-Min-Position"
"""The header that names a position which the views must have reached before the answer is given."""


class GraphQLView(GraphQL[dict[str, Any], None]):
    """The endpoint: answers questions, and shows people the playground."""

    def __init__(self, schema: Schema, reader: Reader) -> None:
        super().__init__(schema, allow_queries_via_get=True)
        self._reader, self._page = reader, playground_html(EXAMPLES)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> dict[str, Any]:
        context = {"request": request, "response": response, "reader": self._reader}
        request.state.extensions = {}
        return context | {"min_position": request.headers.get(MIN_POSITION), "extensions": request.state.extensions}

    def should_render_graphql_ide(self, request: Any) -> bool:
        # A shared link has the query in the address; a browser is to see it in the playground, not as bare JSON.
        return bool(request.method == "GET" and "text/html" in request.headers.get("accept", ""))

    async def render_graphql_ide(self, request: Request) -> Response:
        return HTMLResponse(self._page)

    async def process_result(self, request: Request, result: ExecutionResult) -> GraphQLHTTPResponse:
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = told(result.errors)
        if extensions := (result.extensions or {}) | request.state.extensions:
            answer["extensions"] = extensions
        return answer  # type: ignore[return-value]

    async def run(self, request: Any, context: Any = UNSET, root_value: Any = UNSET) -> Any:
        try:
            return await super().run(request, context, root_value)
        except HTTPException as error:
            refusal = {"message": error.reason, "extensions": {"code": "BAD_REQUEST"}}
            return JSONResponse({"errors": [refusal]}, error.status_code)

    def parse_json(self, data: str | bytes) -> Any:
        read = super().parse_json(data)
        if not isinstance(read, dict | list):
            raise HTTPException(400, 'A request is a JSON object with a query: {"query": "{ status { head } }"}')
        return read

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)
