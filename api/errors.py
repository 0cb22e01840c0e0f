"""What clients are told when something goes wrong: always a code, never anything internal."""

import logging
from collections.abc import Sequence

from graphql import GraphQLError, GraphQLSyntaxError, VariableDefinitionNode
from psycopg.errors import QueryCanceled

from domain.errors import BadInput, Busy, ViewsReplaced, ViewsUnusable

logger = logging.getLogger(__name__)


def told(errors: Sequence[GraphQLError], *, ran: bool = True) -> list[GraphQLError]:
    """The errors as clients are told them. `ran`: whether the operation was begun."""
    return [_told(error, ran=ran) for error in errors]


def failed(error: Exception) -> GraphQLError:
    """What became of an operation that was not run to its end, as clients are told it."""
    return _told(GraphQLError(str(error), original_error=error), ran=True)


def is_about_variables(errors: Sequence[GraphQLError]) -> bool:
    """Whether an operation that was to be run was not, because its variables do not fit."""
    return any(not error.path and error.nodes and isinstance(error.nodes[0], VariableDefinitionNode) for error in errors)


def _told(error: GraphQLError, *, ran: bool) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    original = error.original_error
    if isinstance(original, BadInput):
        return _with(error, "BAD_USER_INPUT", original)
    if isinstance(original, Busy):
        return _with(error, "BUSY")
    if isinstance(original, ViewsUnusable):
        return _with(error, "VIEWS_REPLACED" if isinstance(original, ViewsReplaced) else "VIEWS_OF_ANOTHER_LOG")
    if isinstance(original, QueryCanceled | TimeoutError):
        return _as(error, "the query took too long; ask for less at a time", "TIMEOUT")
    if original is not None and not isinstance(original, GraphQLError):
        logger.error("a query failed", exc_info=original)
        return _as(error, "something went wrong on the server; it has been logged", "INTERNAL_SERVER_ERROR")
    if isinstance(error, GraphQLSyntaxError):
        return _with(error, "GRAPHQL_PARSE_FAILED")
    return _with(error, "BAD_USER_INPUT" if ran else "GRAPHQL_VALIDATION_FAILED")


def _as(error: GraphQLError, message: str, code: str) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code})


def _with(error: GraphQLError, code: str, reason: BadInput | None = None) -> GraphQLError:
    candidates = list(getattr(reason, "candidates", ()))
    extensions = {"code": code} | ({"candidates": candidates} if candidates else {})
    return GraphQLError(error.message, error.nodes, error.source, error.positions, error.path, extensions=extensions)
