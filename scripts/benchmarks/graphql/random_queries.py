"""Valid queries made up at random from the schema: any fields, nested, with arguments that find a lot."""

import json
import random
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
)

from api.schema import schema

DEPTH = 6
ROOTS = 2
FIELDS = 5

PAGES = (1, 5, 20, 100, 1000)
"""How long pages are asked for."""

Values = Mapping[str, Sequence[Any]]
"""What arguments and parts of filters can be, by their names. What is not among them is an enum, a truth value, or left out."""


class RandomQueries:
    """Makes one query after another; the same for the same seed."""

    def __init__(self, values: Values, seed: int) -> None:
        self._values, self._chance = {"first": PAGES, **values}, random.Random(seed)
        self._number = count()

    def next(self) -> str:
        """Another query."""
        query = schema().core.query_type
        assert query
        names = self._chance.choices(sorted(query.fields), k=self._chance.randint(1, ROOTS))
        return f"{{ {' '.join(self._field(query, name, DEPTH) for name in names)} }}"

    def _field(self, type: GraphQLObjectType, name: str, depth: int) -> str:
        field = type.fields[name]
        # Fields of one name and several types, side by side in fragments, need names of their own.
        return f"f{next(self._number)}: {name}{self._arguments(field)}{self._selection(field, depth)}"

    def _arguments(self, field: GraphQLField) -> str:
        given = [f"{name}: {text}" for name, about in field.args.items() if (text := self._argument(name, about)) is not None]
        return f"({', '.join(given)})" if given else ""

    def _argument(self, name: str, about: GraphQLArgument) -> str | None:
        return self._value(name, about.type) if is_required_argument(about) or self._chance.random() < 0.5 else None

    def _value(self, name: str, type: Any) -> str | None:
        """A value in the words of GraphQL; None where it is to be left out."""
        if name in self._values:
            return _literal(self._chance.choice(self._values[name]))
        named = get_named_type(type)
        if isinstance(named, GraphQLEnumType):
            value = self._chance.choice(sorted(named.values))
            return f"[{value}]" if is_list_type(get_nullable_type(type)) else value
        if isinstance(named, GraphQLInputObjectType):
            drawn = self._chance.sample(sorted(named.fields), k=min(2, len(named.fields)))
            parts = ((part, self._value(part, named.fields[part].type)) for part in drawn)
            return f"{{{', '.join(f'{part}: {text}' for part, text in parts if text is not None)}}}"
        return "true" if isinstance(named, GraphQLScalarType) and named.name == "Boolean" else None

    def _selection(self, field: GraphQLField, depth: int) -> str:
        type = get_named_type(field.type)
        return "" if is_leaf_type(type) else f" {{ __typename {' '.join(self._selected(type, depth))} }}"

    def _selected(self, type: GraphQLNamedType, depth: int) -> Sequence[str]:
        if isinstance(type, GraphQLObjectType):
            fitting = [name for name, field in type.fields.items() if depth > 1 or is_leaf_type(get_named_type(field.type))]
            drawn = self._chance.sample(fitting, k=min(self._chance.randint(1, FIELDS), len(fitting)))
            return [self._field(type, name, depth - 1) for name in drawn]
        kind = self._chance.choice(schema().core.get_possible_types(type))  # type: ignore[arg-type]
        return [f"... on {kind.name} {{ {' '.join(self._selected(kind, depth))} }}"] if depth > 1 else []


def _literal(value: Any) -> str:
    """A value in the words of GraphQL."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_literal(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
