"""The GraphQL schema: what the contract promises is there, under exactly these names and types."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, get_args

import pytest
from all_kinds import every_kind
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    parse,
    print_ast,
    validate,
)

from api.schema import schema
from domain.codes import Quad
from domain.events import EVENT_KINDS
from domain.events.base import Event, Status
from domain.events.relations import Change
from domain.registrations.actors import ActorKind
from domain.registrations.places import PlaceKind
from domain.values.dates import Precision
from domain.values.estimate import Basis
from domain.values.party import Role, Side
from domain.values.report import Hedge

GOLDEN = Path(__file__).parents[1] / "golden" / "schema.graphql"
CONTRACT = build_schema((Path(__file__).parents[1] / "golden" / "contract.graphql").read_text(encoding="utf-8"))
BUILT: GraphQLSchema = build_schema(schema().as_str())
OWN_TYPES = {name: type for name, type in BUILT.type_map.items() if not name.startswith("__")}
LIBRARY_TYPES = ("ID", "String", "Int", "Float", "Boolean")
PROMISED = [name for name in CONTRACT.type_map if not name.startswith("__") and name not in LIBRARY_TYPES]


def enums_of(kind: type[Event]) -> Iterator[type[Enum]]:
    """The enums that a kind's own fields have values of."""
    for field in kind.own_fields():
        annotation = kind.model_fields[field].annotation
        yield from (t for t in (annotation, *get_args(annotation)) if isinstance(t, type) and issubclass(t, Enum))


DOMAIN_ENUMS: dict[str, type[Enum]] = {
    "ActorKind": ActorKind,
    "Basis": Basis,
    "EventStatus": Status,
    "Hedge": Hedge,
    "PlaceKind": PlaceKind,
    "Precision": Precision,
    "Quad": Quad,
    "Role": Role,
    "Side": Side,
} | {"RelationsChange" if enum is Change else enum.__name__: enum for kind in EVENT_KINDS for enum in enums_of(kind)}
API_ENUMS = {"DiscrepancyKind", "EventKind", "EventOrder", "EventGroupOrder", "RelationshipOrder", "Bucket", "EventDimension"}


def fields_of(type: Any) -> dict[str, Any]:
    """The fields of a type that has any, by name."""
    has_fields = isinstance(type, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType)
    return dict(type.fields) if has_fields else {}


def typed(argument: Any) -> str:
    """The type of an argument, with its default."""
    literal = argument.default and argument.default.literal
    return f"{argument.type} = {print_ast(literal)}" if literal else str(argument.type)


def signatures(type: Any) -> dict[str, str]:
    """Each field and argument of a type with its type, each enum value: what a client can rely on."""
    found = {name: str(field.type) for name, field in fields_of(type).items()}
    for name, field in fields_of(type).items():
        for argument, about in getattr(field, "args", {}).items():
            found[f"{name}({argument})"] = typed(about)
    if isinstance(type, GraphQLEnumType):
        found |= dict.fromkeys(type.values, "value")
    if isinstance(type, GraphQLObjectType | GraphQLInterfaceType):
        found |= {f"implements {interface.name}": "yes" for interface in type.interfaces}
    return found


def described() -> Iterator[tuple[str, str | None]]:
    """Everything that the reference shows, with its description."""
    for name, type in OWN_TYPES.items():
        if name not in LIBRARY_TYPES:
            yield name, type.description
        for field, about in fields_of(type).items():
            yield f"{name}.{field}", about.description
            yield from ((f"{name}.{field}({arg})", a.description) for arg, a in getattr(about, "args", {}).items())
        if isinstance(type, GraphQLEnumType):
            yield from ((f"{name}.{value}", about.description) for value, about in type.values.items())


def test_the_schema_is_the_one_that_was_last_agreed_on() -> None:
    renew = "if the change is meant, renew it: make golden"

    assert schema().as_str().strip() == GOLDEN.read_text(encoding="utf-8").strip(), renew


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_type_has_every_promised_field_argument_and_value(name: str) -> None:
    promised = signatures(CONTRACT.type_map[name])

    built = signatures(BUILT.type_map.get(name))

    assert {part: built.get(part) for part in promised} == promised
    assert isinstance(BUILT.type_map[name], type(CONTRACT.type_map[name]))


def test_a_moment_is_given_by_exactly_one_of_position_and_time() -> None:
    as_of = BUILT.type_map["AsOf"]

    assert isinstance(as_of, GraphQLInputObjectType)
    assert as_of.is_one_of


def test_there_is_nothing_to_write_with() -> None:
    assert BUILT.mutation_type is None


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.__name__)
def test_an_event_kind_shows_all_its_fields(kind: Any) -> None:
    shown = {field.lower() for field in fields_of(BUILT.type_map[kind.__name__])}

    renamed = {("ForceUsed", "weapon"): "weaponclass"}
    own = {renamed.get((kind.__name__, name), name.replace("_", "")) for name in kind.own_fields()}
    assert own <= shown


def test_one_field_name_has_one_type_in_all_kinds() -> None:
    assert validate(BUILT, parse(every_kind(BUILT))) == []


def test_one_field_name_has_one_nullability_in_all_kinds() -> None:
    types: dict[str, set[str]] = {}
    for kind in EVENT_KINDS:
        for name, field in fields_of(BUILT.type_map[kind.__name__]).items():
            types.setdefault(name, set()).add(str(field.type))

    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_everything_is_described() -> None:
    assert [name for name, description in described() if not (description or "").strip()] == []


@pytest.mark.parametrize("name", DOMAIN_ENUMS)
def test_enum_values_are_those_of_the_domain_in_capitals(name: str) -> None:
    built = BUILT.type_map[name]

    assert isinstance(built, GraphQLEnumType)
    assert list(built.values) == [member.value.upper() for member in DOMAIN_ENUMS[name]]


def test_event_kinds_are_named_by_their_topics_in_capitals() -> None:
    built = BUILT.type_map["EventKind"]

    assert isinstance(built, GraphQLEnumType)
    assert list(built.values) == [kind.TOPIC.upper() for kind in EVENT_KINDS]


def test_no_enum_has_escaped_these_tests() -> None:
    enums = {name for name, type in OWN_TYPES.items() if isinstance(type, GraphQLEnumType)}

    assert enums == DOMAIN_ENUMS.keys() | API_ENUMS
