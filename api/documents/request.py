"""A GraphQL request as a client sends it, whatever transport it comes by."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class GraphQLRequest(NamedTuple):
    """The parameters of a request, of the right types, and how it came."""

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] | None = None
    extensions: Mapping[str, Any] | None = None
    min_position: str | None = None
    """The position that the views must have reached before the answer is given, as the client writes it."""
    client: str = ""
    """Whose connections and subscriptions it counts among."""
    is_get: bool = False
    """Whether it came by GET, which caches may keep."""
    streams: bool = False
    """Whether it came by a transport that can give several answers."""
