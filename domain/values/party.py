"""Who took part in an event, as what, and on which side."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from domain.values.model import Value, as_tuple
from domain.values.refs import ActorRef
from domain.values.text import Text


class Role(StrEnum):
    """As what somebody takes part in an event."""

    PARTICIPANT = "participant"
    """Took part like the others."""
    HOST = "host"
    """Received the others."""
    MEDIATOR = "mediator"
    """Brought the others together."""
    VISITOR = "visitor"
    """Came to visit."""
    SPEAKER = "speaker"
    """Spoke."""
    SUBJECT = "subject"
    """Was spoken about."""
    MENTIONED = "mentioned"
    """Was named and no more: forms no pair."""
    SIGNATORY = "signatory"
    """Signed."""
    ATTENDEE = "attendee"
    """Was seen there."""
    TRAVELLER = "traveller"
    """Travelled along."""
    SENDER = "sender"
    """Sent somebody."""
    RECIPIENT = "recipient"
    """Received what was sent or supplied."""
    SUPPLIER = "supplier"
    """Supplied goods."""
    DONOR = "donor"
    """Gave aid."""
    AGENT = "agent"
    """Did it."""
    HELPER = "helper"
    """Helped to do it."""
    TARGET = "target"
    """It was done to them."""
    VICTIM = "victim"
    """Suffered it."""


class Side(StrEnum):
    """Which way an act runs."""

    INITIATOR = "initiator"
    """From whom the act comes."""
    TARGET = "target"
    """Towards whom it goes."""
    MUTUAL = "mutual"
    """It runs both ways."""


@dataclass(frozen=True, slots=True)
class TakesPart:
    """What a party field of an event kind says of those it names: their role and side.

    `plain`: the API shows the actors alone, without what they represent."""

    role: Role
    side: Side
    plain: bool = False


class Party(Value):
    """Somebody in an event. Written in short as the bare actor."""

    actor: ActorRef
    """Who: an id, a code or any name."""
    representing: ActorRef | None = None
    """The state or body that a person acts for here."""
    as_said: Text | None = None
    """The source's own words for this party ("North Korean troops")."""

    @model_validator(mode="before")
    @classmethod
    def _from_bare_actor(cls, value: Any) -> Any:
        return {"actor": value} if isinstance(value, str) else value


class Attendee(Party):
    """Somebody seen at a ceremony, and where."""

    position: Text | None = None
    """Where among the others: center, left, right, beside; else as said."""
    stand: Text | None = None
    """On what: rostrum, reviewing stand."""


Parties = Annotated[tuple[Party, ...], BeforeValidator(as_tuple)]
"""Parties in the order named; one alone may stand without a list."""

Attendees = Annotated[tuple[Attendee, ...], BeforeValidator(as_tuple)]
"""Attendees in the order named."""
