"""What a query selects: its fields and their arguments, as graphql-core collects and coerces them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_subfields
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_argument_values, get_variable_values
from graphql.pyutils import Undefined
from graphql.utilities import coerce_input_value

from api.compiler.arguments import python_arguments
from api.compiler.paging import LARGEST_PAGE, with_page_size

Selected = list[FieldDetails]
"""The places in a query that select one field under one name."""


@dataclass(frozen=True)
class Selections:
    """One operation with the values of its variables."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues
    max_page: int = LARGEST_PAGE
    _collected: dict[Any, Mapping[str, Selected]] = field(default_factory=dict)
    """What has been collected once: a fragment is spread in many places."""

    def asked_anew(self, variables: Mapping[str, Any]) -> "Selections | None":
        """The same operation with other variables; None where they do not fit. Good for arguments and texts alone."""
        if self._signatures.keys() <= variables.keys():
            coerced = self._coerced(variables)
        else:
            coerced = get_variable_values(self.schema, self.operation.variable_definitions or (), dict(variables))
        if isinstance(coerced, list):
            return None
        again = Selections(self.schema, self.operation, self.fragments, coerced, self.max_page)
        vars(again).update(_literals=self._literals, _naming=self._naming)
        return again

    def _coerced(self, variables: Mapping[str, Any]) -> VariableValues | list[GraphQLError]:
        """What `get_variable_values` gives where all variables are given, without finding out their types again."""
        sources, coerced = {}, {}
        for name, signature in self._signatures.items():
            sources[name] = VariableValueSource(signature, variables[name])
            try:
                coerced[name] = coerce_input_value(variables[name], signature.type)
            except RecursionError:
                return []
            if coerced[name] is Undefined:
                return []
        return VariableValues(sources, coerced)

    @cached_property
    def _signatures(self) -> dict[str, GraphQLVariableSignature]:
        signatures = (get_variable_signature(self.schema, node) for node in self.operation.variable_definitions or ())
        return {signature.name: signature for signature in signatures if isinstance(signature, GraphQLVariableSignature)}

    def fields_of(self, type: GraphQLObjectType, selected: Selected) -> Mapping[str, Selected]:
        """The fields selected of an object type, by response name, in order."""
        key = (type.name, *(id(details.node) for details in selected))
        if key not in self._collected:
            self._collected[key] = collect_subfields(
                self.schema, self.fragments, self.variables, self.operation, type, selected
            ).grouped_field_set
        return self._collected[key]

    def possible_types(self, type: GraphQLInterfaceType) -> list[GraphQLObjectType]:
        """The object types of an interface."""
        return list(self.schema.get_possible_types(type))

    def arguments(self, field: GraphQLField, selected: Selected) -> dict[str, Any]:
        """The coerced arguments of a field, by their Python names."""
        details = selected[0]
        given = get_argument_values(field, details.node, self.variables, details.fragment_variable_values)
        return python_arguments(field, with_page_size(field, given, self.max_page))

    def texts(self) -> frozenset[str]:
        """The texts in the query and its variables, except the ids of `node` and `nodes`: any names in arguments are among them."""
        coerced = self.variables.coerced
        return self._literals | {text for name in self._naming & coerced.keys() for text in texts_in(coerced[name])}

    @cached_property
    def _literals(self) -> frozenset[str]:
        return frozenset(node.value for node in self._values() if isinstance(node, StringValueNode))

    @cached_property
    def _naming(self) -> frozenset[str]:
        """The variables that may give names."""
        return frozenset(node.name.value for node in self._values() if isinstance(node, VariableNode))

    def _values(self) -> Iterator[Node]:
        """What may be a value of an argument."""
        selected = [self.operation.selection_set, *(fragment.definition for fragment in self.fragments.values())]
        return (part for node in selected for part in _within(node))


def may_vary(selected: Selected) -> bool:
    """Whether the arguments of a field may stand for something else when it is asked again.

    Variables may; so may texts, which are names and times."""
    arguments = selected[0].node.arguments or ()
    return any(isinstance(node, VariableNode | StringValueNode) for argument in arguments for node in _within(argument.value))


def _within(node: Node) -> Iterator[Node]:
    """A node and all nodes inside, without the ids of `node` and `nodes`, the only arguments of fields that are so called."""
    yield node
    by_id = isinstance(node, FieldNode) and node.name.value in ("node", "nodes")
    for key in node.keys:
        if by_id and key == "arguments":
            continue
        child = getattr(node, key, None)
        for part in child if isinstance(child, list | tuple) else (child,):
            if isinstance(part, Node):
                yield from _within(part)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value of lists and dicts."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(part)
