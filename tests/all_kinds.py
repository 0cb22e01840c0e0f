"""A query for everything that every event kind has, made from the schema itself."""

from collections.abc import Container, Sequence
from typing import Any

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, get_named_type

DEPTH = 2


def every_kind(schema: GraphQLSchema) -> str:
    """One query that selects all fields of all kinds, and of what they hold all leaves, DEPTH steps down."""
    return fields_of_kinds(schema, sorted(kind.name for kind in schema.get_possible_types(_event(schema))))


def in_parts(schema: GraphQLSchema, size: int = 20) -> list[str]:
    """The same in several queries, for so many kinds each: one alone may have only so many fields."""
    names = sorted(kind.name for kind in schema.get_possible_types(_event(schema)))
    return [fields_of_kinds(schema, names[start : start + size]) for start in range(0, len(names), size)]


def fields_of_kinds(schema: GraphQLSchema, names: Sequence[str]) -> str:
    """A query that selects the fields which all kinds have, and all fields of these kinds."""
    event, kinds = _event(schema), [schema.type_map[name] for name in names]
    shared: dict[str, str] = {}
    own = " ".join(f"... on {kind.name} {{ {_fields(kind, DEPTH, shared, but=event.fields)} }}" for kind in kinds)
    common = _fields(event, DEPTH, shared)
    fragments = " ".join(shared.values())
    return f"{{ events(first: 200) {{ nodes {{ {common} {own} }} }} }} {fragments}"


def _event(schema: GraphQLSchema) -> GraphQLInterfaceType:
    event = schema.type_map["Event"]
    assert isinstance(event, GraphQLInterfaceType)
    return event


def _fields(type: Any, depth: int, shared: dict[str, str], but: Container[str] = ()) -> str:
    selected = [_field(name, field, depth, shared) for name, field in type.fields.items() if name not in but]
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
