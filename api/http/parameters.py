"""Reads the parameters of a GraphQL request from the body of a POST or the address of a GET."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from starlette.requests import Request

EXAMPLE = '{"query": "{ status { head } }"}'

JSON_PARAMETERS = ("variables", "extensions")
"""The parameters that are JSON texts in an address."""


class BadRequest(Exception):
    """A request from which no operation can be read."""

    def __init__(self, message: str, status: int = 400, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers


class Parameters(NamedTuple):
    """What a request asks for."""

    query: str | None
    operation_name: str | None
    variables: Mapping[str, Any] | None
    extensions: Mapping[str, Any] | None


async def parameters_of(request: Request) -> Parameters:
    """The parameters of a GET, HEAD or POST request. Raises BadRequest, ClientDisconnect."""
    return _checked(_in_address(request.query_params) if request.method in ("GET", "HEAD") else await _in_body(request))


def _in_address(parameters: Mapping[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {name: parameters.get(name) for name in ("query", "operationName")}
    return read | {
        name: _json(text.encode(), f"the parameter {name}") for name in JSON_PARAMETERS if (text := parameters.get(name))
    }


async def json_body(request: Request) -> Any:
    """The value that the body of a request holds as JSON. Raises BadRequest, ClientDisconnect."""
    type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if type != "application/json":
        raise BadRequest(f"the body of a request is JSON; send the header Content-Type: application/json, not {type[:100]!r}")
    return _json((await request.body()).removeprefix(BOM_UTF8), "the body")


async def _in_body(request: Request) -> dict[str, Any]:
    body = await json_body(request)
    if not isinstance(body, dict):
        raise BadRequest(f"a request is one JSON object with a query: {EXAMPLE}")
    return body


def _json(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"{what} is not JSON: {error}") from error


def _checked(given: Mapping[str, Any]) -> Parameters:
    found = Parameters(given.get("query"), given.get("operationName"), given.get("variables"), given.get("extensions"))
    if not isinstance(found.query, str | None):
        raise BadRequest("query is a string: the text of the document")
    if not isinstance(found.operation_name, str | None):
        raise BadRequest("operationName is a string: the name of one of the operations in the query")
    for name, value in (("variables", found.variables), ("extensions", found.extensions)):
        if not isinstance(value, dict | None):
            raise BadRequest(f"{name} is a JSON object, or null")
    if not found.query and "persistedQuery" not in (found.extensions or {}):
        raise BadRequest(f"a request has a query: {EXAMPLE}, or the hash of one")
    return found
