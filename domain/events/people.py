"""What befalls people: flight, disaster, exchange."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from domain.codes import Coding
from domain.events.base import UNCODED, Event
from domain.events.deeds import Toll
from domain.values.estimate import Estimate
from domain.values.party import Exchangers, Parties, Role, Side, TakesPart
from domain.values.refs import PlaceRef
from domain.values.text import Text


class PeopleDisplaced(Event):
    """People fleeing, evacuated or returning home."""

    SYNONYMS: ClassVar = (
        *("refugees", "refugee", "displacement", "fled", "flee", "flight", "exodus", "evacuated", "evacuation", "migrants"),
        *("migration", "crossed", "returned", "uprooted", "idps", "arrived"),
    )
    EXAMPLE: ClassVar = {"displaced": {"best": 60000, "approximate": True}, "fled_from": ["SDN"], "received_by": ["TCD"]}
    TOPIC: ClassVar = "people_displaced"
    CODING: ClassVar = UNCODED

    displaced: Estimate | None = None
    """How many people."""
    people: Annotated[Parties, TakesPart(Role.VICTIM, Side.MUTUAL)] = ()
    """Who they are, where they are named."""
    fled_from: Annotated[Parties, TakesPart(Role.ORIGIN, Side.MUTUAL)] = ()
    """The states that they left."""
    received_by: Annotated[Parties, TakesPart(Role.HOST, Side.MUTUAL)] = ()
    """The states or bodies that took them in."""
    origin: PlaceRef | None = None
    """From where."""
    destination: PlaceRef | None = None
    """To where."""
    cause: Text | None = None
    """Why, as said: shelling, flood."""
    returned: bool = False
    """Whether they came back to where they had fled from."""


class Disaster(StrEnum):
    """What struck."""

    EARTHQUAKE = "earthquake"
    """An earthquake, or a tsunami after it."""
    FLOOD = "flood"
    """A flood or a burst dam."""
    STORM = "storm"
    """A storm, cyclone, tornado or blizzard."""
    LANDSLIDE = "landslide"
    """A landslide, mudslide or avalanche."""
    VOLCANO = "volcano"
    """An eruption."""
    DROUGHT = "drought"
    """A drought or heat wave."""
    FAMINE = "famine"
    """A famine."""
    FIRE = "fire"
    """A wildfire, or a fire in a building."""
    EPIDEMIC = "epidemic"
    """An outbreak of disease."""
    TRANSPORT = "transport"
    """An accident of a ship, aircraft, train or road vehicle."""
    INDUSTRIAL = "industrial"
    """An accident in a plant or mine, a collapse, a spill."""
    OTHER = "other"
    """Another disaster."""


class DisasterStruck(Toll):
    """A natural disaster, epidemic or accident; nobody need have done it."""

    SYNONYMS: ClassVar = (
        *("earthquake", "quake", "tsunami", "flood", "floods", "storm", "cyclone", "hurricane", "typhoon", "tornado"),
        *("landslide", "eruption", "volcano", "drought", "famine", "wildfire", "fire", "epidemic", "pandemic", "outbreak"),
        *("accident", "crash", "crashed", "collapse", "explosion", "sank", "shipwreck", "derailed", "catastrophe"),
    )
    EXAMPLE: ClassVar = {
        "disaster": "earthquake",
        "affected": ["TUR"],
        "magnitude": {"best": 6.1, "unit": "Mw"},
        "deaths": {"best": 112},
        "displaced": {"best": 20000, "approximate": True},
    }
    TOPIC: ClassVar = "disaster_struck"
    CODING: ClassVar = UNCODED

    disaster: Disaster
    """What struck."""
    name: Text | None = None
    """What it is called: Cyclone Freddy."""
    affected: Annotated[Parties, TakesPart(Role.VICTIM, Side.MUTUAL)] = ()
    """The states or others that it struck."""
    magnitude: Estimate | None = None
    """How strong it was, with its unit: Mw, km/h, mm."""
    displaced: Estimate | None = None
    """How many people lost their homes or were brought to safety."""
    damage: Estimate | None = None
    """What was lost, with its unit: USD, houses."""


class PeopleExchanged(Event):
    """Prisoners, hostages, children or bodies exchanged between two or more sides."""

    SYNONYMS: ClassVar = (
        *("prisoners", "prisoner", "swap", "swapped", "exchange", "exchanged", "pows", "hostages", "bodies", "remains"),
    )
    EXAMPLE: ClassVar = {
        "sides": [{"actor": "RUS", "released": {"best": 205}}, {"actor": "UKR", "released": {"best": 205}}],
        "mediators": ["ARE"],
    }
    TOPIC: ClassVar = "people_exchanged"
    CODING: ClassVar = Coding(plover="RETREAT", cameo="0841", mode="release")

    sides: Annotated[Exchangers, TakesPart(Role.PARTICIPANT, Side.MUTUAL), Field(min_length=2)]
    """Between which sides, and how many each let go."""
    mediators: Annotated[Parties, TakesPart(Role.MEDIATOR, Side.MUTUAL)] = ()
    """Who brought it about."""
    count: Estimate | None = None
    """How many people in all."""
    who: Text | None = None
    """Who was exchanged, as said: prisoners of war, bodies of soldiers."""


KINDS = (PeopleDisplaced, DisasterStruck, PeopleExchanged)
