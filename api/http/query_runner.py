"""Asks queries of the server's own on behalf of a client, by the way that all queries take; for addresses that give no GraphQL."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from graphql import GraphQLError
from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.access.directory import SCOPE_KEY
from api.answering.answers import Answer, Answers
from api.answering.moments import position_at, read_position
from api.documents.operation import Invalid
from api.documents.request import GraphQLRequest
from api.errors import failed, told
from api.http.etags import look, tag_of
from api.limits.clients import client_of
from api.limits.denied import Denied
from domain.errors import BadInput, Busy

T = TypeVar("T")

MIN_POSITION = "X-Annals-Min-Position"
"""The header that names a position which the views must have reached before the answer is given."""

STATUS = {
    "UNKNOWN_DOCUMENT": 403,
    "BUSY": 503,
    "UNAVAILABLE": 503,
    "VIEWS_REPLACED": 503,
    "VIEWS_OF_ANOTHER_LOG": 503,
    "TIMEOUT": 503,
    "INTERNAL_SERVER_ERROR": 500,
}
"""The status that goes with the code of an error; 400 for all others."""


class Unanswered(Exception):
    """A query that was not answered, or not in full."""

    def __init__(self, error: GraphQLError) -> None:
        self.error = error

    def response(self) -> Response:
        """One line that says why, with the status that fits."""
        extensions = self.error.extensions or {}
        headers = {"retry-after": str(extensions["retryAfter"])} if "retryAfter" in extensions else None
        return PlainTextResponse(f"{self.error.message}\n", STATUS.get(str(extensions.get("code")), 400), headers)


class Pinned(NamedTuple):
    """The position that an answer belongs to, and the ETag by which it is known."""

    position: int
    tag: str


class QueryRunner:
    """The queries that are asked to answer one request, all as of one position."""

    def __init__(self, answers: Answers, request: Request) -> None:
        self._answers, self._request = answers, request
        self._client = client_of(request.scope)

    async def pinned(self, moment: int | datetime | None) -> Pinned:
        """The position that a moment stands for; now is how far the views have come. Raises Unanswered."""
        try:
            least = read_position(self._request.headers.get(MIN_POSITION))

            async def find(conn: AsyncConnection[Any]) -> Pinned:
                position, head, build = await look(conn)
                if isinstance(moment, datetime):
                    at = await position_at(conn, moment)
                else:
                    at = max(position, least) if moment is None else moment
                if at > head:
                    raise BadInput(f"position {at} is beyond the head of the log, which is {head}")
                return Pinned(at, tag_of(self._request, at, build))

            return await self._answers.reader.read(find)
        except Exception as error:
            raise Unanswered(failed(error)) from error

    def read(self, address: Callable[[], T]) -> T:
        """What is read from an address. Raises Unanswered."""
        try:
            return address()
        except BadInput as error:
            raise Unanswered(failed(error)) from error

    def page_size(self, query: str, variables: Mapping[str, Any], size: str = "first") -> int:
        """How many rows a page of a query may have, whose cost grows evenly with them. Raises Unanswered.

        `size`: the variable that says how many it has."""
        limits = self._answers.gate.limits
        none, one = (self._cost(query, {**variables, size: rows}) for rows in (0, 1))
        return min(limits.max_page, (limits.max_cost - none) // (one - none))

    def _cost(self, query: str, variables: Mapping[str, Any]) -> int:
        """What a query would cost. Raises Unanswered where that is too much."""
        try:
            return self._answers.gate.admit(self._asked(query, variables)).cost
        except Invalid as error:
            raise Unanswered(told(error.errors)[0]) from error
        except GraphQLError as error:
            raise Unanswered(told([error])[0]) from error

    async def go_on(self) -> None:
        """Returns once one more query may be asked for the client: each counts against its token's rate. Raises Unanswered."""
        try:
            await self._request.scope[SCOPE_KEY].go_on()
        except (Denied, Busy) as error:
            raise Unanswered(failed(error) if isinstance(error, Busy) else told([error])[0]) from error

    async def answer(self, query: str, variables: Mapping[str, Any]) -> Answer:
        """The answer to a query, which has data. Raises Unanswered."""
        answer = await self._answers.answer(self._asked(query, variables))
        if answer.errors:
            raise Unanswered(answer.errors[0])
        return answer

    def _asked(self, query: str, variables: Mapping[str, Any]) -> GraphQLRequest:
        return GraphQLRequest(query, variables=variables, client=self._client, is_get=True)
