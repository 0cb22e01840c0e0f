"""From selected fields and what they stand for to JSON written by SQL."""

from collections.abc import Callable, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any, NamedTuple, cast

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    Node,
    get_named_type,
    is_leaf_type,
    print_ast,
)
from strawberry.types.field import StrawberryField

from api.compiler.field_errors import MOST_FIELDS, FieldErrors, TooManyFields
from api.compiler.paging import page_json
from api.compiler.selections import Selected, Selections, may_vary
from api.compiler.spec import Describe, Each, Embedded, Many, One, Page, Row, Scalar, Spec
from api.compiler.statement import Mark
from api.compiler.writing import (
    Json,
    Sql,
    gathered,
    in_sql,
    kind_name,
    literal,
    quoted,
    written,
    written_list,
    written_members,
    written_object,
)
from domain.errors import BadInput

LONG = 1_000
"""How many characters of SQL are too many to stand there for two ways to the same rows."""

Fields = Mapping[GraphQLObjectType, Mapping[str, Selected]]
"""The fields selected of each kind of an interface, by response name, in order."""


class Call(NamedTuple):
    """A field that was described with arguments that may stand for something else next time."""

    describe: Describe
    field: GraphQLField
    row: Row
    selected: Selected
    mark: Mark
    """Where the statement stood before."""
    spec: Spec
    """What came of it."""


class Compiler:
    """Compiles the fields of one query."""

    def __init__(self, selections: Selections) -> None:
        self.selections = selections
        self.calls: list[Call] = []
        """What has to be described anew where the query is asked again."""
        self.errors = FieldErrors()
        """The fields that cannot be answered."""
        self._texts: dict[int, str] = {}
        self._count = 0

    def field(self, parent: GraphQLObjectType, row: Row, selected: Selected) -> Json:
        """One field of an object. Raises TooManyFields."""
        self._count += 1
        if self._count > MOST_FIELDS:
            raise TooManyFields
        name = selected[0].node.name.value
        if name == "__typename":
            return quoted(parent.name)
        field = parent.fields[name]
        with self.errors.within(selected, field.type):
            try:
                return self.value(field.type, self._describe(field, row, selected), selected)
            except TooManyFields:
                raise
            except (BadInput, GraphQLError) as error:
                return self.errors.add(error, selected)

    def refused(self, parent: GraphQLObjectType, selected: Selected, reason: BadInput | GraphQLError) -> Json:
        """A field of an object that cannot be answered."""
        with self.errors.within(selected, parent.fields[selected[0].node.name.value].type):
            return self.errors.add(reason, selected)

    def value(self, type: GraphQLOutputType, spec: Spec, selected: Selected) -> Json:
        """A value of a type."""
        named = get_named_type(type)
        if spec is None:
            return ("null",)
        if isinstance(spec, Scalar):
            return written(type, spec.sql, plain=spec.plain, sure=spec.sure)
        if isinstance(spec, Page):
            return page_json(self, cast(GraphQLObjectType, named), spec, selected)
        if isinstance(spec, Each):
            return written_list([self._item(cast(GraphQLOutputType, named), item, selected) for item in spec.items])
        if is_leaf_type(named):
            raise TypeError(f"{named} is no object, but is described as {spec}")
        return self._from_rows(named, spec, selected)

    def _item(self, type: GraphQLOutputType, item: One | BadInput | None, selected: Selected) -> Json:
        return self.errors.add_item(item, selected) if isinstance(item, BadInput) else self.value(type, item, selected)

    def _from_rows(self, named: Any, spec: Embedded | One | Many, selected: Selected) -> Json:
        if isinstance(spec, One) and spec.type_name:
            named = self.selections.operation.schema.type_map[spec.type_name]
        body = self.object(named, spec.row, selected)
        if isinstance(spec, Embedded):
            return (Sql(f"CASE WHEN {spec.present} THEN {in_sql(body)} ELSE 'null' END"),) if spec.present else body
        if isinstance(spec, One):
            return _one(spec, in_sql(body))
        return _many(spec, in_sql(body))

    def object(self, type: Any, row: Row, selected: Selected) -> Json:
        """The selected fields of an object; of an interface, by the kind that the row is of."""
        if isinstance(type, GraphQLObjectType):
            return self._fields(type, row, self.selections.fields_of(type, selected))
        fields = {concrete: self.selections.fields_of(concrete, selected) for concrete in self.selections.possible_types(type)}
        alike = {name: self._alike(name, fields) for name in _merged(fields.values())}
        if all(len(groups[0]) == len(fields) for groups in alike.values()):
            return written_object([(name, self._shared(name, row, groups[0], fields)) for name, groups in alike.items()])
        # Which member is the first differs by kind: each comes with a comma, and the first of those is cut off.
        members = [piece for name, groups in alike.items() for piece in self._member(name, row, groups, fields)]
        return ("{", Sql(f"substr({in_sql(tuple(members))}, 2)"), "}")

    def _member(self, name: str, row: Row, alike: list[list[GraphQLObjectType]], fields: Fields) -> Json:
        """What one name stands for in each kind, behind a comma; what several kinds share stands there once."""
        members = [(",", *written_members([(name, self._shared(name, row, concretes, fields))])) for concretes in alike]
        if len(alike[0]) == len(fields):
            return members[0]
        typename = _type_of(row)
        whens = [
            f"WHEN {typename} IN ({_literals(kinds)}) THEN {in_sql(member)}" for kinds, member in zip(alike, members, strict=True)
        ]
        return (Sql(f"CASE {' '.join(whens)} END"),)

    def _shared(self, name: str, row: Row, concretes: list[GraphQLObjectType], fields: Fields) -> Json:
        """What one name stands for in kinds in which it is the same."""
        selected = fields[concretes[0]][name]
        if selected[0].node.name.value == "__typename":
            return ('"', Sql(_type_of(row)), '"')
        return self.field(concretes[0], row, selected)

    def _alike(self, name: str, fields: Fields) -> list[list[GraphQLObjectType]]:
        """The kinds that have a name, grouped by what it stands for: the same SQL does for a group."""
        groups: dict[Any, list[GraphQLObjectType]] = {}
        for concrete, own in fields.items():
            if name in own:
                written = tuple(self._written(details.node) for details in own[name])
                groups.setdefault((written, _described(concrete, own[name][0].node.name.value)), []).append(concrete)
        return list(groups.values())

    def _written(self, node: Node) -> str:
        if id(node) not in self._texts:
            self._texts[id(node)] = print_ast(node)
        return self._texts[id(node)]

    def _fields(self, type: GraphQLObjectType, row: Row, fields: Mapping[str, Selected]) -> Json:
        return written_object([(name, self.field(type, row, selected)) for name, selected in fields.items()])

    def _describe(self, field: GraphQLField, row: Row, selected: Selected) -> Spec:
        describe, has_arguments = _description(field)
        if describe is not None and has_arguments:
            return self._call(describe, field, row, selected)
        if describe is not None:
            return describe(row)
        definition, sure = _definition(field), type(row) is Row
        by_name = isinstance(get_named_type(field.type), GraphQLEnumType)
        text = row.text if by_name else row.json
        return Scalar(text(definition.python_name), plain=sure and "plain" in definition.metadata, sure=sure)

    def _call(self, describe: Describe, field: GraphQLField, row: Row, selected: Selected) -> Spec:
        mark = row.statement.mark()
        spec = describe(row, **self.selections.arguments(field, selected))
        if may_vary(selected):
            self.calls.append(Call(describe, field, row, selected, mark, spec))
        return spec


def _one(spec: One, body: str) -> Json:
    # What looks further is not to stand there twice, and all within it twice again.
    ways = [spec.found()] if "SELECT" in body and spec.otherwise else spec.ways
    ctes = f"WITH {spec.ctes} " if spec.ctes else ""
    found = ", ".join(f"({ctes}SELECT {body} FROM {way} LIMIT 1)" for way in ways)
    return (Sql(f"coalesce({found}, 'null')"),)


def _many(spec: Many, body: str) -> Json:
    rows = f"(SELECT string_agg({body}, ',' ORDER BY {spec.order}) FROM {_limited(spec, spec.source, spec.order)})"
    # What looks further and further is not to stand there twice, and all within it twice again.
    if (short := spec.short) is None or len(body) > LONG:
        return gathered(rows)
    fewer = f"(SELECT string_agg({body}, ',' ORDER BY {short.order}) FROM {_limited(spec, short.source, short.order)})"
    return gathered(f"CASE WHEN {short.condition} THEN {fewer} ELSE {rows} END")


def _limited(spec: Many, source: str, order: str) -> str:
    alias = spec.row.alias
    return f"(SELECT {alias}.* FROM {source} ORDER BY {order} LIMIT {spec.limit}) {alias}" if spec.limit is not None else source


def _type_of(row: Row) -> str:
    """SQL for the name of the GraphQL type of an event: its kind's class."""
    return kind_name(row.text("kind"))


def _literals(types: list[GraphQLObjectType]) -> str:
    return ", ".join(literal(type.name) for type in types)


def _merged(orders: Iterable[Mapping[str, Selected]]) -> list[str]:
    """The names of all kinds in an order that is right for each of them; where there is none, as they come."""
    known = [list(order) for order in orders]
    sorter = TopologicalSorter[str]({name: () for names in known for name in names})
    for names in known:
        for before, after in pairwise(names):
            sorter.add(after, before)
    try:
        return list(sorter.static_order())
    except CycleError:
        return list(dict.fromkeys(name for names in known for name in names))


def _described(type: GraphQLObjectType, name: str) -> Any:
    field = type.fields.get(name)
    return field and (_description(field)[0] or _definition(field).python_name)


def _definition(field: GraphQLField) -> StrawberryField:
    return cast(StrawberryField, field.extensions["strawberry-definition"])


def _description(field: GraphQLField) -> tuple[Callable[..., Spec] | None, bool]:
    """The function that describes a field, and whether it takes the field's arguments; no function for a column."""
    if (resolver := resolver_of(field)) is not None:
        return resolver, True
    return _definition(field).metadata.get("describe"), False


def resolver_of(field: GraphQLField) -> Callable[..., Any] | None:
    """The function that a field was declared with, which takes the field's arguments; None where it was declared without."""
    resolver = _definition(field).base_resolver
    return resolver and cast(Callable[..., Any], resolver.wrapped_func)
