"""Questions made up by hypothesis from the schema itself: any fields of any types, with arguments that make sense."""

import json
from typing import Any

from conforming import shown_schema
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type
from hypothesis import strategies as st
from oracle.arguments import Enum, World, argument

from domain.events import EVENT_KINDS

LEFT_OUT = {
    ("Query", "status"),
    # What contradicts itself has tests of its own.
    ("Query", "discrepancies"),
    ("PageInfo", "startCursor"),
    ("PageInfo", "endCursor"),
    ("FieldChange", "before"),
    ("FieldChange", "after"),
}
"""What the oracle does not tell: cursors, how far the views are, JSON as text."""

CLASHING = ("Actor", "Place", "Source")
"""Types whose fields have other types than those of the same name in events."""
CURSORS = ("after", "before")
RICH = ("events", "eventGroups", "actor", "relationship", "relationships", "appearances", "changes")
USUAL = ("SummitHeld", "TroopsDispatched", "StatementMade")
DEPTH = 4


class Maker:
    """Makes one question."""

    def __init__(self, draw: st.DrawFn, world: World) -> None:
        self._draw, self._world = draw, world
        self._count = 0

    def root(self) -> str:
        """One or two root fields."""
        query = shown_schema().query_type
        assert query
        names = [name for name in query.fields if ("Query", name) not in LEFT_OUT]
        asked = self._draw(st.lists(st.sampled_from(RICH) | st.sampled_from(names), min_size=1, max_size=2))
        return f"{{ {' '.join(self._field(query, name, DEPTH) for name in asked)} }}"

    def _field(self, type: Any, name: str, depth: int) -> str:
        field = type.fields[name]
        given = {arg: self._draw(argument(name, arg, self._world)) for arg in self._args(field)}
        arguments = ", ".join(f"{arg}: {literal(value)}" for arg, value in given.items())
        self._count += 1
        alias = f"f{self._count}: " if field.args or type.name in CLASHING else ""
        return f"{alias}{name}{f'({arguments})' if arguments else ''}{self._selection(field.type, depth)}"

    def _args(self, field: Any) -> list[str]:
        given = [arg for arg, about in field.args.items() if arg not in CURSORS and self._gives(about)]
        return [arg for arg in given if arg != "last" or "first" not in given]

    def _gives(self, argument: Any) -> bool:
        return (str(argument.type).endswith("!") and argument.default is None) or self._draw(st.integers(0, 2)) == 0

    def _selection(self, type: Any, depth: int) -> str:
        named = get_named_type(type)
        if is_leaf_type(named):
            return ""
        fields = [self._field(named, name, depth - 1) for name in self._picked(named, depth)]
        if isinstance(named, GraphQLInterfaceType):
            fields += [self._fragment(kind, depth) for kind in self._kinds(named, depth)]
        return f" {{ __typename {' '.join(fields)} }}"

    def _picked(self, type: Any, depth: int) -> list[str]:
        fitting = [n for n, f in type.fields.items() if (type.name, n) not in LEFT_OUT and (depth > 1 or _is_leaf(f))]
        if type.name.endswith("Connection"):
            return ["nodes", *(["pageInfo", "totalCount"] if self._draw(st.booleans()) else ["edges"])]
        if type.name.endswith("Edge"):
            return ["node"]
        if not fitting:
            return []
        least = min(len(fitting), 2)
        return self._draw(st.lists(st.sampled_from(fitting), min_size=least, max_size=5, unique=True))

    def _kinds(self, type: GraphQLInterfaceType, depth: int) -> list[str]:
        kinds = st.sampled_from(USUAL) | st.sampled_from([kind.kind() for kind in EVENT_KINDS])
        things = st.sampled_from(("Actor", "Place", "Source", "SummitHeld"))
        return self._draw(st.lists(kinds if type.name == "Event" else things, max_size=2, unique=True)) if depth > 1 else []

    def _fragment(self, kind: str, depth: int) -> str:
        type = shown_schema().type_map[kind]
        assert isinstance(type, GraphQLObjectType)
        fields = [self._field(type, name, depth - 1) for name in self._picked(type, depth)]
        return f"... on {kind} {{ {' '.join(fields)} }}" if fields else ""


def _is_leaf(field: Any) -> bool:
    return is_leaf_type(get_named_type(field.type))


def literal(value: Any) -> str:
    """A value as it stands in a query."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {literal(part)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return str(value) if isinstance(value, Enum) else json.dumps(value, ensure_ascii=False)


@st.composite
def questions(draw: st.DrawFn, world: World) -> str:
    """Questions about a world."""
    return Maker(draw, world).root()
