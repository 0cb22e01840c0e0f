"""Arguments of queries, as the functions that describe fields take them."""

import pytest
from graphql import GraphQLField, GraphQLObjectType, OperationDefinitionNode, parse
from graphql.execution.values import get_argument_values, get_variable_values
from strawberry.types.arguments import convert_arguments

from api.compiler.arguments import python_arguments
from api.schema import schema

QUERIES = [
    "{ events { totalCount } }",
    "{ events(first: null, filter: null) { totalCount } }",
    "{ events(filter: {}) { totalCount } }",
    '{ events(filter: {kinds: [SUMMIT_HELD], occurred: {from: "2014-01-01"}, goldstein: {max: 2}}) { totalCount } }',
    "{ events(filter: {kinds: SUMMIT_HELD, hedge: [REPORTED, DENIED], status: null, quad: []}) { totalCount } }",
    '{ events(filter: {anyActor: "PRK", includeRetracted: null}, orderBy: OCCURRED_ASC, asOf: {position: 7}) { totalCount } }',
    '{ actor(ref: "PRK", asOf: {time: "2025-09-04T00:00:00Z"}) { name } }',
    '{ relationship(between: ["PRK", "RUS"], includePredecessors: true) { eventCount } }',
    "{ eventGroups(by: [KIND, ACTOR], first: 3) { keys count } }",
    '{ nodes(ids: ["a", "b"]) { id } }',
]


@pytest.mark.parametrize("query", QUERIES)
def test_arguments_are_what_the_library_would_make_of_them(query: str) -> None:
    field, given = coerced(query)
    strawberry = schema().core.extensions["strawberry-definition"]
    registry = strawberry.schema_converter.scalar_registry

    ours = python_arguments(field, given)

    definition = field.extensions["strawberry-definition"]
    assert ours == convert_arguments(given, definition.arguments, scalar_registry=registry, config=strawberry.config)


def coerced(query: str) -> tuple[GraphQLField, dict[str, object]]:
    """The root field of a query, and its arguments as graphql-core coerces them."""
    (operation,) = parse(query).definitions
    assert isinstance(operation, OperationDefinitionNode)
    node = operation.selection_set.selections[0]
    root = schema().core.query_type
    assert isinstance(root, GraphQLObjectType)
    field = root.fields[node.name.value]  # type: ignore[attr-defined]
    variables = get_variable_values(schema().core, (), {})
    return field, get_argument_values(field, node, variables)  # type: ignore[arg-type]
