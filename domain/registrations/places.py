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
    """A province, a part of a country, or of the world."""
    DISTRICT = "district"
    """A part of a region or a city."""
    CITY = "city"
    """A large settlement."""
    TOWN = "town"
    """A small settlement, a village."""
    SITE = "site"
    """Grounds with a use: a square, a base, a test site."""
    BUILDING = "building"
    """One building, or several under one name."""
    WATER = "water"
    """A sea, a lake, a river."""
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
