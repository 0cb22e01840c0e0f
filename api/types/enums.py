"""The GraphQL enums. Those of the domain are used as they are: their members' names are GraphQL's values."""

import ast
import inspect
from collections.abc import Mapping
from enum import Enum
from itertools import pairwise
from typing import Any, TypeVar, cast

import strawberry

from domain.codes import Quad
from domain.events import EVENT_KINDS
from domain.events.base import Status
from domain.events.relations import Change
from domain.registrations.actors import ActorKind
from domain.registrations.places import PlaceKind
from domain.values.dates import Precision
from domain.values.estimate import Basis
from domain.values.party import Role, Side
from domain.values.report import Hedge

E = TypeVar("E", bound=type[Enum])

RENAMED: dict[type[Enum], str] = {Status: "EventStatus", Change: "RelationsChange"}
"""Enums whose own name would say too little among all the types, or stands for another."""


def shown(enum: E) -> E:
    """An enum as a GraphQL enum, described by its docstring and those of its members."""
    if not hasattr(enum, "__strawberry_definition__"):
        strawberry.enum(enum, name=RENAMED.get(enum), description=enum.__doc__)
        described(enum, member_docs(enum))
    return enum


def described(enum: Any, docs: Mapping[str, str]) -> None:
    """Gives the values of a GraphQL enum their descriptions."""
    for value in enum.__strawberry_definition__.values:
        value.description = docs[value.name]


def member_docs(enum: type[Enum]) -> dict[str, str]:
    """What the docstrings below the members of an enum say. Python keeps none of them; the source has them."""
    (definition,) = ast.parse(inspect.getsource(enum)).body
    docs = {}
    for member, doc in pairwise(cast(ast.ClassDef, definition).body):
        if isinstance(member, ast.Assign) and isinstance(doc, ast.Expr):
            docs[ast.unparse(member.targets[0])] = ast.literal_eval(doc.value)
    return docs


for _enum in (ActorKind, Basis, Hedge, PlaceKind, Precision, Quad, Role, Side, Status):
    shown(_enum)

EventKind = Enum("EventKind", {kind.TOPIC.upper(): kind.TOPIC for kind in EVENT_KINDS})  # type: ignore[misc]
strawberry.enum(EventKind, description="What sort of event.")
described(EventKind, {kind.TOPIC.upper(): cast(str, kind.__doc__).partition("\n")[0] for kind in EVENT_KINDS})


@shown
class EventOrder(Enum):
    """In what order events come: by date or by position in the log. Undated events come last in both."""

    OCCURRED_DESC = "occurred_desc"
    """By earliest date, else latest: the newest first."""
    OCCURRED_ASC = "occurred_asc"
    """By earliest date, else latest: the oldest first."""
    POSITION_DESC = "position_desc"
    """By position in the log: the last recorded first."""
    POSITION_ASC = "position_asc"
    """By position in the log: the first recorded first."""


@shown
class RelationshipOrder(Enum):
    """In what order relationships come: by the number of events in common."""

    EVENTS_DESC = "events_desc"
    """Those with most events in common first."""
    EVENTS_ASC = "events_asc"
    """Those with fewest events in common first."""


@shown
class EventDimension(Enum):
    """What events can be counted by. An event can have several actors, pairs, sources and hedges."""

    KIND = "kind"
    """The key is the event's kind. Example: SUMMIT_HELD"""
    ACTOR = "actor"
    """The key is the ref of an actor that stands in it, directly or represented. Example: PRK"""
    PAIR = "pair"
    """The key is the refs of two actors that form a pair in it, in order, with a blank between. Example: PRK RUS"""
    PLACE = "place"
    """The key is the ref of the place itself. Example: pyongyang"""
    COUNTRY = "country"
    """The key is the ref of the state that the place lies in. Example: CHN"""
    SOURCE = "source"
    """The key is the ref of a source that reports it. Example: asiae-third-summit"""
    QUAD = "quad"
    """The key is the quad class. Example: VERBAL_COOPERATION"""
    PLOVER = "plover"
    """The key is the PLOVER type. Example: CONSULT"""
    HEDGE = "hedge"
    """The key is the hedge of a report of it. Example: ALLEGED"""
    DAY = "day"
    """The key is its earliest day, else its latest. Example: 2025-09-03"""
    MONTH = "month"
    """The key is the month of that day. Example: 2025-09"""
    YEAR = "year"
    """The key is the year of that day, in four digits. Example: 2025"""


@shown
class EventGroupOrder(Enum):
    """In what order groups come. Those that lack a key come last in each."""

    EVENTS_DESC = "events_desc"
    """Those with most events first, then by keys."""
    KEYS_ASC = "keys_asc"
    """By keys, from the first dimension on: years from the earliest."""
    KEYS_DESC = "keys_desc"
    """The other way round: years from the latest."""


@shown
class Bucket(Enum):
    """The width of a bucket of a timeline."""

    DAY = "day"
    """A day. Example of a start: 2025-09-03"""
    MONTH = "month"
    """A month. Example of a start: 2025-09-01"""
    YEAR = "year"
    """A year. Example of a start: 2025-01-01"""


@shown
class DiscrepancyKind(Enum):
    """What sort of contradiction there is in the log."""

    ORDINAL = "ordinal"
    """An event is called the nth of its sort, though at least n came before it."""
    FIRST_SINCE = "first_since"
    """An event is called the first of its sort since another, though one of the same sort came between."""
    FIGURES = "figures"
    """Two sources give figures for one thing whose bounds exclude each other."""
    WHEN = "when"
    """Dates exclude each other: those of two accounts of one event, or of two events that are linked."""
    WHERE = "where"
    """One person is present in two places far apart on one day."""
    STATUS = "status"
    """One source says that an event happened, another denies it."""
