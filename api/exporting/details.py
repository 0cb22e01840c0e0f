"""What each kind of event says that others do not: asked for by name, as the API's own schema has it."""

from functools import cache
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type

from api.exporting.format import Raw
from api.schema import schema
from domain.events import EVENT_KINDS

NAMED = {"Actor": "{ ref }", "Place": "{ ref }", "Event": "{ key }", "Source": "{ ref }"}
"""What stands for a thing that is described elsewhere."""

PARTIES = ("Party", "Actor")
"""Fields of these types only repeat what `parties` says."""


def details(event: Raw) -> Raw:
    """The fields that the event's kind has and others may not, as far as they are given; named as in the API."""
    shared = _fields_of("Event")
    return {name: _given(value) for name, value in event.items() if name not in shared and value not in (None, [])}


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _given(part) for name, part in value.items() if part is not None}
    return [_given(part) for part in value] if isinstance(value, list) else value


@cache
def selection() -> str:
    """GraphQL for the own fields of all kinds."""
    return " ".join(filter(None, (_of_kind(kind.__name__) for kind in EVENT_KINDS)))


def _of_kind(name: str) -> str:
    shared = _fields_of("Event")
    own = {n: f for n, f in _fields_of(name).items() if n not in shared and get_named_type(f.type).name not in PARTIES}
    return f"... on {name} {{ {_written(own)} }}" if own else ""


def _written(fields: dict[str, GraphQLField]) -> str:
    return " ".join(name + _inside(field) for name, field in fields.items())


def _inside(field: GraphQLField) -> str:
    type = get_named_type(field.type)
    if is_leaf_type(type):
        return ""
    return " " + (NAMED.get(type.name) or f"{{ {_written(cast(GraphQLObjectType, type).fields)} }}")


def _fields_of(type: str) -> dict[str, GraphQLField]:
    fields: dict[str, GraphQLField] = cast(GraphQLObjectType, schema()._schema.type_map[type]).fields
    return fields
