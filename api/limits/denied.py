"""Refusing what goes beyond a limit."""

from collections.abc import Sequence

from graphql import GraphQLError, Node


class Denied(GraphQLError):
    """What a client is told of a request that is not answered: why, and what would be right, with a code."""

    def __init__(self, code: str, message: str, nodes: Sequence[Node] = ()) -> None:
        super().__init__(message, nodes=list(nodes) or None, extensions={"code": code})
