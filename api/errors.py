"""What clients are told when something goes wrong: always a code, never anything internal."""

import logging
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError
from psycopg.errors import QueryCanceled
from psycopg_pool import PoolTimeout

from domain.errors import BadInput, Busy

logger = logging.getLogger(__name__)


def told(errors: Sequence[GraphQLError]) -> list[dict[str, Any]]:
    """The errors as a response has them."""
    return [dict(_told(error).formatted) for error in errors]


def _told(error: GraphQLError) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    original = error.original_error
    if isinstance(original, BadInput):
        return _with(error, "BAD_USER_INPUT")
    if isinstance(original, Busy):
        return _with(error, "BUSY")
    if isinstance(original, PoolTimeout):
        return _as(error, "too many ask at once; ask again in a moment", "BUSY")
    if isinstance(original, QueryCanceled):
        return _as(error, "the query took too long; ask for less at a time", "TIMEOUT")
    if original is not None and not isinstance(original, GraphQLError):
        logger.error("a query failed", exc_info=original)
        return _as(error, "something went wrong on the server; it has been logged", "INTERNAL_SERVER_ERROR")
    if isinstance(error, GraphQLSyntaxError):
        return _with(error, "GRAPHQL_PARSE_FAILED")
    return _with(error, "BAD_USER_INPUT" if error.path else "GRAPHQL_VALIDATION_FAILED")


def _as(error: GraphQLError, message: str, code: str) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code})


def _with(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code}
    return error
