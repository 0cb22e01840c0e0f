"""The GraphQL schema."""

from collections.abc import AsyncGenerator, Iterable
from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.schema.config import StrawberryConfig
from strawberry.types.execution import ExecutionResult
from strawberry.types.graphql import OperationType

from api.queries import Query
from api.subscriptions.root import Subscription
from api.types.kinds import KIND_TYPES
from api.types.scalars import SCALARS


class AnnalsSchema(strawberry.Schema):
    """The schema. Its operations are answered by `api.answering`, not by resolvers."""

    @property
    def core(self) -> GraphQLSchema:
        """The schema as graphql-core has it."""
        return self._schema

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Logs nothing: a client's mistake is no event of the server's."""

    async def stream(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any = None,
        root_value: Any = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """The answers to an operation that came by a socket, which is the context."""
        results: AsyncGenerator[ExecutionResult, None] = context_value.results(query, variable_values, operation_name)
        return results


@cache
def schema() -> AnnalsSchema:
    """The schema; there is one in a process."""
    return AnnalsSchema(query=Query, subscription=Subscription, types=KIND_TYPES, config=StrawberryConfig(scalar_map=SCALARS))
