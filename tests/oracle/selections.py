"""Any valid query: every field of the schema, whatever is selected of it, with arguments in the query or in variables.

Beside `oracle.questions`, which asks only what the oracle can answer, this leaves nothing out: cursors, `status`, connections of
which only the count or the name of the type is asked for, directives, fragments, and arguments that must be refused."""

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from conforming import shown_schema
from graphql import GraphQLArgument, GraphQLField, GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_leaf_type
from hypothesis import strategies as st
from oracle.arguments import World, argument
from oracle.questions import CLASHING, literal

DEPTH = 5
ROOTS = 3

CURSORS: Mapping[str, Sequence[Any]] = {
    "events": (
        ["occurred_desc", "2025-09-03", "300"],
        ["occurred_asc", "2024-01-01", "300"],
        ["position_desc", "300"],
        ["position_asc", "300"],
    ),
    "discrepancies": (["position", "300", "figures"],),
    "relationships": (["events_desc", "2", "RUS"], ["events_asc", "1", "CHN"]),
    "actors": (["name", "kim jong un", "kim-jong-un"],),
    "places": (["name", "beijing", "beijing"],),
    "sources": (["ref", "other-paper"],),
    "changes": (["position", "300"],),
}
"""The cursors of each list, one for each of its orders."""

WRONG: Mapping[str, Any] = {
    "after": "rubbish",
    "before": "",
    "filter": {"actors": ["nobody at all"]},
    "asOf": {"position": 10**9},
    "ref": "x\x00",
    "actor": "nobody at all",
    "between": ["PRK"],
    "together": [],
}
"""Arguments that are valid, but cannot be answered."""


class Variable(NamedTuple):
    """A variable of a query, with two values that it may be given."""

    name: str
    type: str
    values: tuple[Any, Any]


@dataclass
class Part:
    """A root field."""

    name: str
    text: str = ""
    variables: list[Variable] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    tells_types: bool = True
    """Whether the type of every object is told where it may be one of several."""

    def written_out(self, choice: int) -> "Part":
        """The same without variables: with their first or second values in the query itself."""
        values = {f"${variable.name}": literal(variable.values[choice]) for variable in self.variables}
        pattern = re.compile(r"\$\w+")
        text, *fragments = (pattern.sub(lambda found: values[found[0]], text) for text in (self.text, *self.fragments))
        return Part(self.name, text, [], fragments, self.tells_types)


class Query(NamedTuple):
    """Root fields asked together."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        types = [f"${variable.name}: {variable.type}" for part in self.parts for variable in part.variables]
        fragments = [fragment for part in self.parts for fragment in part.fragments]
        declared = f"query({', '.join(types)})" if types else "query"
        return " ".join((declared, "{", *(part.text for part in self.parts), "}", *fragments))

    @property
    def tells_types(self) -> bool:
        return all(part.tells_types for part in self.parts)

    def variables(self, choice: int) -> dict[str, Any]:
        """The first or second values of all variables."""
        return {variable.name: variable.values[choice] for part in self.parts for variable in part.variables}


class Selector:
    """Draws one root field."""

    def __init__(self, draw: st.DrawFn, world: World, part: Part) -> None:
        self._draw, self._world, self._part = draw, world, part
        self._count = 0

    def root(self) -> None:
        """Draws what is selected, and with which arguments."""
        query = shown_schema().query_type
        assert query
        name = self._draw(st.sampled_from(sorted(query.fields)))
        self._part.text = f"{self._part.name}: {self._asked(query, name)}{self._selection(query.fields[name].type, DEPTH)}"

    def _field(self, type: Any, name: str, depth: int) -> str:
        if name == "__typename":
            return name
        self._count += 1
        about = type.fields[name]
        alias = f"{self._part.name}{self._count}: " if about.args or type.name in CLASHING or self._one_in(8) else ""
        return f"{alias}{self._asked(type, name)}{self._directive()}{self._selection(about.type, depth)}"

    def _asked(self, type: Any, name: str) -> str:
        args = {arg: about for arg, about in type.fields[name].args.items() if self._gives(about)}
        if "first" in args:
            args.pop("last", None)
        given = {arg: self._value(name, arg, about) for arg, about in args.items()}
        return f"{name}({', '.join(f'{arg}: {text}' for arg, text in given.items())})" if given else name

    def _gives(self, about: GraphQLArgument) -> bool:
        return (str(about.type).endswith("!") and about.default is None) or self._one_in(3)

    def _value(self, name: str, arg: str, about: GraphQLArgument) -> str:
        return self._variable(str(about.type), lambda: self._drawn(name, arg))

    def _drawn(self, name: str, arg: str) -> Any:
        if arg in WRONG and self._one_in(25):
            return WRONG[arg]
        if arg in ("after", "before"):
            return cursor(self._draw(st.sampled_from(CURSORS[name])))
        return self._draw(argument(name, arg, self._world))

    def _variable(self, type: str, drawn: Callable[[], Any]) -> str:
        """A value in the query itself, or else a variable for it."""
        if not self._one_in(3):
            return literal(drawn())
        name = f"{self._part.name}v{len(self._part.variables)}"
        self._part.variables.append(Variable(name, type, (drawn(), drawn())))
        return f"${name}"

    def _directive(self) -> str:
        if not self._one_in(12):
            return ""
        condition = self._variable("Boolean!", lambda: self._draw(st.booleans()))
        return f" @{self._draw(st.sampled_from(('include', 'skip')))}(if: {condition})"

    def _selection(self, type: Any, depth: int) -> str:
        named = get_named_type(type)
        if is_leaf_type(named):
            return ""
        picked = self._picked(named, depth)
        if isinstance(named, GraphQLInterfaceType) and "__typename" not in picked:
            self._part.tells_types = False
        selected = [self._field(named, name, depth - 1) for name in picked]
        if isinstance(named, GraphQLInterfaceType) and self._one_in(2):
            kinds = [type.name for type in shown_schema().get_possible_types(named)]
            some = self._draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2, unique=True))
            selected += [self._fragment(shown_schema().type_map[kind], depth) for kind in some]
        return f" {{ {' '.join(selected)} }}"

    def _picked(self, type: Any, depth: int) -> list[str]:
        fitting = [name for name, about in type.fields.items() if depth > 1 or is_shallow(about)]
        names = self._draw(st.lists(st.sampled_from(["__typename", *fitting]), min_size=1, max_size=4, unique=True))
        is_untold = isinstance(type, GraphQLInterfaceType) and "__typename" not in names and not self._one_in(4)
        return ["__typename", *names] if is_untold else names

    def _fragment(self, kind: Any, depth: int) -> str:
        assert isinstance(kind, GraphQLObjectType)
        body = f"on {kind.name}{self._selection(kind, depth)}"
        if self._one_in(2):
            return f"... {body}"
        name = f"{self._part.name}Fragment{len(self._part.fragments)}"
        self._part.fragments.append(f"fragment {name} {body}")
        return f"...{name}"

    def _one_in(self, number: int) -> bool:
        return self._draw(st.integers(0, number - 1)) == number - 1


def is_shallow(about: GraphQLField) -> bool:
    """Whether a field needs no selection."""
    return is_leaf_type(get_named_type(about.type))


def cursor(parts: Sequence[Any]) -> str:
    """A cursor as clients get it."""
    return base64.b64encode(json.dumps(parts).encode()).decode()


@st.composite
def queries(draw: st.DrawFn, world: World) -> Query:
    """Queries of one root field or a few."""
    parts = tuple(Part(f"p{number}") for number in range(draw(st.integers(1, ROOTS))))
    for part in parts:
        Selector(draw, world, part).root()
    return Query(parts)
