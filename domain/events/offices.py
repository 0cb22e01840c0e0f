"""Offices taken and left, bodies formed and dissolved, power seized."""

from enum import StrEnum
from typing import Annotated, ClassVar

from domain.codes import Coding
from domain.events.base import UNCODED, Event
from domain.events.deeds import Attack
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.text import Text

Holder = Annotated[Party, TakesPart(Role.HOLDER, Side.MUTUAL)]
Other = Annotated[Party | None, TakesPart(Role.HOLDER, Side.MUTUAL)]
Of = Annotated[Party | None, TakesPart(Role.BODY, Side.MUTUAL)]
By = Annotated[Parties, TakesPart(Role.AGENT, Side.MUTUAL)]


class Appointment(StrEnum):
    """How somebody came into office."""

    ELECTED = "elected"
    """By a vote."""
    APPOINTED = "appointed"
    """Named by somebody."""
    INHERITED = "inherited"
    """By descent, or as deputy."""
    SWORN_IN = "sworn_in"
    """The oath was taken; how it came to that is not said."""
    ACTING = "acting"
    """For the time being."""
    SEIZED = "seized"
    """By force."""


class OfficeTaken(Event):
    """Somebody taking office: elected, appointed, sworn in."""

    SYNONYMS: ClassVar = (
        *("appointed", "appointment", "inaugurated", "inauguration", "sworn", "named", "nominated", "crowned", "succession"),
        *("promoted", "minister", "president", "elected"),
    )
    EXAMPLE: ClassVar = {
        "holder": "anne-martin",
        "office": "President of the Republic",
        "of": "FRA",
        "appointment": "elected",
        "predecessor": "jean-petit",
    }
    TOPIC: ClassVar = "office_taken"
    CODING: ClassVar = UNCODED

    holder: Holder
    """Who took it."""
    office: Text
    """Which office."""
    of: Of = None
    """The state or body that the office belongs to."""
    appointment: Appointment | None = None
    """How they came into it."""
    by: By = ()
    """Who appointed them or swore them in."""
    predecessor: Other = None
    """Who held it before."""


class Departure(StrEnum):
    """How somebody went out of office."""

    RESIGNED = "resigned"
    """By their own word."""
    DISMISSED = "dismissed"
    """Removed by somebody who may do so."""
    VOTED_OUT = "voted_out"
    """By a vote: an election lost, an impeachment, no confidence."""
    TERM_ENDED = "term_ended"
    """The term was over."""
    OVERTHROWN = "overthrown"
    """By force."""
    DIED = "died"
    """In office."""


class OfficeLeft(Event):
    """Somebody leaving office: resigned, dismissed, voted out, overthrown, died."""

    SYNONYMS: ClassVar = (
        *("resigned", "resignation", "dismissed", "dismissal", "sacked", "fired", "ousted", "deposed", "removed", "retired"),
        *("abdicated", "stepped", "quit", "died", "death", "minister", "president"),
    )
    EXAMPLE: ClassVar = {"holder": "jean-petit", "office": "Minister of Defence", "of": "FRA", "departure": "resigned"}
    TOPIC: ClassVar = "office_left"
    IS_ACT: ClassVar = False
    CODED_BY: ClassVar = "departure"
    CODINGS: ClassVar = dict.fromkeys((None, *Departure), UNCODED) | {
        Departure.RESIGNED: Coding(plover="RETREAT", cameo=None, mode="resign"),
    }

    holder: Holder
    """Who left it."""
    office: Text
    """Which office."""
    of: Of = None
    """The state or body that the office belongs to."""
    departure: Departure | None = None
    """How they left it."""
    by: By = ()
    """Who removed them."""
    successor: Other = None
    """Who took it next."""
    reason: Text | None = None
    """Why, as said."""


class BodyFormed(Event):
    """A government, coalition, party, alliance or other body formed."""

    SYNONYMS: ClassVar = (
        *("government", "coalition", "cabinet", "party", "alliance", "founded", "founding", "established", "created"),
        *("organisation", "organization", "commission", "bloc"),
    )
    EXAMPLE: ClassVar = {"body": "new-coalition", "members": ["party-a", "party-b"], "purpose": "to govern until 2030", "of": "DEU"}
    TOPIC: ClassVar = "body_formed"
    CODING: ClassVar = UNCODED

    body: Annotated[Party | None, TakesPart(Role.BODY, Side.MUTUAL)] = None
    """What was formed, where it is registered."""
    name: Text | None = None
    """What it is called, else what it is."""
    of: Of = None
    """The state or body that it belongs to."""
    members: Annotated[Parties, TakesPart(Role.MEMBER, Side.MUTUAL)] = ()
    """Who belongs to it."""
    by: By = ()
    """Who formed it."""
    purpose: Text | None = None
    """What for, as said."""


class BodyDissolved(Event):
    """A parliament, government, party or other body dissolved."""

    SYNONYMS: ClassVar = (
        *("parliament", "dissolution", "disbanded", "abolished", "collapsed", "government", "coalition", "assembly"),
        *("prorogued", "suspended"),
    )
    EXAMPLE: ClassVar = {"body": "national-assembly", "of": "FRA", "by": ["anne-martin"], "reason": "to call an early election"}
    TOPIC: ClassVar = "body_dissolved"
    CODING: ClassVar = UNCODED

    body: Annotated[Party | None, TakesPart(Role.BODY, Side.MUTUAL)] = None
    """What was dissolved, where it is registered."""
    name: Text | None = None
    """What it is called, else what it is: parliament, the coalition."""
    of: Of = None
    """The state or body that it belonged to."""
    by: By = ()
    """Who dissolved it."""
    reason: Text | None = None
    """Why, as said."""


Ousted = Annotated[Parties, TakesPart(Role.TARGET, Side.TARGET)]


class PowerSeized(Attack):
    """Power in a state seized against its laws: a coup, a revolt that won."""

    SYNONYMS: ClassVar = (
        *("coup", "putsch", "junta", "takeover", "overthrow", "overthrown", "overthrew", "toppled", "revolution", "mutiny"),
        *("ousted", "regime"),
    )
    EXAMPLE: ClassVar = {"by": ["army-officers"], "of": "GNB", "ousted": [{"actor": "GNB", "as_said": "the president"}]}
    TOPIC: ClassVar = "power_seized"
    CODING: ClassVar = Coding(plover="COERCE", cameo="170", mode="seize")

    of: Of = None
    """The state in which power was seized."""
    ousted: Ousted = ()
    """Who lost power."""


class CoupAttempted(Attack):
    """An attempt to seize power in a state that failed, or whose end is not known yet."""

    SYNONYMS: ClassVar = ("coup", "putsch", "mutiny", "revolt", "uprising", "rebellion", "plot", "attempt", "failed")
    EXAMPLE: ClassVar = {"by_as_said": "a group of officers", "of": "BOL", "against": ["BOL"], "outcome": "foiled"}
    TOPIC: ClassVar = "coup_attempted"
    CODING: ClassVar = Coding(plover="COERCE", cameo="170", mode="seize")

    of: Of = None
    """The state in which it was tried."""
    against: Ousted = ()
    """Who was to lose power."""


KINDS = (OfficeTaken, OfficeLeft, BodyFormed, BodyDissolved, PowerSeized, CoupAttempted)
