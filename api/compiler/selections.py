"""What a query selects: its fields and their arguments, as graphql-core collects and coerces them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    StringValueNode,
    VariableNode,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

from api.compiler.arguments import python_arguments
from api.compiler.paging import LARGEST_PAGE, with_page_size
from api.documents.operation import Operation, within

Selected = list[FieldDetails]
"""The places in a query that select one field under one name."""


@dataclass(frozen=True)
class Selections:
    """An operation with the values of its variables."""

    operation: Operation
    variables: VariableValues
    max_page: int = LARGEST_PAGE
    _collected: dict[Any, Mapping[str, Selected]] = field(default_factory=dict)
    """The fields collected so far: a fragment is spread in many places."""

    def with_variables(self, variables: VariableValues) -> "Selections":
        """The same operation with other values, which leave @skip and @include as they are."""
        return replace(self, variables=variables)

    def root_fields(self, type: GraphQLObjectType) -> Mapping[str, Selected]:
        """The fields selected of the root, by response name, in order."""
        own = self.operation
        return collect_fields(own.schema, own.fragments, self.variables, type, own.node).grouped_field_set

    def fields_of(self, type: GraphQLObjectType, selected: Selected) -> Mapping[str, Selected]:
        """The fields selected of an object type, by response name, in order."""
        key = (type.name, *(id(details.node) for details in selected))
        own = self.operation
        if key not in self._collected:
            self._collected[key] = collect_subfields(
                own.schema, own.fragments, self.variables, own.node, type, selected
            ).grouped_field_set
        return self._collected[key]

    def possible_types(self, type: GraphQLInterfaceType) -> list[GraphQLObjectType]:
        """The object types of an interface."""
        return list(self.operation.schema.get_possible_types(type))

    def arguments(self, field: GraphQLField, selected: Selected) -> dict[str, Any]:
        """The coerced arguments of a field, by their Python names."""
        details = selected[0]
        given = get_argument_values(field, details.node, self.variables, details.fragment_variable_values)
        return python_arguments(field, with_page_size(field, given, self.max_page))

    def texts(self) -> frozenset[str]:
        """The texts in the query and its variables, except the ids of `node` and `nodes`: any names in arguments are among them."""
        own, coerced = self.operation, self.variables.coerced
        return own.literals | {text for name in own.naming_variables & coerced.keys() for text in texts_in(coerced[name])}


def may_vary(selected: Selected) -> bool:
    """Whether the arguments of a field may stand for something else when it is asked again.

    Variables may; so may texts, which are names and times."""
    arguments = selected[0].node.arguments or ()
    return any(isinstance(node, VariableNode | StringValueNode) for argument in arguments for node in within(argument.value))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of lists and dicts."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(part)
