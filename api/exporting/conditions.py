"""Conditions on events as people write them, in options and in addresses: read into the EventFilter that a query takes.

What a condition takes follows from the schema, so that a new one needs nothing here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, get_named_type, get_nullable_type, is_list_type
from graphql.pyutils import did_you_mean, suggestion_list

from api.schema import schema
from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.packing import by_name, find_kind
from domain.values.dates import read_edtf

FILTER = "EventFilter"

SINGULAR = {"kind": "kinds", "actor": "actors"}
"""What some conditions are called where each of their values is written by itself."""

OPEN = ("", "..")
"""How an end is written that a range does not have."""

SWITCH = {"true": True, "1": True, "false": False, "0": False}

Spelled = Callable[[str], str]
"""How a condition is written where it was found, for errors: `--any-actor`."""


def read_conditions(given: Mapping[str, Sequence[str]], spelled: Spelled = str) -> dict[str, Any]:
    """The EventFilter, as the variable of a query, that some conditions make up, each with all its values. Raises BadInput."""
    fields = condition_types()
    found: dict[str, Any] = {}
    for name, values in given.items():
        field = SINGULAR.get(name, name)
        try:
            found[field] = _read(fields[field], values)
        except ValueError as error:
            raise BadInput(f"{spelled(name)}: {error}") from error
    return {field: value for field, value in found.items() if value not in ({}, [])}


def condition_types() -> dict[str, GraphQLInputType]:
    """The conditions that there are, and what each takes."""
    type = schema().core.type_map[FILTER]
    assert isinstance(type, GraphQLInputObjectType)
    return {name: field.type for name, field in type.fields.items()}


def _read(type: GraphQLInputType, values: Sequence[str]) -> Any:
    named = get_named_type(type)
    if is_list_type(get_nullable_type(type)):
        # The name of an actor may have a comma in it.
        parts = [part for value in values for part in value.split(",")] if isinstance(named, GraphQLEnumType) else values
        return [_read_one(named, part) for part in parts if part.strip()]
    if len(values) > 1:
        raise ValueError("is given twice; give it once")
    return _read_one(named, values[0])


def _read_one(type: Any, text: str) -> Any:
    if isinstance(type, GraphQLEnumType):
        return _name(type, text.strip())
    if isinstance(type, GraphQLInputObjectType):
        return _parts(type, text)
    if type.name == "Boolean":
        return read_switch(text)
    return _number(text) if type.name == "Float" else text


def _name(type: GraphQLEnumType, text: str) -> str:
    if text.upper() in type.values:
        return text.upper()
    if type.name == "EventKind":
        return find_kind(text, by_name(EVENT_KINDS)).TOPIC.upper()
    near = did_you_mean(suggestion_list(text.upper(), list(type.values)))
    raise ValueError(f"there is no {text[:100]!r}; it is one of {', '.join(type.values)}.{near}")


def _parts(type: GraphQLInputObjectType, text: str) -> dict[str, Any]:
    """A range as `FROM/TO`; of anything else the parts in their order, with commas."""
    names = list(type.fields)
    if names == ["from", "to"]:
        return _days(text)
    if names == ["min", "max"]:
        return _numbers(text)
    parts = text.split(",")
    if len(parts) > len(names):
        raise ValueError(f"takes {','.join(names)}, not {len(parts)} parts")
    given = zip(names, parts, strict=False)
    return {name: _read_one(get_named_type(type.fields[name].type), part) for name, part in given if part.strip()}


def _days(text: str) -> dict[str, str]:
    when = read_edtf(text)
    ends = {"from": when.earliest, "to": when.latest}
    return {end: day.isoformat() for end, day in ends.items() if day}


def _numbers(text: str) -> dict[str, float]:
    low, slash, high = text.partition("/")
    ends = {"min": low, "max": high if slash else low}
    return {end: _number(number) for end, number in ends.items() if number.strip() not in OPEN}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueError(f"{text[:100]!r} is not a number; write -10/-5, or 5/..") from error


def read_switch(text: str) -> bool:
    """A yes or no. Raises ValueError."""
    if text.lower() not in SWITCH:
        raise ValueError(f"is true or false, not {text[:100]!r}")
    return SWITCH[text.lower()]
