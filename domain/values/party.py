"""Who took part in an event, as what, and on which side."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from domain.values.estimate import Estimate
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
    VOTER = "voter"
    """Cast a vote."""
    CANDIDATE = "candidate"
    """Stood for election."""
    OBSERVER = "observer"
    """Watched how it was done."""
    BODY = "body"
    """The state or body that it happened in or to."""
    MEMBER = "member"
    """Belongs to a body, or joined or left it."""
    HOLDER = "holder"
    """Took, held or left an office."""
    ORIGIN = "origin"
    """Was left by those who moved."""


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


class Candidate(Party):
    """Somebody who stood for election, and with what result."""

    share: Estimate | None = None
    """The share of the vote, in percent."""
    votes: Estimate | None = None
    """How many voted for them."""
    seats: Estimate | None = None
    """How many seats they won."""
    won: bool | None = None
    """Whether they were elected or came first; absent where it is not said."""


class Observer(Party):
    """Somebody who observed a vote, and how they judged it."""

    verdict: Text | None = None
    """What they said of it: free and fair, marred by fraud."""


class Exchanger(Party):
    """One side of an exchange of people, and how many it let go."""

    released: Estimate | None = None
    """How many people it let go."""


PARTY_CLASSES: tuple[type[Party], ...] = (Party, Attendee, Candidate, Observer, Exchanger)
"""What a party can be written as: some kinds say more of those in them than who they are."""

Parties = Annotated[tuple[Party, ...], BeforeValidator(as_tuple)]
"""Parties in the order named; one alone may stand without a list."""

Attendees = Annotated[tuple[Attendee, ...], BeforeValidator(as_tuple)]
"""Attendees in the order named."""

Candidates = Annotated[tuple[Candidate, ...], BeforeValidator(as_tuple)]
"""Candidates in the order named."""

Observers = Annotated[tuple[Observer, ...], BeforeValidator(as_tuple)]
"""Observers in the order named."""

Exchangers = Annotated[tuple[Exchanger, ...], BeforeValidator(as_tuple)]
"""The sides of an exchange in the order named."""
