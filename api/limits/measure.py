"""How much a query asks for, told from its text and variables before it is checked or run."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.language import OperationType

from api.compiler.paging import DEFAULT_PAGE
from api.limits.denied import Denied
from api.limits.limits import Limits

PAGED = ("first", "last")
"""The arguments that say how long a list is to be."""

LIST = 5
"""How many entries a list that has no pages is taken to have: an event's parties, its reports."""


SCHEMA_DEPTH = 20
"""How deep a question about the schema may be, whatever the limit: clients need it to know what they can ask."""

MOST_VISITS = 20_000
"""How many fields are looked at before a query is given up: far more than its words, where fragments are used again and again."""


MOST_COMPARED = 5_000
"""How many pairs of equal names, or of fragments, may stand side by side: checking them takes a while for each."""


class Measure(NamedTuple):
    """How much a part of a query asks for, with its fragments written out."""

    aliases: int = 0
    directives: int = 0
    cost: int = 0


@dataclass
class Meter:
    """Measures one operation. Raises Denied for a page that cannot be, and as soon as it is nested too deeply."""

    schema: GraphQLSchema
    document: DocumentNode
    limits: Limits
    variables: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)
    """The variables on which the measure depends."""

    def __post_init__(self) -> None:
        fragments = (node for node in self.document.definitions if isinstance(node, FragmentDefinitionNode))
        self._fragments = {node.name.value: node for node in fragments}
        self._known: dict[tuple[str, int, int], Measure | None] = {}
        self._visited = self._compared = 0

    def measure(self, operation: OperationDefinitionNode) -> Measure:
        """What an operation asks for."""
        subscribed = operation.operation is OperationType.SUBSCRIPTION
        root = self.schema.subscription_type if subscribed else self.schema.query_type
        found = self._all(operation.selection_set.selections, root, LIST, 0)
        return found._replace(directives=found.directives + len(operation.directives or ()))

    def _all(self, nodes: Iterable[SelectionNode], type: GraphQLNamedType | None, page: int, level: int) -> Measure:
        """What selections of one object ask for. An object is of one kind: of fragments on several, the dearest counts."""
        found, kinds, nodes = [], Counter[str](), list(nodes)
        self._compare(nodes)
        for node in nodes:
            measure, kind = self._one(node, type, page, level)
            if kind:
                kinds[kind] += measure.cost
                measure = measure._replace(cost=0)
            found.append(measure._replace(directives=measure.directives + len(node.directives or ())))
        aliases, directives, cost = map(sum, zip(*found, strict=True)) if found else Measure()
        return Measure(aliases, directives, cost + max(kinds.values(), default=0))

    def _compare(self, nodes: Iterable[SelectionNode]) -> None:
        """Counts what has to be compared, two by two, to see that fields of one name are the same."""
        self._compared += sum(count * (count - 1) // 2 for count in Counter(map(_name, nodes)).values())
        if self._compared > MOST_COMPARED:
            raise Denied("TOO_COSTLY", "the query names the same fields too often in one place; name each once")

    def _one(self, node: SelectionNode, type: GraphQLNamedType | None, page: int, level: int) -> tuple[Measure, str]:
        """What a selection asks for, and which kind of object it is about, where not about any."""
        if isinstance(node, FieldNode):
            return self._field(node, type, page, level), ""
        if isinstance(node, FragmentSpreadNode):
            fragment = self._fragments.get(node.name.value)
            return (self._fragment(fragment, page, level), self._kind(fragment, type)) if fragment else (Measure(), "")
        assert isinstance(node, InlineFragmentNode)
        condition = node.type_condition
        inner = self.schema.type_map.get(condition.name.value) if condition else type
        return self._all(node.selection_set.selections, inner, page, level), self._kind(node, type)

    def _kind(self, node: InlineFragmentNode | FragmentDefinitionNode, type: GraphQLNamedType | None) -> str:
        name = node.type_condition.name.value if node.type_condition else ""
        about_one = isinstance(self.schema.type_map.get(name), GraphQLObjectType)
        return name if about_one and not isinstance(type, GraphQLObjectType) else ""

    def _fragment(self, fragment: FragmentDefinitionNode, page: int, level: int) -> Measure:
        key = (fragment.name.value, page, level)
        if key not in self._known:
            self._known[key] = None
            type = self.schema.type_map.get(fragment.type_condition.name.value)
            self._known[key] = self._all(fragment.selection_set.selections, type, page, level)
        # A fragment within itself is refused when the query is checked.
        return self._known[key] or Measure()

    def _field(self, node: FieldNode, type: GraphQLNamedType | None, page: int, level: int) -> Measure:
        self._count(node, level)
        if not node.selection_set:
            return Measure(aliases=bool(node.alias), cost=1)
        own: GraphQLField | None = getattr(type, "fields", {}).get(node.name.value)
        times, inner = self._sizes(node, own, page)
        # What is asked about the schema is as deep as types are.
        level = self.limits.max_depth - SCHEMA_DEPTH if node.name.value.startswith("__") else level
        below = self._all(node.selection_set.selections, get_named_type(own.type) if own else None, inner, level + 1)
        return Measure(below.aliases + bool(node.alias), below.directives, 1 + times * below.cost)

    def _count(self, node: FieldNode, level: int) -> None:
        self._visited += 1
        if self._visited > MOST_VISITS:
            raise Denied("TOO_COSTLY", "the query's fragments are used too often; write fewer, or ask for less at a time", [node])
        if level >= self.limits.max_depth:
            raise Denied("TOO_DEEP", f"a query is nested at most {self.limits.max_depth} fields deep; ask in two steps", [node])

    def _sizes(self, node: FieldNode, own: GraphQLField | None, page: int) -> tuple[int, int]:
        """How many entries a field has, and how many the lists in it, where it is a page."""
        if own is None:
            return 1, LIST
        is_list = is_list_type(get_nullable_type(own.type))
        if any(name in own.args for name in PAGED):
            size = self._page(node)
            return (size, LIST) if is_list else (1, size)
        if not is_list:
            return 1, LIST
        return max([page, *(self._length(argument.value) for argument in node.arguments or ())]), LIST

    def _page(self, node: FieldNode) -> int:
        given = {a.name.value: self._number(a.value) for a in node.arguments or () if a.name.value in PAGED}
        sizes = [size for size in given.values() if size is not None]
        if len(sizes) > 1:
            raise Denied("BAD_USER_INPUT", "first and last exclude each other; give one", [node])
        size = sizes[0] if sizes else min(DEFAULT_PAGE, self.limits.max_page)
        if not 0 <= size <= self.limits.max_page:
            raise Denied("BAD_USER_INPUT", f"a page has 0 to {self.limits.max_page} rows, not {size}", [node])
        return size

    def _number(self, node: ValueNode) -> int | None:
        value = self._value(node)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def _length(self, node: ValueNode) -> int:
        value = self._value(node)
        return len(value) if isinstance(value, Sequence) and not isinstance(value, str) else 0

    def _value(self, node: ValueNode) -> Any:
        if isinstance(node, VariableNode):
            self.asked.add(node.name.value)
            return self.variables.get(node.name.value)
        if isinstance(node, IntValueNode):
            # Digits without end would take long to read; no page is so long.
            return int(node.value[:12])
        return node.values if isinstance(node, ListValueNode) else None


def _name(node: SelectionNode) -> str:
    """What a selection is called in the answer; all fragments of one place are compared with each other."""
    return (node.alias or node.name).value if isinstance(node, FieldNode) else "..."


def check(measure: Measure, limits: Limits) -> None:
    """Raises Denied for a query that asks for too much."""
    for code, what, asked, most, remedy in (
        ("TOO_MANY_ALIASES", "aliases", measure.aliases, limits.max_aliases, "send several queries"),
        ("TOO_MANY_DIRECTIVES", "directives", measure.directives, limits.max_directives, "leave out what is not needed"),
        ("TOO_COSTLY", "cost", measure.cost, limits.max_cost, "ask for fewer fields, or smaller pages (first:)"),
    ):
        if asked > most:
            raise Denied(code, f"the query has {_many(asked)} {what}, more than {most}; {remedy}")


def _many(count: int) -> str:
    return str(count) if count < 10**9 else "over a thousand million"
