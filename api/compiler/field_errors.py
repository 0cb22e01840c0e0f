"""Field errors: what is wrong with a field's arguments costs the client that field, not the whole answer.

A field's arguments are looked at while its SQL is written, before it is known which rows the field belongs to. So the SQL writes a
marker in the place of the field's value. In the answer each marker is an error with the path at which it stands, and a null there
or, where the type forbids it, in the nearest place around it that may be null, as GraphQL's rules for errors have it."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

import orjson
from graphql import FieldNode, GraphQLError, GraphQLNonNull, GraphQLOutputType, get_nullable_type, is_list_type
from graphql.execution.collect_fields import FieldDetails

from api.compiler.writing import Json
from domain.errors import BadInput

MARKER = "$error"
"""The one member of a marker. No field of an answer can be called so."""

MOST_FIELDS = 5_000
"""How many fields one query may ask for: fragments within fragments could grow without limit."""

MOST_ERRORS = 1_000
"""How many errors are told of one answer: a bad name in a list of lists would be told more often than anybody reads."""

Path = tuple[str | int, ...]
"""Where a value stands in an answer: the names of fields, and numbers from 0 in lists."""


class TooManyFields(BadInput):
    """A query asks for too much to be compiled: the whole query is refused."""

    def __init__(self) -> None:
        super().__init__(f"the query asks for more than {MOST_FIELDS} fields, fragments written out; ask for less at a time")


class FieldError(NamedTuple):
    """A field that cannot be answered."""

    reason: BadInput | GraphQLError
    root: str
    """The name in the answer of the root field that it lies in."""
    nodes: Sequence[FieldNode]
    levels: int
    """How far above the field the null stands; 0: in its own place."""

    def at(self, path: Path) -> GraphQLError:
        """The error as clients get it."""
        return bad_input(self.reason, path, self.nodes)


class FieldErrors:
    """The errors met so far while the fields of a query are compiled, and the fields within which the compiler is."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []
        self._within: list[tuple[str, GraphQLOutputType]] = []

    @contextmanager
    def within(self, selected: Sequence[FieldDetails], type: GraphQLOutputType) -> Iterator[None]:
        """What is compiled in this block belongs to a field of this type."""
        self._within.append((response_name(selected), type))
        try:
            yield
        finally:
            self._within.pop()

    def add(self, reason: BadInput | GraphQLError, selected: Sequence[FieldDetails]) -> Json:
        """Notes that the innermost field cannot be answered; the marker to write in its place."""
        return self._add(reason, selected, _levels([type for _, type in self._within]))

    def add_item(self, reason: BadInput, selected: Sequence[FieldDetails]) -> Json:
        """Notes that one item, which may be null, of the list in the innermost field cannot be answered; the marker for it."""
        return self._add(reason, selected, 0)

    def _add(self, reason: BadInput | GraphQLError, selected: Sequence[FieldDetails], levels: int) -> Json:
        self.found.append(FieldError(reason, self._within[0][0], [details.node for details in selected], levels))
        return (f'{{"{MARKER}":"{len(self.found) - 1}"}}',)


def response_name(selected: Sequence[FieldDetails]) -> str:
    """What a field is called in the answer."""
    node = selected[0].node
    return (node.alias or node.name).value


def bad_input(reason: Exception, path: Path, nodes: Sequence[FieldNode]) -> GraphQLError:
    """What a client is told of input that cannot be answered: where in the answer, and where in the query."""
    message = reason.message if isinstance(reason, GraphQLError) else str(reason)
    candidates = getattr(reason, "candidates", ())
    extensions = {"code": "BAD_USER_INPUT"} | ({"candidates": list(candidates)} if candidates else {})
    return GraphQLError(message, nodes=nodes, path=path, extensions=extensions)


class Settled(NamedTuple):
    """An answer with its errors in their places."""

    data: dict[str, bytes] | None
    """The JSON of each root field; None where errors leave nothing."""
    errors: list[GraphQLError]


def settle(answers: Mapping[str, bytes], errors: Sequence[FieldError]) -> Settled:
    """The JSON of each root field with nulls where markers ask for them, and the errors that clients get.

    An error in a field that no row came to has the path of its root field. Where a field is null in very many places, only the
    first of them have an error."""
    if not errors:
        return Settled(dict(answers), [])
    data: Any = {name: _read(answer) for name, answer in answers.items()}
    marked = [(path, number, path[: len(path) - errors[number].levels]) for path, number in _markers(data, ())]
    nulls = {null for _, _, null in marked}
    met: list[dict[Path, Path]] = [{} for _ in errors]
    """Where each error is met first within each null that is not itself within another."""
    for path, number, null in marked:
        met[number].setdefault(_outermost(null, nulls), path)
    for null in nulls:
        _set_null(data, null)
    most = max(1, MOST_ERRORS // len(errors))
    told = [
        error.at(path) for error, paths in zip(errors, met, strict=True) for path in islice(paths.values() or [(error.root,)], most)
    ]
    return Settled(None if () in nulls else {name: orjson.dumps(value) for name, value in data.items()}, told)


def _outermost(place: Path, nulls: Collection[Path]) -> Path:
    return next(place[:length] for length in range(len(place) + 1) if place[:length] in nulls)


def _read(answer: bytes) -> Any:
    # Numbers stay as the database wrote them, with all their digits.
    return json.loads(answer, parse_int=orjson.Fragment, parse_float=orjson.Fragment)


def _markers(value: Any, path: Path) -> Iterator[tuple[Path, int]]:
    """The markers in a value, each with where it stands, and the number of its error."""
    if isinstance(value, dict):
        if MARKER in value:
            yield path, int(value[MARKER])
            return
        for name, part in value.items():
            yield from _markers(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _markers(part, (*path, number))


def _set_null(data: Any, path: Path) -> None:
    """Puts null in a place, unless one stands around it already."""
    for step in path[:-1]:
        data = data[step]
        if data is None:
            return
    if path:
        data[path[-1]] = None


def _levels(types: Sequence[GraphQLOutputType]) -> int:
    """How far above the innermost of some fields a null may stand; beyond the outermost where none of their types allows it."""
    innermost, *around = reversed(types)
    may_be_null = [_nullable(innermost)[-1], *(nullable for type in around for nullable in _nullable(type))]
    return may_be_null.index(True) if True in may_be_null else len(may_be_null)


def _nullable(type: GraphQLOutputType) -> list[bool]:
    """Whether a value of a type may be null; before that, in a list, whether its items may."""
    inner: Any = get_nullable_type(type)
    return [*(_nullable(inner.of_type) if is_list_type(inner) else ()), not isinstance(type, GraphQLNonNull)]
