"""Leaders and officials in conversation."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.party import Parties, Party, Role, Side, TakesPart
from domain.values.text import Text

Meeting = Annotated[Parties, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=2)]
Host = Annotated[Party | None, TakesPart(Role.HOST, Side.MUTUAL)]
Mediator = Annotated[Party | None, TakesPart(Role.MEDIATOR, Side.MUTUAL)]


class SummitHeld(Event):
    """A meeting of heads of state or government."""

    SYNONYMS: ClassVar = ("leaders", "heads", "talks", "met")
    EXAMPLE: ClassVar = {"participants": ["PRK", "RUS"], "host": "RUS"}
    TOPIC: ClassVar = "summit_held"
    PRESENT: ClassVar = Presence("They meet in one place; so does the host that receives them.", Role.PARTICIPANT, Role.HOST)

    participants: Meeting
    """Those who met: leaders, or states alone where the leaders are not named."""
    host: Host = None
    """Whose guests they were."""

    def coding_as_done(self) -> Coding:
        return self.codings()[self._mode()]

    @classmethod
    @cache
    def codings(cls) -> Mapping[Any, Coding]:
        return {mode: Coding(plover="CONSULT", cameo="046", mode=mode) for mode in (None, "visit", "third-party", "multilateral")}

    def _mode(self) -> str | None:
        camps = {p.representing or p.actor for p in self.participants}
        if len(camps) > 2:
            return "multilateral"
        if self.host is None:
            return None
        return "visit" if camps & {self.host.actor, self.host.representing} else "third-party"


class MeetingHeld(Event):
    """A meeting of others than heads of state or government: ministers, envoys, officials."""

    SYNONYMS: ClassVar = (
        *("talks", "met", "negotiation", "negotiations", "negotiated", "conference", "consultations", "round", "mediation"),
    )
    EXAMPLE: ClassVar = {"participants": ["ARM", "AZE"], "level": "foreign ministers", "mediator": "USA", "negotiation": True}
    TOPIC: ClassVar = "meeting_held"
    CODED_BY: ClassVar = "negotiation"
    CODINGS: ClassVar = {
        False: Coding(plover="CONSULT", cameo="040"),
        True: Coding(plover="CONSULT", cameo="046"),
    }
    PRESENT: ClassVar = Presence("They sit at one table, and the mediator with them.", Role.PARTICIPANT, Role.MEDIATOR)

    participants: Meeting
    """Those who met."""
    level: Text | None = None
    """The rank of those who met: ministers, envoys, officials."""
    mediator: Mediator = None
    """Who brought them together."""
    negotiation: bool = False
    """Whether they negotiated."""


class VisitMade(Event):
    """A visit paid to somebody at home."""

    SYNONYMS: ClassVar = ("visited", "trip", "travelled", "arrived", "received", "hosted", "tour")
    EXAMPLE: ClassVar = {"visitor": "TUR", "host": "EGY", "purpose": "talks on gas fields"}
    TOPIC: ClassVar = "visit_made"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="042", mode="visit")
    PRESENT: ClassVar = Presence("The visitor comes to where the host is.", Role.VISITOR, Role.HOST)

    visitor: Annotated[Party, TakesPart(Role.VISITOR, Side.INITIATOR)]
    """Who came."""
    host: Annotated[Party, TakesPart(Role.HOST, Side.TARGET)]
    """Who received the visitor."""
    more_visitors: Annotated[Parties, TakesPart(Role.VISITOR, Side.INITIATOR)] = ()
    """Who came along, where several are named."""
    purpose: Text | None = None
    """What for, as said."""


class CallHeld(Event):
    """A conversation by telephone or video."""

    SYNONYMS: ClassVar = ("phone", "telephone", "phoned", "video", "called", "spoke")
    EXAMPLE: ClassVar = {"participants": ["FRA", "UKR"]}
    TOPIC: ClassVar = "call_held"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="041", mode="phone")
    PRESENT: ClassVar = Presence("Each speaks from another place.")

    participants: Meeting
    """Those who spoke."""


KINDS = (SummitHeld, MeetingHeld, VisitMade, CallHeld)
