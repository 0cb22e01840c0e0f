"""Suggestions for enum values that graphql-core finds nothing near for: SUMMIT_HELD for SUMMIT."""

import re
from collections.abc import Iterable

from graphql import GraphQLEnumType, GraphQLError, GraphQLSchema
from graphql.pyutils import did_you_mean

MOST = 5

_UNKNOWN_VALUE = re.compile(r"Value '(\w{1,100})' does not exist in '(\w+)' enum\.$")


def with_suggestions(errors: Iterable[GraphQLError], schema: GraphQLSchema) -> list[GraphQLError]:
    """The errors, those about an unknown enum value with the values that have it among their words."""
    return [_with_suggestion(error, schema) for error in errors]


def _with_suggestion(error: GraphQLError, schema: GraphQLSchema) -> GraphQLError:
    found = _UNKNOWN_VALUE.search(error.message)
    enum = schema.type_map.get(found[2]) if found else None
    if not (found and isinstance(enum, GraphQLEnumType)):
        return error
    asked = found[1].upper()
    near = [value for value in enum.values if set(asked.split("_")) & set(value.split("_"))][:MOST]
    message = error.message + did_you_mean(near, "the enum value")
    return GraphQLError(message, error.nodes, error.source, error.positions, error.path, error.original_error, error.extensions)
