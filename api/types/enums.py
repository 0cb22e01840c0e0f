"""The GraphQL enums. Those of the domain are used as they are: their members' names are GraphQL's values."""

from enum import Enum

import strawberry

from domain.codes import Quad
from domain.events import EVENT_KINDS
from domain.events.base import Status
from domain.registrations import ActorKind, PlaceKind
from domain.values.dates import Precision
from domain.values.estimate import Basis
from domain.values.party import Role, Side
from domain.values.report import Hedge

for _enum in (ActorKind, Basis, Hedge, PlaceKind, Precision, Quad, Role, Side):
    strawberry.enum(_enum, description=_enum.__doc__)
strawberry.enum(Status, name="EventStatus", description=Status.__doc__)

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


@strawberry.enum(description="The width of a bucket of a timeline.")
class Bucket(Enum):
    """What part of the calendar a bucket covers."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
