"""What Relay asks for: global ids, connections."""

import strawberry

from api.compiler.spec import Row, Scalar, expression


@strawberry.interface(description="Something with an id that finds it again.")
class Node:
    """Any row with an id."""

    id: strawberry.ID = strawberry.field(description="The Relay id: base64 of the type and the uuid.")


@strawberry.type(description="Where a page stands in its connection.")
class PageInfo:
    """Compiled by `api.compiler.paging`."""

    has_next_page: bool = strawberry.field(description="Whether more rows follow.")
    has_previous_page: bool = strawberry.field(description="Whether rows precede.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first row; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last row; null on an empty page.")


def relay_id(type_name: str) -> strawberry.ID:
    """The id field of a type whose rows have a uuid in the column `id`."""

    def describe(root: Row) -> Scalar:
        return Scalar(f"encode(convert_to('{type_name}:' || {root.text('id')}, 'UTF8'), 'base64')")

    return expression(describe, description="The Relay id: base64 of the type and the uuid.")  # type: ignore[no-any-return]


def connection(node: type, name: str) -> type:
    """The connection type of a node type, with its edges."""
    edge = strawberry.type(
        type(f"{name}Edge", (), {"__annotations__": {"cursor": str, "node": node}, "__module__": __name__}),
        description=f"One {name} in a connection, with its cursor.",
    )
    fields = {"edges": list[edge], "nodes": list[node], "page_info": PageInfo, "total_count": int}  # type: ignore[valid-type]
    return strawberry.type(
        type(f"{name}Connection", (), {"__annotations__": fields, "__module__": __name__}),
        description="A page of a list. totalCount is the length of the whole list.",
    )
