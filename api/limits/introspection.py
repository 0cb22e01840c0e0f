"""The cost of a question about the schema: exactly as many fields as its answer has.

Each part of the schema is looked at once for each selection set, so that measuring takes far less than answering."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    SchemaMetaFieldDef,
    SelectionSetNode,
    TypeMetaFieldDef,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from api.limits.denied import Denied

MAX_VISITS = 200_000
"""How many fields are looked at before a question about the schema is refused; the usual one takes some ten thousand."""

META_FIELDS = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


class SchemaCost:
    """Counts the fields of answers about one schema."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: VariableValues) -> None:
        self._schema, self._fragments, self._variables = schema, fragments, variables
        self._known: dict[tuple[int, int], int] = {}
        self._visits = 0

    def of(self, node: FieldNode) -> int:
        """How many fields the answer to `__schema` or `__type` has. Raises Denied."""
        if (field := META_FIELDS.get(node.name.value)) is None:
            return 1
        name = get_argument_values(field, node, self._variables).get("name")
        asked = self._schema if node.name.value == "__schema" else self._schema.get_type(name or "")
        return 1 + self._values(node, field.type, asked)

    def _values(self, node: FieldNode, type: GraphQLOutputType, found: Any) -> int:
        if found is None or not node.selection_set:
            return 0
        values = found if is_list_type(get_nullable_type(type)) else (found,)
        return sum(self._object(node.selection_set, get_named_type(type), value) for value in values)

    def _object(self, selections: SelectionSetNode, type: Any, value: Any) -> int:
        # Fields and arguments come as pairs made anew each time; what they hold stays the same.
        key = id(selections), id(value[1] if isinstance(value, tuple) else value)
        if key not in self._known:
            self._known[key] = self._selected(selections, type, value)
        return self._known[key]

    def _selected(self, selections: SelectionSetNode, type: Any, value: Any) -> int:
        cost = 0
        for node in selections.selections:
            if isinstance(node, InlineFragmentNode):
                cost += self._object(node.selection_set, type, value)
            elif isinstance(node, FragmentSpreadNode):
                cost += self._object(self._fragments[node.name.value].selection_set, type, value)
            elif isinstance(node, FieldNode):
                cost += self._field(node, type, value)
        return cost

    def _field(self, node: FieldNode, type: Any, value: Any) -> int:
        self._visits += 1
        if self._visits > MAX_VISITS:
            raise Denied("TOO_COSTLY", "the query asks for too much of the schema; ask for less at a time", [node])
        if not node.selection_set:
            return 1
        field = type.fields[node.name.value]
        assert field.resolve
        found = field.resolve(value, _Info(self._schema), **get_argument_values(field, node, self._variables))
        return 1 + self._values(node, field.type, found)


class _Info:
    """What the resolvers of introspection need of a `GraphQLResolveInfo`."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self.schema = schema
