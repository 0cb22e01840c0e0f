"""Leaders and officials in conversation."""

from typing import Annotated, ClassVar

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

    TOPIC: ClassVar = "summit_held"
    PRESENT: ClassVar = Presence("They meet in one place; so does the host that receives them.", Role.PARTICIPANT, Role.HOST)

    participants: Meeting
    """Those who met: leaders, or states alone where the leaders are not named."""
    host: Host = None
    """Whose guests they were."""

    def coding_as_done(self) -> Coding:
        return Coding(plover="CONSULT", cameo="046", mode=self._mode())

    def _mode(self) -> str | None:
        camps = {p.representing or p.actor for p in self.participants}
        if len(camps) > 2:
            return "multilateral"
        if self.host is None:
            return None
        return "visit" if camps & {self.host.actor, self.host.representing} else "third-party"


class MeetingHeld(Event):
    """A meeting of others than heads of state or government: ministers, envoys, officials."""

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

    TOPIC: ClassVar = "visit_made"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="042", mode="visit")
    PRESENT: ClassVar = Presence("The visitor comes to where the host is.", Role.VISITOR, Role.HOST)

    visitor: Annotated[Party, TakesPart(Role.VISITOR, Side.INITIATOR)]
    """Who came."""
    host: Annotated[Party, TakesPart(Role.HOST, Side.TARGET)]
    """Who received the visitor."""
    purpose: Text | None = None
    """What for, as said."""


class CallHeld(Event):
    """A conversation by telephone or video."""

    TOPIC: ClassVar = "call_held"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="041", mode="phone")
    PRESENT: ClassVar = Presence("Each speaks from another place.")

    participants: Meeting
    """Those who spoke."""


KINDS = (SummitHeld, MeetingHeld, VisitMade, CallHeld)
