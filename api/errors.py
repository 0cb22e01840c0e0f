"""What clients are told when something goes wrong: always a code, never anything internal."""

import logging
import re
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError, VariableDefinitionNode
from psycopg.errors import QueryCanceled

from api.limits.turns import NoTurn
from api.observability.record import note_errors, request_id
from domain.errors import BadInput, Busy, Unavailable, ViewsReplaced, ViewsUnusable

logger = logging.getLogger(__name__)


MAX_ECHO = 80
"""How many characters of one quoted piece of input an error shows."""

MAX_MESSAGE = 200
"""How many characters of a message stay when it is too long even so; the message of graphql-core can hold input without quotes."""

_QUOTED = re.compile(rf"'[^']{{{MAX_ECHO},}}'|\"[^\"]{{{MAX_ECHO},}}\"", re.DOTALL)


def told(errors: Sequence[GraphQLError], *, ran: bool = True) -> list[GraphQLError]:
    """The errors as clients are told them. `ran`: whether the operation was begun."""
    return note_errors([_shortened(_told(error, ran=ran)) for error in errors])


def _shortened(error: GraphQLError) -> GraphQLError:
    """The error with a message of one line that repeats little of a long input."""
    message = _QUOTED.sub(lambda found: f"{found[0][:MAX_ECHO]}...{found[0][0]}", " ".join(error.message.split()))
    most = 4 * MAX_MESSAGE if (error.extensions or {}).get("candidates") else MAX_MESSAGE + MAX_MESSAGE // 4
    if len(message) > most:
        message = f"{message[: MAX_MESSAGE // 2]} ... {message[-MAX_MESSAGE // 2 :]}"
    if message == error.message:
        return error
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, extensions=error.extensions)


def failed(error: Exception) -> GraphQLError:
    """What became of an operation that was not run to its end, as clients are told it."""
    return told([GraphQLError(str(error), original_error=error)])[0]


def is_about_variables(errors: Sequence[GraphQLError]) -> bool:
    """Whether an operation that was to be run was not, because its variables do not fit."""
    return any(not error.path and error.nodes and isinstance(error.nodes[0], VariableDefinitionNode) for error in errors)


def _told(error: GraphQLError, *, ran: bool) -> GraphQLError:
    if error.extensions and "code" in error.extensions:
        return error
    original = error.original_error
    if isinstance(original, BadInput):
        return _with(error, "BAD_USER_INPUT", original)
    if isinstance(original, Unavailable):
        return _with(error, "UNAVAILABLE")
    if isinstance(original, Busy):
        return _with(error, "BUSY", original)
    if isinstance(original, ViewsUnusable):
        return _with(error, "VIEWS_REPLACED" if isinstance(original, ViewsReplaced) else "VIEWS_OF_ANOTHER_LOG")
    if isinstance(original, QueryCanceled | TimeoutError):
        return _as(error, "the query took too long; ask for less at a time", "TIMEOUT")
    if original is not None and not isinstance(original, GraphQLError):
        logger.error("a query failed", exc_info=original)
        return _as(error, "something went wrong on the server; it has been logged", "INTERNAL_SERVER_ERROR", requestId=request_id())
    if isinstance(error, GraphQLSyntaxError):
        return _with(error, "GRAPHQL_PARSE_FAILED")
    return _with(error, "BAD_USER_INPUT" if ran else "GRAPHQL_VALIDATION_FAILED")


def _as(error: GraphQLError, message: str, code: str, **more: str | None) -> GraphQLError:
    extensions = {"code": code} | {name: value for name, value in more.items() if value is not None}
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)


def _with(error: GraphQLError, code: str, reason: Exception | None = None) -> GraphQLError:
    extensions: dict[str, Any] = {"code": code}
    if candidates := list(getattr(reason, "candidates", ())):
        extensions["candidates"] = candidates
    if isinstance(reason, NoTurn):
        extensions["retryAfter"] = reason.retry_after
    return GraphQLError(error.message, error.nodes, error.source, error.positions, error.path, extensions=extensions)
