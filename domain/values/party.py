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
    HOST = "host"
    MEDIATOR = "mediator"
    VISITOR = "visitor"
    SPEAKER = "speaker"
    SUBJECT = "subject"
    MENTIONED = "mentioned"
    SIGNATORY = "signatory"
    ATTENDEE = "attendee"
    TRAVELLER = "traveller"
    SENDER = "sender"
    RECIPIENT = "recipient"
    SUPPLIER = "supplier"
    DONOR = "donor"
    AGENT = "agent"
    HELPER = "helper"
    TARGET = "target"
    VICTIM = "victim"


class Side(StrEnum):
    """Which way an act runs: from the initiator to the target, or both ways between those it is mutual for."""

    INITIATOR = "initiator"
    TARGET = "target"
    MUTUAL = "mutual"


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
