"""What was said in public."""

from enum import StrEnum
from typing import Annotated, ClassVar

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.report import Texts
from domain.values.text import Text


class Stance(StrEnum):
    """How a statement stands towards those it is about."""

    PRAISE = "praise"
    """Approves of what they did."""
    SUPPORT = "support"
    """Takes their side."""
    PLEDGE = "pledge"
    """Promises them something."""
    OPTIMISM = "optimism"
    """Expects well of them or of what is to come."""
    APPEAL = "appeal"
    """Asks them for something."""
    DEMAND = "demand"
    """Insists on something from them."""
    CRITICISM = "criticism"
    """Disapproves of what they did."""
    ACCUSATION = "accusation"
    """Says that they did wrong."""
    REJECTION = "rejection"
    """Refuses what they propose or demand."""
    THREAT = "threat"
    """Says what will happen unless they comply."""
    DENIAL = "denial"
    """Says that something is not so."""
    NEUTRAL = "neutral"
    """Comments without taking sides."""


class StatementMade(Event):
    """Something said by somebody, in public or to the press."""

    TOPIC: ClassVar = "statement_made"
    CODED_BY: ClassVar = "stance"
    CODINGS: ClassVar = {
        Stance.PRAISE: Coding(plover="SUPPORT", cameo="051"),
        Stance.SUPPORT: Coding(plover="SUPPORT", cameo="051"),
        Stance.PLEDGE: Coding(plover="AGREE", cameo="030"),
        Stance.OPTIMISM: Coding(plover=None, cameo="013"),
        Stance.APPEAL: Coding(plover="REQUEST", cameo="020"),
        Stance.DEMAND: Coding(plover="REQUEST", cameo="100"),
        Stance.CRITICISM: Coding(plover="ACCUSE", cameo="111", mode="disapprove"),
        Stance.ACCUSATION: Coding(plover="ACCUSE", cameo="112", mode="allege"),
        Stance.REJECTION: Coding(plover="REJECT", cameo="120"),
        Stance.THREAT: Coding(plover="THREATEN", cameo="130"),
        Stance.DENIAL: Coding(plover=None, cameo="016"),
        Stance.NEUTRAL: Coding(plover=None, cameo="010"),
    }
    PRESENT: ClassVar = Presence("Nobody needs to be there to be spoken about.")

    speaker: Annotated[Party, TakesPart(Role.SPEAKER, Side.INITIATOR)]
    """Who said it."""
    about: Annotated[Parties, TakesPart(Role.SUBJECT, Side.TARGET, plain=True)] = ()
    """Those the stance is towards."""
    mentions: Annotated[Parties, TakesPart(Role.MENTIONED, Side.TARGET, plain=True)] = ()
    """Those named without a stance towards them; they form no pair with the speaker."""
    stance: Stance
    """How the statement stands towards those it is about."""
    quote: Text | None = None
    """The speaker's own words, where the source has quotation marks."""
    gist: Text | None = None
    """What was said, in indirect speech."""
    audience: Text | None = None
    """To whom: reporters, parliament."""
    channel: Text | None = None
    """By what means: speech, interview, social media."""
    leaves_out: Texts = ()
    """What the source remarks was not mentioned."""


KINDS = (StatementMade,)
