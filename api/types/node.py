"""What Relay asks for: global ids, connections."""

from typing import Any

import strawberry

from api.compiler.spec import Row, Scalar, expression

ID = (
    "The Relay id: base64 of the type and the uuid. What is read as of a moment has an id of its own, with the position: "
    "`node` finds it as it was known then."
)


@strawberry.interface(description="Something with an id that finds it again.")
class Node:
    """Any row with an id."""

    id: strawberry.ID = strawberry.field(description=ID)


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
        text = f"'{type_name}:' || {root.text('id')}"
        if root.now:
            return Scalar(f"encode(convert_to({text}, 'UTF8'), 'base64')", plain=True)
        # PostgreSQL breaks the lines of base64 after 76 characters: a position may lead there.
        return Scalar(f"translate(encode(convert_to({text} || '@' || {root.at}, 'UTF8'), 'base64'), E'\\n', '')", plain=True)

    return expression(describe, description=ID)  # type: ignore[no-any-return]


def connection(node: type, name: str) -> type:
    """The connection type of a node type, with its edges."""
    edge = _described(
        f"{name}Edge",
        f"One {name} in a connection, with its cursor.",
        {"cursor": (str, "Its place in the order: what `after` and `before` take."), "node": (node, f"The {name}.")},
    )
    return _described(
        f"{name}Connection",
        "A page of a list.",
        {
            "edges": (list[edge], "The rows of the page, each with its cursor."),  # type: ignore[valid-type]
            "nodes": (list[node], "The rows of the page."),  # type: ignore[valid-type]
            "page_info": (PageInfo, "Where the page stands in the list."),
            "total_count": (int, "The length of the whole list."),
        },
    )


def _described(name: str, description: str, fields: dict[str, tuple[Any, str]]) -> type:
    members: dict[str, Any] = {field: strawberry.field(description=text) for field, (_, text) in fields.items()}
    annotations = {field: type_ for field, (type_, _) in fields.items()}
    cls = type(name, (), {"__annotations__": annotations, "__module__": __name__, **members})
    return strawberry.type(cls, description=description)
