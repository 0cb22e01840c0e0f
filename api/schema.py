"""The GraphQL schema."""

from functools import cache
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from api.compiler.executor import CompilingExecutor
from api.queries import Query
from api.types.kinds import KIND_TYPES
from api.types.scalars import SCALARS


class AnnalsSchema(strawberry.Schema):
    """The schema; which errors are worth a line in the server's log is decided where they are told (`api.errors`)."""

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Says nothing: a client's mistake is no event of the server's."""


@cache
def schema() -> AnnalsSchema:
    """The schema; there is one in a process."""
    return AnnalsSchema(
        query=Query,
        types=KIND_TYPES,
        execution_context_class=CompilingExecutor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
