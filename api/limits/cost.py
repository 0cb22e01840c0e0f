"""What an operation costs: how many fields its answer can have, and how much work they give the database.

The cost is measured with the coerced variables, so that a page size counts alike as a literal, as a default and as 1000.0."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.execution.values import VariableValues, get_argument_values
from graphql.language import OperationType

from api.compiler.paging import DEFAULT_PAGE, USUAL_PARTIES, with_page_size
from api.limits.denied import Denied
from api.limits.inputs import check_inputs, conditions
from api.limits.introspection import SchemaCost
from api.limits.limits import Limits
from api.limits.structure import shown_count
from api.limits.weights import DIMENSION, DIMENSIONS, INTROSPECTED, LENGTHS, LIGHT, OBJECTS, PARTIES, WEIGHTS, mentioned


class Page(NamedTuple):
    """What the fields of a connection cost."""

    rows: int
    total: int
    """The work to count the whole list."""
    mentioned: int
    """The work to find what mentions a text, to count it."""


def check_cost(cost: int, limits: Limits) -> None:
    """Raises Denied for an operation that costs too much."""
    if cost > limits.max_cost:
        remedy = "ask for fewer fields, smaller pages (first:), or fewer counts and searches at a time"
        raise Denied("TOO_COSTLY", f"the query has {shown_count(cost)} cost, more than {limits.max_cost}; {remedy}")


class CostMeter:
    """Measures one operation of a valid document. Raises Denied for arguments beyond the limits."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, limits: Limits, variables: VariableValues) -> None:
        self._schema, self._limits, self._variables = schema, limits, variables
        self._fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        self._about_schema = SchemaCost(schema, self._fragments, variables)
        self._known: dict[tuple[str, Page | None], tuple[int, int]] = {}
        self._known_once: dict[tuple[str, str], int] = {}
        self._per_query = 0
        """The work that is done once, in however many objects a field is."""

    def cost(self, operation: OperationDefinitionNode) -> int:
        """What the operation costs."""
        subscribed = operation.operation is OperationType.SUBSCRIPTION
        root = self._schema.subscription_type if subscribed else self._schema.query_type
        assert root
        return self._all(operation.selection_set.selections, root, None) + self._per_query

    def _all(self, nodes: Iterable[SelectionNode], type: GraphQLNamedType, page: Page | None) -> int:
        """What selections of one object cost. An object is of one kind: of fragments on several, the dearest counts."""
        cost, kinds = 0, Counter[str]()
        for node in nodes:
            if isinstance(node, FieldNode):
                cost += self._field(node, type, page)
                continue
            inner, own = self._fragment(node, type, page)
            if isinstance(inner, GraphQLObjectType) and not isinstance(type, GraphQLObjectType):
                kinds[inner.name] += own
            else:
                cost += own
        return cost + max(kinds.values(), default=0)

    def _fragment(self, node: SelectionNode, type: GraphQLNamedType, page: Page | None) -> tuple[GraphQLNamedType, int]:
        """The type that a fragment is about, and what it costs."""
        if isinstance(node, InlineFragmentNode):
            inner = self._schema.type_map[node.type_condition.name.value] if node.type_condition else type
            return inner, self._all(node.selection_set.selections, inner, page)
        assert isinstance(node, FragmentSpreadNode)
        fragment = self._fragments[node.name.value]
        inner = self._schema.type_map[fragment.type_condition.name.value]
        key = node.name.value, page
        if key not in self._known:
            before = self._per_query
            cost = self._all(fragment.selection_set.selections, inner, page)
            self._known[key] = cost, self._per_query - before
            return inner, cost
        cost, once = self._known[key]
        self._per_query += once
        return inner, cost

    def _field(self, node: FieldNode, type: GraphQLNamedType, page: Page | None) -> int:
        name = node.name.value
        if name.startswith("__"):
            return self._about_schema.of(node) * INTROSPECTED if node.selection_set else 1
        if page and name == "totalCount":
            self._per_query += page.mentioned
            return 1 + page.total
        assert isinstance(type, GraphQLObjectType | GraphQLInterfaceType)
        field, weight = type.fields[name], WEIGHTS.get(f"{type.name}.{name}", LIGHT)
        arguments = self._arguments(field, node)
        check_inputs(arguments, node, self._limits)
        looks = conditions(arguments)
        work = weight.work + _grouping(arguments) + (weight.search(looks) if looks.any else 0)
        self._per_query += mentioned(looks)
        if not node.selection_set:
            return 1 + work
        times, inner = self._length(type, node, page, arguments), None
        if "first" in field.args and not is_list_type(get_nullable_type(field.type)):
            total = weight.search(looks) if looks.any or weight.total is None else weight.total
            times, inner = 1, Page(times, total, mentioned(looks))
        named = get_named_type(field.type)
        work += self._once(node.selection_set.selections, named)
        return 1 + work + times * (self._all(node.selection_set.selections, named, inner) + OBJECTS.get(named.name, 0))

    def _once(self, nodes: Iterable[SelectionNode], type: GraphQLNamedType) -> int:
        """What selections of the objects of a list cost once for all of them."""
        cost = 0
        for node in nodes:
            if isinstance(node, FieldNode):
                cost += WEIGHTS.get(f"{type.name}.{node.name.value}", LIGHT).once
            elif isinstance(node, InlineFragmentNode):
                cost += self._once(node.selection_set.selections, type)
            elif isinstance(node, FragmentSpreadNode):
                cost += self._once_of_fragment(node, type)
        return cost

    def _once_of_fragment(self, node: FragmentSpreadNode, type: GraphQLNamedType) -> int:
        key = node.name.value, type.name
        if key not in self._known_once:
            self._known_once[key] = self._once(self._fragments[node.name.value].selection_set.selections, type)
        return self._known_once[key]

    def _arguments(self, field: GraphQLField, node: FieldNode) -> dict[str, Any]:
        if not field.args:
            return {}
        try:
            given = get_argument_values(field, node, self._variables)
        except GraphQLError:
            # The same error is reported, with its path, where the field is answered.
            return {}
        return with_page_size(field, given, self._limits.max_page, charged=True)

    def _length(self, type: Any, node: FieldNode, page: Page | None, arguments: Mapping[str, Any]) -> int:
        """How many entries a list can have, or the page of a connection; 1 for any other field."""
        name = node.name.value
        field = type.fields[name]
        is_list = is_list_type(get_nullable_type(field.type))
        if page and is_list:
            return page.rows
        if "first" in field.args:
            return self._page_size(arguments, node)
        if "ids" in arguments:
            return len(arguments["ids"])
        usual = USUAL_PARTIES if get_named_type(field.type).name in PARTIES else DEFAULT_PAGE
        return LENGTHS.get(f"{type.name}.{name}", usual) if is_list else 1

    def _page_size(self, arguments: Mapping[str, Any], node: FieldNode) -> int:
        given = [arguments[name] for name in ("first", "last") if arguments.get(name) is not None]
        if len(given) > 1:
            raise Denied("BAD_USER_INPUT", "first and last exclude each other; give one", [node])
        size: int = given[0] if given else 0
        if not 0 <= size <= self._limits.max_page:
            raise Denied("BAD_USER_INPUT", f"a page has 0 to {self._limits.max_page} rows, not {size}", [node])
        return size


def _grouping(arguments: Mapping[str, Any]) -> int:
    """The work of grouping events by the dimensions among the arguments."""
    dimensions = arguments.get("by")
    return sum(DIMENSIONS.get(each.name, DIMENSION) for each in dimensions) if isinstance(dimensions, list) else 0
