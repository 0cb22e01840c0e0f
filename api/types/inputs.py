"""What queries are asked with."""

from datetime import date, datetime

import strawberry
from strawberry import UNSET

from api.types.enums import EventKind
from api.types.scalars import Position
from domain.codes import Quad
from domain.events.base import Status
from domain.values.party import Role
from domain.values.report import Hedge


@strawberry.input(one_of=True, description="A moment of the log: what was known then. One of the two.")
class AsOf:
    """A position, or the last position recorded at or before a time."""

    position: Position | None = strawberry.field(default=UNSET, description="A position of the log. Example: 731")
    time: datetime | None = strawberry.field(
        default=UNSET, description="The last position recorded at or before. Example: 2025-09-04T00:00:00Z"
    )


@strawberry.input(description="A span of days, ends included. An end left out is open.")
class DateRange:
    """From a day to a day."""

    from_: date | None = strawberry.field(name="from", default=UNSET, description="The first day. Example: 2025-01-01")
    to: date | None = strawberry.field(default=UNSET, description="The last day.")


@strawberry.input(description="A span of numbers, ends included. An end left out is open.")
class FloatRange:
    """From a number to a number."""

    min: float | None = strawberry.field(default=UNSET, description="The least.")
    max: float | None = strawberry.field(default=UNSET, description="The most.")


@strawberry.input(description="Which events. All conditions must hold; one left out is none.")
class EventFilter:
    """Conditions on events; names are resolved, unknown ones refused."""

    kinds: list[EventKind] | None = strawberry.field(default=UNSET, description="Events of any of these kinds.")
    actors: list[str] | None = strawberry.field(
        default=UNSET, description='Events in which all of these take part. Example: ["North Korea", "RUS"]'
    )
    any_actor: list[str] | None = strawberry.field(default=UNSET, description="Events in which at least one of these takes part.")
    role: Role | None = strawberry.field(default=UNSET, description="Only as this; by itself, events that have such a party.")
    between: list[str] | None = strawberry.field(
        default=UNSET, description="Events that two actors have in common, as a pair. Exactly two names."
    )
    directed: bool | None = strawberry.field(
        default=False,
        description="With between: only those from the first, as initiator, to the second, as target.",
    )
    occurred: DateRange | None = strawberry.field(default=UNSET, description="Events that may have happened within these days.")
    reported: DateRange | None = strawberry.field(
        default=UNSET,
        description="Events that could be known: with a report that is dated, or whose source was published, within these days.",
    )
    place: str | None = strawberry.field(default=UNSET, description="At a place, or within it; a state counts as one.")
    source: str | None = strawberry.field(default=UNSET, description="With a report by this source: its ref or id.")
    plover: list[str] | None = strawberry.field(default=UNSET, description='Of these PLOVER types. Example: ["AID"]')
    quad: list[Quad] | None = strawberry.field(default=UNSET, description="Of these quad classes.")
    goldstein: FloatRange | None = strawberry.field(default=UNSET, description="With a Goldstein score between.")
    hedge: list[Hedge] | None = strawberry.field(default=UNSET, description="With a report so hedged.")
    status: list[Status] | None = strawberry.field(default=UNSET, description="That have come so far.")
    overdue: bool | None = strawberry.field(
        default=False,
        description="Only planned and announced events that were to be over before the day (in UTC) of the last entry asked about.",
    )
    text: str | None = strawberry.field(
        default=UNSET,
        description="With all of these words in title, quotes, gist, or the names of places and parties. Example: Kursk",
    )
    coded: list[str] | None = strawberry.field(
        default=UNSET,
        description="That a data set codes so, in any of these ways: a column and its value, or a value alone, in any case; of an"
        ' InteractionCoded, its code. Example: ["sub_event_type=Armed clash", "Shelling/artillery/missile attack", "0871"]',
    )
    include_retracted: bool | None = strawberry.field(default=False, description="Whether to list retracted events too.")
