"""What each kind of event says that others do not: asked for by name, as the API's own schema has it."""

from functools import cache
from typing import Any, cast

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_leaf_type

from api.exporting.format import Raw
from api.schema import schema
from domain.events import EVENT_KINDS

NAMED = {"Actor": "{ ref }", "Place": "{ ref }", "Event": "{ key }", "Source": "{ ref }"}
"""What stands for a thing that is described elsewhere."""

TYPES = {kind.TOPIC.upper(): kind.__name__ for kind in EVENT_KINDS}
"""The GraphQL type of each kind of event."""

PARTIES = ("Party", "Actor")
"""Fields of these types only repeat what `parties` says."""


def details(event: Raw) -> Raw:
    """The fields that the event's kind has and others may not, as far as they are given; named as in the API, and in its order."""
    own = ((name, event.get(name)) for name in _own(event["kind"]))
    return {name: _given(value) for name, value in own if value not in (None, [])}


@cache
def _own(kind: str) -> tuple[str, ...]:
    shared = _fields_of("Event")
    return tuple(name for name in _fields_of(TYPES[kind]) if name not in shared)


def _given(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _given(part) for name, part in value.items() if part is not None}
    return [_given(part) for part in value] if isinstance(value, list) else value


@cache
def selection(kinds: frozenset[str] | None = None) -> str:
    """GraphQL for the own fields of some kinds, as the API calls those: SUMMIT_HELD; of all, where none are named."""
    asked = (kind for kind in EVENT_KINDS if kinds is None or kind.TOPIC.upper() in kinds)
    return " ".join(filter(None, (_of_kind(kind.__name__) for kind in asked)))


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
