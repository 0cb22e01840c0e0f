"""Limits on the shape of a query's text: how deep it is nested, how many aliases and directives it has, how often fields repeat.

They are checked before the text is compared with the schema, because that comparison itself takes long for hostile texts."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
)

from api.limits.denied import Denied
from api.limits.limits import Limits

INTROSPECTION_DEPTH = 20
"""How deep a question about the schema may be, whatever the limit: clients need it to learn what they can ask."""

MAX_VISITS = 20_000
"""How many fields are visited, fragments written out, before a query is refused."""

MAX_COMPARISONS = 5_000
"""How many pairs of fields of one name, or of fragments, may stand side by side: validation compares each pair."""


class Structure(NamedTuple):
    """What is counted of an operation, with its fragments written out."""

    aliases: int = 0
    directives: int = 0


def check_structure(document: DocumentNode, limits: Limits) -> None:
    """Raises Denied for a document with an operation whose text alone breaks a limit."""
    walk = _Walk(document, limits.max_depth)
    for node in document.definitions:
        if isinstance(node, OperationDefinitionNode):
            _check_counts(walk.structure(node), limits)


def _check_counts(found: Structure, limits: Limits) -> None:
    for code, what, asked, most, remedy in (
        ("TOO_MANY_ALIASES", "aliases", found.aliases, limits.max_aliases, "send several queries"),
        ("TOO_MANY_DIRECTIVES", "directives", found.directives, limits.max_directives, "leave out those that are not needed"),
    ):
        if asked > most:
            raise Denied(code, f"the query has {shown_count(asked)} {what}, more than {most}; {remedy}")


def shown_count(count: int) -> str:
    """A number in words short enough for a message."""
    return str(count) if count < 10**9 else "over a thousand million"


class _Walk:
    """One walk over an operation. Raises Denied as soon as it is too deep or too long."""

    def __init__(self, document: DocumentNode, max_depth: int) -> None:
        self._max_depth = max_depth
        self._fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
        self._known: dict[tuple[str, int], Structure] = {}
        self._visits = self._comparisons = 0

    def structure(self, operation: OperationDefinitionNode) -> Structure:
        found = self._all(operation.selection_set.selections, 0)
        return found._replace(directives=found.directives + len(operation.directives or ()))

    def _all(self, nodes: Iterable[SelectionNode], level: int) -> Structure:
        aliases = directives = 0
        names = Counter[str]()
        for node in nodes:
            names[_response_name(node)] += 1
            found = self._one(node, level)
            aliases += found.aliases
            directives += found.directives + len(node.directives or ())
        self._compare(names)
        return Structure(aliases, directives)

    def _compare(self, names: Counter[str]) -> None:
        self._comparisons += sum(count * (count - 1) // 2 for count in names.values())
        if self._comparisons > MAX_COMPARISONS:
            raise Denied("TOO_COSTLY", "the query names the same fields too often in one place; name each once")

    def _one(self, node: SelectionNode, level: int) -> Structure:
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value, level)
        if isinstance(node, InlineFragmentNode):
            return self._all(node.selection_set.selections, level)
        assert isinstance(node, FieldNode)
        return self._field(node, level)

    def _fragment(self, name: str, level: int) -> Structure:
        if name not in self._fragments:
            return Structure()
        if (name, level) not in self._known:
            # A fragment within itself counts nothing: validation refuses it.
            self._known[name, level] = Structure()
            self._known[name, level] = self._all(self._fragments[name].selection_set.selections, level)
        return self._known[name, level]

    def _field(self, node: FieldNode, level: int) -> Structure:
        self._visits += 1
        if self._visits > MAX_VISITS:
            raise Denied("TOO_COSTLY", "the query's fragments are used too often; write fewer, or ask for less at a time", [node])
        if level >= self._max_depth:
            raise Denied("TOO_DEEP", f"a query is nested at most {self._max_depth} fields deep; ask in two steps", [node])
        own = bool(node.alias)
        if not node.selection_set:
            return Structure(own)
        level = self._max_depth - INTROSPECTION_DEPTH if node.name.value.startswith("__") else level
        below = self._all(node.selection_set.selections, level + 1)
        return below._replace(aliases=below.aliases + own)


def _response_name(node: SelectionNode) -> str:
    """The name of a selection in the answer; all fragments in one place are compared with each other."""
    return (node.alias or node.name).value if isinstance(node, FieldNode) else "..."
