"""The GraphQL schema."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

import orjson
import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionResult

from api.compiler.executor import CompilingExecutor
from api.memory import key_of
from api.queries import Query
from api.types.kinds import KIND_TYPES
from api.types.scalars import SCALARS


class AnnalsSchema(strawberry.Schema):
    """The schema; which errors are worth a line in the server's log is decided where they are told (`api.errors`)."""

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        *more: Any,
        **named: Any,
    ) -> ExecutionResult:
        """The answer to an operation; to a query that was answered before, without parsing, checking and compiling it again."""
        asked = key_of(query, operation_name, variable_values)
        context = {**context_value, "asked": asked}
        if asked and (found := await _again(asked, variable_values or {}, context)):
            return found
        return await super().execute(query, variable_values, context, root_value, operation_name, *more, **named)

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Says nothing: a client's mistake is no event of the server's."""


async def _again(asked: Hashable, variables: Mapping[str, Any], context: dict[str, Any]) -> ExecutionResult | None:
    try:
        answers = await context["reader"].answer_again(asked, variables, context)
    except Exception as error:
        return ExecutionResult(None, [GraphQLError(str(error), original_error=error)])
    if answers is None:
        return None
    return ExecutionResult({name: orjson.Fragment(json) for name, json in answers.items()}, None)


@cache
def schema() -> AnnalsSchema:
    """The schema; there is one in a process."""
    return AnnalsSchema(
        query=Query,
        types=KIND_TYPES,
        execution_context_class=CompilingExecutor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
