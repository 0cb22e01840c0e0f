"""Scalars that GraphQL lacks."""

from typing import Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode
from graphql.language import IntValueNode

Position = NewType("Position", int)
Quantity = NewType("Quantity", float)


def _read_position(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise GraphQLError(f"a position is a whole number from 0 on, not {value!r}")
    return value


def _read_literal(node: ValueNode, variables: Any = None) -> int:
    if not isinstance(node, IntValueNode):
        raise GraphQLError("a position is a whole number, written without quotation marks")
    return _read_position(int(node.value))


SCALARS: dict[object, Any] = {
    Position: strawberry.scalar(
        name="Position",
        description="A place in the log's order: a JSON number of 64 bits. There are gaps; never count with it. Example: 731",
        serialize=int,
        parse_value=_read_position,
        parse_literal=_read_literal,
    ),
    Quantity: strawberry.scalar(
        name="Quantity",
        description="A JSON number of any size, whole where it is whole. Example: 15000",
        serialize=lambda value: value,
    ),
}
