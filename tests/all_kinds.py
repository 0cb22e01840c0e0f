"""A query for everything that every event kind has, made from the schema itself."""

from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

DEPTH = 2


def every_kind(schema: GraphQLSchema) -> str:
    """One query that selects all fields of all kinds, and of what they hold all leaves, DEPTH steps down."""
    event = schema.type_map["Event"]
    assert isinstance(event, GraphQLInterfaceType)
    kinds = sorted(schema.get_possible_types(event), key=lambda kind: kind.name)
    shared: dict[str, str] = {}
    own = " ".join(f"... on {kind.name} {{ {_fields(kind, DEPTH, shared)} }}" for kind in kinds)
    fragments = " ".join(shared.values())
    return f"{{ events(first: 90) {{ nodes {{ __typename {own} }} }} }} {fragments}"


def _fields(type: Any, depth: int, shared: dict[str, str]) -> str:
    selected = [_field(name, field, depth, shared) for name, field in type.fields.items()]
    names = "__typename" if isinstance(type, GraphQLInterfaceType) else ""
    return " ".join(text for text in (names, *selected) if text)


def _field(name: str, field: Any, depth: int, shared: dict[str, str]) -> str:
    type = get_named_type(field.type)
    if not isinstance(type, GraphQLObjectType | GraphQLInterfaceType):
        return name
    if depth == 0 or type.name.endswith("Connection"):
        return ""
    fragment = f"{type.name}{depth}"
    if fragment not in shared:
        shared[fragment] = f"fragment {fragment} on {type.name} {{ {_fields(type, depth - 1, shared)} }}"
    return f"{name} {{ ...{fragment} }}" if _fields(type, depth - 1, shared) else ""
