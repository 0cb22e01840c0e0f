"""From selected fields and what they stand for to SQL. Every expression made here is of type text and holds JSON."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails
from strawberry.types.field import StrawberryField

from api.compiler.paging import page_sql
from api.compiler.spec import Each, Embedded, JsonRow, Many, One, Page, Row, Scalar, Spec

Selected = list[FieldDetails]
"""The places in a query that select one field under one name."""


class Selections(Protocol):
    """What the executor knows of the query."""

    def fields_of(self, type: GraphQLObjectType, selected: Selected) -> Mapping[str, Selected]:
        """The fields selected of an object type, by response name, in order."""
        ...

    def arguments(self, field: GraphQLField, selected: Selected) -> dict[str, Any]:
        """The coerced arguments of a field."""
        ...

    def possible_types(self, type: GraphQLInterfaceType) -> list[GraphQLObjectType]:
        """The object types of an interface."""
        ...


class Compiler:
    """Compiles the fields of one query."""

    def __init__(self, selections: Selections, types: Mapping[str, Any]) -> None:
        self._selections, self._types = selections, types

    def field(self, parent: GraphQLObjectType, row: Row, selected: Selected) -> str:
        """SQL for one field of an object."""
        name = selected[0].node.name.value
        if name == "__typename":
            return _quoted(parent.name)
        field = parent.fields[name]
        return self.value(field.type, self._describe(field, row, selected), selected)

    def value(self, type: GraphQLOutputType, spec: Spec, selected: Selected) -> str:
        """SQL for a value of a type."""
        named = get_named_type(type)
        if spec is None:
            return "'null'"
        if isinstance(spec, Scalar):
            text = f"upper({spec.sql})" if isinstance(named, GraphQLEnumType) else spec.sql
            return f"coalesce(to_json({text})::text, 'null')"
        if isinstance(spec, Page):
            return page_sql(self, cast(GraphQLObjectType, named), spec, selected)
        if isinstance(spec, Each):
            items = [self.value(cast(GraphQLOutputType, named), item, selected) for item in spec.items]
            return f"'[' || {' || chr(44) || '.join(items)} || ']'" if items else "'[]'"
        if is_leaf_type(named):
            raise TypeError(f"{named} is no object, but is described as {spec}")
        return self._from_rows(named, spec, selected)

    def _from_rows(self, named: Any, spec: Embedded | One | Many, selected: Selected) -> str:
        if isinstance(spec, One) and spec.type_name:
            named = self._types[spec.type_name]
        body = self.object(named, spec.row, selected)
        if isinstance(spec, Embedded):
            return f"CASE WHEN {spec.present} THEN {body} ELSE 'null' END" if spec.present else body
        if isinstance(spec, One):
            ctes = f"WITH {spec.ctes} " if spec.ctes else ""
            return f"coalesce(({ctes}SELECT {body} FROM {spec.source} LIMIT 1), 'null')"
        return f"(SELECT '[' || coalesce(string_agg({body}, ',' ORDER BY {spec.order}), '') || ']' FROM {spec.source})"

    def object(self, type: Any, row: Row, selected: Selected) -> str:
        """SQL for the selected fields of an object; of an interface, by the kind that the row is of."""
        if isinstance(type, GraphQLObjectType):
            return self._fields(type, row, self._selections.fields_of(type, selected))
        branches: dict[str, list[str]] = {}
        for concrete in self._selections.possible_types(type):
            branches.setdefault(self._branch(concrete, row, selected), []).append(concrete.name)
        if len(branches) == 1:
            return next(iter(branches))
        whens = " ".join(f"WHEN {_is_one_of(row, names)} THEN {body}" for body, names in branches.items())
        return f"CASE {whens} END"

    def _branch(self, type: GraphQLObjectType, row: Row, selected: Selected) -> str:
        return self._fields(type, row, self._selections.fields_of(type, selected), typename=_type_of(row))

    def _fields(self, type: GraphQLObjectType, row: Row, fields: Mapping[str, Selected], typename: str | None = None) -> str:
        members = []
        for name, selected in fields.items():
            asks_type = selected[0].node.name.value == "__typename"
            value = f"to_json({typename})::text" if typename and asks_type else self.field(type, row, selected)
            members.append(f"'{chr(34)}{name}{chr(34)}:' || {value}")
        return f"('{{' || {' || chr(44) || '.join(members)} || '}}')" if members else "'{}'"

    def _describe(self, field: GraphQLField, row: Row, selected: Selected) -> Spec:
        definition = cast(StrawberryField, field.extensions["strawberry-definition"])
        if definition.base_resolver is not None:
            describe = cast(Callable[..., Spec], definition.base_resolver.wrapped_func)
            return describe(row, **self._selections.arguments(field, selected))
        if "describe" in definition.metadata:
            return cast(Spec, definition.metadata["describe"](row))
        column = definition.python_name
        by_name = isinstance(get_named_type(field.type), GraphQLEnumType)
        return Scalar(row.text(column) if by_name else row.json(column))


def _type_of(row: Row) -> str:
    """SQL for the name of the GraphQL type of an event: its kind's class."""
    return f"replace(initcap(replace({row.text('kind')}, '_', ' ')), ' ', '')"


def _is_one_of(row: Row, names: list[str]) -> str:
    return f"{_type_of(row)} IN ({', '.join(_literal(name) for name in names)})"


def _literal(name: str) -> str:
    return "'" + name + "'"


def _quoted(name: str) -> str:
    return f"'{chr(34)}{name}{chr(34)}'"


def inside(row: Row, column: str) -> JsonRow:
    """The object in a jsonb column of a row."""
    return JsonRow(row.statement, row.json(column), row.at)


def moved(row: Row, alias: str) -> Row:
    """The same row under another alias."""
    return replace(row, alias=alias)
