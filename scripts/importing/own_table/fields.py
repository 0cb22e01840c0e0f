"""The parts of a map for each kind of event, made of the kind's own fields: pydantic then says what a map gets wrong."""

from collections.abc import Callable
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, create_model

from domain.events.base import LINKS, Event
from domain.values.dates import Edtf
from domain.values.estimate import Estimate
from domain.values.model import Value, as_tuple
from domain.values.party import Party
from domain.values.refs import PlaceRef
from domain.values.report import Report
from scripts.importing.own_table.parts import Cell, Choice, Figures, Part
from scripts.importing.own_table.places import When, Where, Who
from scripts.importing.row import Row

NOT_FROM_A_TABLE = ("key", "report", *LINKS)
"""Fields of events that a map gives elsewhere, or that point at other events."""
P = TypeVar("P", bound=Part)

NOT_FROM_A_REPORT = ("source", "stated_in", "says")


class Fields(Part):
    """The fields of an event, of its report, or of a value within it."""

    def read(self, row: Row) -> dict[str, Any] | None:
        """The fields that a row gives; none where it gives nothing but constants."""
        found = {name: value for name, part in self if (value := read(part, row)) not in (None, [])}
        own = any(part_columns(getattr(self, name)) for name in found)
        return found if own or not self.columns() else None


def read(part: Any, row: Row) -> Any:
    """What a part of a map, or a list of parts, gives for a row."""
    if isinstance(part, tuple):
        return [value for each in part for value in each.read_all(row)]
    return part.read(row) if part is not None else None


def part_columns(part: Any) -> list[str]:
    """The columns that a part of a map, or a list of parts, is read from."""
    return [column for each in (part if isinstance(part, tuple) else (part,)) for column in each.columns()]


@cache
def fields_of(kind: type[Event]) -> type[Fields]:
    """What a map can say of events of a kind."""
    return _model(kind, Fields, NOT_FROM_A_TABLE)


@cache
def fields_of_report() -> type[Fields]:
    """What a map can say of the report that the table makes of an event."""
    return _model(Report, Fields, NOT_FROM_A_REPORT)


def part_of(kind: type[Event], name: str) -> tuple[type[Part], bool]:
    """What a field of a kind is read as, and whether it is a list."""
    return _part(kind.model_fields[name].annotation)


def _model(model: type[BaseModel], base: type[P], without: tuple[str, ...]) -> type[P]:
    given: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if name not in without:
            annotation: Any
            annotation, many = _part(field.annotation)
            if many:
                annotation = Annotated[tuple[annotation, ...], BeforeValidator(as_tuple)]
            given[name] = (annotation, ...) if field.is_required() else (annotation | None, None)
    return create_model(model.__name__, __base__=base, **given)


def _part(annotation: Any) -> tuple[type[Part], bool]:
    """What the value of a field is read as, and whether it is a list."""
    if get_origin(annotation) in (Union, UnionType):
        return _part(next(each for each in get_args(annotation) if each is not type(None)))
    if get_origin(annotation) is tuple:
        return _part(get_args(annotation)[0])[0], True
    if annotation in (Edtf, PlaceRef):
        return (When if annotation == Edtf else Where), False
    if get_origin(annotation) is Annotated:
        return _part(get_args(annotation)[0])
    return next((make(annotation) for sort, make in MADE.items() if issubclass(annotation, sort)), Cell), False


def _choice(options: type[Enum]) -> type[Part]:
    made = create_model(options.__name__, __base__=Choice)
    made.OPTIONS = tuple(option.value for option in options)
    return made


def _who(party: type[Party]) -> type[Part]:
    return Who if party is Party else _model(party, Who, (*Party.model_fields,))


MADE: dict[type, Callable[[Any], type[Part]]] = {
    Enum: _choice,
    Estimate: lambda _: Figures,
    Party: _who,
    Value: lambda value: _model(value, Fields, ()),
}
"""How the sorts of values that fields hold are read, the narrowest first."""
