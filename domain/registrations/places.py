"""The places, and what lies within what."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from domain.identity import place_id
from domain.registrations.base import Registration
from domain.values.model import as_tuple
from domain.values.refs import AreaRef
from domain.values.text import Name, Slug


class PlaceKind(StrEnum):
    """What sort of place it is."""

    COUNTRY = "country"
    """A country, where its state is not meant."""
    REGION = "region"
    """A province, a part of a country, or of the world. GeoNames A and L."""
    DISTRICT = "district"
    """A part of a region or a city."""
    CITY = "city"
    """A large settlement. GeoNames P."""
    TOWN = "town"
    """A small settlement."""
    VILLAGE = "village"
    """A smaller one: a village, a hamlet, a settlement."""
    CAMP = "camp"
    """A camp: of refugees, of soldiers."""
    SITE = "site"
    """Grounds with a use: a square, a test site. GeoNames S and L."""
    BUILDING = "building"
    """One building, or several under one name. GeoNames S."""
    BASE = "base"
    """A military base, a barracks, a fort."""
    AIRPORT = "airport"
    """An airport, an airfield."""
    PORT = "port"
    """A harbour, an anchorage, a shipyard."""
    BORDER_CROSSING = "border_crossing"
    """Where a border is crossed, or a checkpoint."""
    PLANT = "plant"
    """Works of industry or energy: a power station, a refinery, a mine, a dam."""
    ROAD = "road"
    """A road, a street, a railway, a tunnel. GeoNames R."""
    BRIDGE = "bridge"
    """A bridge."""
    PIPELINE = "pipeline"
    """A pipeline, a cable, a power line."""
    ISLAND = "island"
    """An island, or several; a reef, a shoal. GeoNames T."""
    MOUNTAIN = "mountain"
    """A mountain, a range, a pass, a valley. GeoNames T."""
    COAST = "coast"
    """A coast, a cape, a peninsula. GeoNames T."""
    DESERT = "desert"
    """A desert, a plain. GeoNames T."""
    FOREST = "forest"
    """A forest, a nature reserve. GeoNames V and L."""
    SEA = "sea"
    """An ocean, a sea, a gulf, a bay. GeoNames H and U."""
    STRAIT = "strait"
    """A strait, a channel, a canal. GeoNames H."""
    LAKE = "lake"
    """A lake, a reservoir. GeoNames H."""
    RIVER = "river"
    """A river, a stream, its delta. GeoNames H."""
    WATER = "water"
    """Any other water. GeoNames H."""
    OTHER = "other"
    """Of no other sort."""


class PlaceRegistered(Registration):
    """A place where events happen."""

    TOPIC: ClassVar = "place_registered"
    SUBJECT: ClassVar = ("id", place_id)
    FOUNDS: ClassVar = True

    id: Slug
    """A slug."""
    name: Name
    """The usual name."""
    place_kind: PlaceKind
    """What sort of place."""
    within: AreaRef | None = None
    """The place or state that it lies in."""
    aliases: Annotated[tuple[Name, ...], BeforeValidator(as_tuple), Field(max_length=500)] = ()
    """Other names."""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north."""
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""
    provisional: bool = False
    """Whether an import made this registration from what a file says. A registration without this mark completes it."""

    @property
    def is_provisional(self) -> bool:
        return self.provisional

    @property
    def can_be_completed(self) -> bool:
        # Earlier versions marked no places, but made their ids of the country and what they lie in: chn-hebei-handan.
        within = (self.within or "").lower()
        return self.provisional or (within[3:4] in ("", "-") and self.id[3:4] == "-" and self.id.startswith(f"{within}-"))


KINDS = (PlaceRegistered,)
