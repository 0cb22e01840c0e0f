"""Being seen together."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import Event
from domain.events.presence import Presence
from domain.values.party import Attendees, Parties, Party, Role, Side, TakesPart
from domain.values.refs import PlaceRef
from domain.values.text import Text

Attending = Annotated[Attendees, TakesPart(Role.ATTENDEE, Side.MUTUAL), Field(min_length=1)]
Host = Annotated[Party | None, TakesPart(Role.HOST, Side.MUTUAL)]


class ParadeAttended(Event):
    """A parade or public ceremony, and who stood where."""

    SYNONYMS: ClassVar = ("ceremony", "celebration", "funeral", "commemoration", "anniversary", "inauguration", "march", "review")
    EXAMPLE: ClassVar = {"attendees": [{"actor": "CHN", "position": "center"}, "RUS"], "host": "CHN", "occasion": "Victory Day"}
    TOPIC: ClassVar = "parade_attended"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="017")
    PRESENT: ClassVar = Presence("All were seen at one ceremony, which the host held.", Role.ATTENDEE, Role.HOST)

    attendees: Attending
    """Those named as present."""
    host: Host = None
    """Who held it."""
    occasion: Text | None = None
    """What it was held for."""


class BanquetAttended(Event):
    """A banquet or reception."""

    SYNONYMS: ClassVar = ("dinner", "reception", "lunch", "gala", "feast")
    EXAMPLE: ClassVar = {"attendees": ["USA", "GBR"], "host": "GBR", "occasion": "a state visit"}
    TOPIC: ClassVar = "banquet_attended"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="017")
    PRESENT: ClassVar = Presence("All sat at one banquet, which the host gave.", Role.ATTENDEE, Role.HOST)

    attendees: Attending
    """Those named as present."""
    host: Host = None
    """Who gave it."""
    occasion: Text | None = None
    """What it was given for."""


class JourneyShared(Event):
    """A way travelled together."""

    SYNONYMS: ClassVar = ("ride", "flight", "trip", "travelled", "train", "car", "rode")
    EXAMPLE: ClassVar = {"travellers": ["RUS", "PRK"], "vehicle": "the same car"}
    TOPIC: ClassVar = "journey_shared"
    CODING: ClassVar = Coding(plover="CONSULT", cameo="040")
    PRESENT: ClassVar = Presence("They travel side by side.", Role.TRAVELLER)

    travellers: Annotated[Parties, TakesPart(Role.TRAVELLER, Side.MUTUAL), Field(min_length=2)]
    """Those who travelled."""
    origin: PlaceRef | None = None
    """From where."""
    destination: PlaceRef | None = None
    """To where."""
    vehicle: Text | None = None
    """In what, as said."""


KINDS = (ParadeAttended, BanquetAttended, JourneyShared)
