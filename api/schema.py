"""The GraphQL schema."""

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.compiler.executor import CompilingExecutor
from api.queries import Query
from api.types.kinds import KIND_TYPES
from api.types.scalars import SCALARS


@cache
def schema() -> strawberry.Schema:
    """The schema; there is one in a process."""
    return strawberry.Schema(
        query=Query,
        types=KIND_TYPES,
        execution_context_class=CompilingExecutor,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
