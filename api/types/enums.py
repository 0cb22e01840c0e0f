"""The GraphQL enums. Those of the domain are used as they are: their members' names are GraphQL's values."""

from enum import Enum

import strawberry

from domain.codes import Quad
from domain.events import EVENT_KINDS
from domain.events.base import Status
from domain.events.relations import Change
from domain.registrations import ActorKind, PlaceKind
from domain.values.dates import Precision
from domain.values.estimate import Basis
from domain.values.party import Role, Side
from domain.values.report import Hedge

RENAMED: dict[type[Enum], str] = {Status: "EventStatus", Change: "RelationsChange"}
"""Enums whose own name would say too little among all the types, or stands for another."""


def shown(enum: type[Enum]) -> type[Enum]:
    """An enum of the domain as a GraphQL enum, described by its docstring and those of its members."""
    if not hasattr(enum, "__strawberry_definition__"):
        strawberry.enum(enum, name=RENAMED.get(enum), description=enum.__doc__)
    return enum


for _enum in (ActorKind, Basis, Hedge, PlaceKind, Precision, Quad, Role, Side, Status):
    shown(_enum)

EventKind = Enum("EventKind", {kind.TOPIC.upper(): kind.TOPIC for kind in EVENT_KINDS})  # type: ignore[misc]
strawberry.enum(EventKind, description="What sort of event.")


@strawberry.enum(description="In what order events come: by date or by position in the log. Undated events come last in both.")
class EventOrder(Enum):
    """By earliest date, else latest; then by position."""

    OCCURRED_DESC = "occurred_desc"
    OCCURRED_ASC = "occurred_asc"
    POSITION_DESC = "position_desc"
    POSITION_ASC = "position_asc"


@strawberry.enum(description="In what order relationships come: by the number of events in common.")
class RelationshipOrder(Enum):
    """By the number of events in common, then by the other actor."""

    EVENTS_DESC = "events_desc"
    EVENTS_ASC = "events_asc"


@strawberry.enum(description="What events can be counted by. An event can have several actors, pairs, sources and hedges.")
class EventDimension(Enum):
    """In `api.types.dimensions` each has its keys."""

    KIND = strawberry.enum_value("kind", description="The key is the event's kind. Example: SUMMIT_HELD")
    ACTOR = strawberry.enum_value(
        "actor", description="The key is the ref of an actor that stands in it, directly or represented. Example: PRK"
    )
    PAIR = strawberry.enum_value(
        "pair",
        description="The key is the refs of two actors that form a pair in it, in order, with a blank between. Example: PRK RUS",
    )
    PLACE = strawberry.enum_value("place", description="The key is the ref of the place itself. Example: pyongyang")
    COUNTRY = strawberry.enum_value("country", description="The key is the ref of the state that the place lies in. Example: CHN")
    SOURCE = strawberry.enum_value(
        "source", description="The key is the ref of a source that reports it. Example: asiae-third-summit"
    )
    QUAD = strawberry.enum_value("quad", description="The key is the quad class. Example: VERBAL_COOPERATION")
    PLOVER = strawberry.enum_value("plover", description="The key is the PLOVER type. Example: CONSULT")
    HEDGE = strawberry.enum_value("hedge", description="The key is the hedge of a report of it. Example: ALLEGED")
    DAY = strawberry.enum_value("day", description="The key is its earliest day, else its latest. Example: 2025-09-03")
    MONTH = strawberry.enum_value("month", description="The key is the month of that day. Example: 2025-09")
    YEAR = strawberry.enum_value("year", description="The key is the year of that day, in four digits. Example: 2025")


@strawberry.enum(description="The width of a bucket of a timeline.")
class Bucket(Enum):
    """What part of the calendar a bucket covers."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
