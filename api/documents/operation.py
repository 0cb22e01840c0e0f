"""An operation of a document: validated once, and measured once for every shape that its variables take."""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import Any, NamedTuple

from cachetools import LRUCache
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    StringValueNode,
    VariableNode,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.language import OperationType
from graphql.pyutils import Undefined
from graphql.utilities import coerce_input_value

from api.documents.suggestions import with_suggestions
from api.limits.cost import CostMeter, check_cost
from api.limits.inputs import MAX_CHARACTERS, MAX_CURSOR
from api.limits.limits import Limits
from domain.names import name_key

COSTS = 64
"""How many costs of one operation are cached, one for each combination of page sizes and the like."""

MAX_VARIABLE_ERRORS = 50
"""How many errors in the variables of one request are reported, as graphql-core does."""


class Invalid(Exception):
    """A document that does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        self.errors = errors


class InvalidVariables(Invalid):
    """Variables that do not fit the operation."""


class Operation:
    """One operation of a valid document: what all requests for it share."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, node: OperationDefinitionNode, text: str) -> None:
        self.schema, self.document, self.node, self.text = schema, document, node, text
        self.name = node.name.value if node.name else None
        self._costs: LRUCache[Any, int] = LRUCache(COSTS)

    @property
    def type(self) -> OperationType:
        """Whether it is a query, a mutation or a subscription."""
        return self.node.operation

    @cached_property
    def fragments(self) -> dict[str, FragmentDetails]:
        """The fragments of its document, by name."""
        nodes = (node for node in self.document.definitions if isinstance(node, FragmentDefinitionNode))
        return {node.name.value: FragmentDetails(node) for node in nodes}

    @cached_property
    def literals(self) -> frozenset[str]:
        """Every text that stands in the operation itself or in a fragment, except ids: names are among them."""
        return frozenset(node.value for node in self._values() if isinstance(node, StringValueNode))

    @cached_property
    def naming_variables(self) -> frozenset[str]:
        """The variables that may give names."""
        return frozenset(node.name.value for node in self._values() if isinstance(node, VariableNode))

    def _values(self) -> Iterator[Node]:
        """What may be a value of an argument."""
        selected = [self.node.selection_set, *(fragment.definition for fragment in self.fragments.values())]
        return (part for node in selected for part in within(node))

    def coerce(self, given: Mapping[str, Any]) -> VariableValues:
        """The values of its variables. Raises InvalidVariables."""
        if self._signatures.keys() <= given.keys() and (values := self._coerced(given)) is not None:
            return values
        found = get_variable_values(self.schema, self.node.variable_definitions or (), dict(given), MAX_VARIABLE_ERRORS)
        if isinstance(found, list):
            raise InvalidVariables(with_suggestions(found, self.schema))
        return found

    def cost(self, variables: VariableValues, limits: Limits) -> int:
        """What it costs with these variables. Raises Denied where that is too much."""
        key = tuple((variable, _shape(value)) for variable, value in variables.coerced.items())
        if (cost := self._costs.get(key)) is None:
            cost = CostMeter(self.schema, self.document, limits, variables).cost(self.node)
            check_cost(cost, limits)
            self._costs[key] = cost
        return cost

    def _coerced(self, given: Mapping[str, Any]) -> VariableValues | None:
        """What `get_variable_values` gives where all variables are given and valid, without finding out their types again."""
        sources, coerced = {}, {}
        for name, signature in self._signatures.items():
            sources[name] = VariableValueSource(signature, given[name])
            try:
                coerced[name] = coerce_input_value(given[name], signature.type)
            except RecursionError:
                return None
            if coerced[name] is Undefined:
                return None
        return VariableValues(sources, coerced)

    @cached_property
    def _signatures(self) -> dict[str, GraphQLVariableSignature]:
        signatures = (get_variable_signature(self.schema, node) for node in self.node.variable_definitions or ())
        return {signature.name: signature for signature in signatures if isinstance(signature, GraphQLVariableSignature)}


class AdmittedOperation(NamedTuple):
    """An operation that may be run, with the values of its variables."""

    operation: Operation
    variables: VariableValues
    cost: int
    client: str = ""
    """Who asks: clients take turns."""


def within(node: Node) -> Iterator[Node]:
    """A node of a document and all nodes inside, without the ids of `node` and `nodes`, the only arguments of those fields."""
    yield node
    by_id = isinstance(node, FieldNode) and node.name.value in ("node", "nodes")
    for key in node.keys:
        if by_id and key == "arguments":
            continue
        child = getattr(node, key, None)
        for part in child if isinstance(child, list | tuple) else (child,):
            if isinstance(part, Node):
                yield from within(part)


def _shape(value: Any) -> Any:
    """What the cost can depend on of a variable's value: numbers, the lengths of lists, and how many words a text has."""
    if isinstance(value, str):
        return _shape_of_text(value)
    if isinstance(value, list):
        return tuple(map(_shape, value))
    if isinstance(value, Mapping):
        return tuple((name, _shape(part)) for name, part in value.items())
    return value if isinstance(value, int | Enum) or value is None else type(value)


def _shape_of_text(text: str) -> tuple[int, int]:
    if len(text) > MAX_CHARACTERS:
        return (2 if len(text) > MAX_CURSOR else 1), 0
    return 0, len(name_key(text).split())
