"""Whether an answer is one that its query and the schema allow."""

from functools import cache
from typing import Any

from graphql import GraphQLResolveInfo, GraphQLSchema, build_schema, execute_sync, parse

from api.schema import schema


@cache
def shown_schema() -> GraphQLSchema:
    """The schema as clients read it."""
    return build_schema(schema().as_str())


def assert_conforms(query: str, data: Any, **variables: Any) -> None:
    """Completes the answer once more by the library's own rules: nullability, enum values, lists, order of fields."""
    result = execute_sync(shown_schema(), parse(query), data, variable_values=variables, field_resolver=_by_response_name)

    assert result.errors is None
    assert result.data == data


def _by_response_name(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
    return source[info.path.key]
