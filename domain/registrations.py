"""The cast: who there is, what they are called, what offices they hold; places and sources."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from domain.entries import Entry
from domain.identity import actor_id, import_id, place_id, source_id
from domain.values.dates import Edtf
from domain.values.model import Value, as_tuple
from domain.values.refs import ActorRef, AreaRef, SourceRef
from domain.values.report import Reports
from domain.values.text import ActorId, Count, Language, Name, Sha256, Slug, Text


class Registration(Entry):
    """Something said about the cast of events."""

    SUBJECT: ClassVar[tuple[str, Callable[[str], UUID]]]
    """The field that names what is registered, and how its stream's id follows."""
    FOUNDS: ClassVar[bool] = False
    """Whether this kind begins a stream: registers the thing itself."""
    FOLLOWS: ClassVar[bool] = True
    """Whether it can only follow what began its stream. One that neither begins nor follows stands in a stream of its likes."""

    report: Reports = ()
    """Who says so."""

    @property
    def stream(self) -> UUID:
        field, identify = self.SUBJECT
        return identify(getattr(self, field))


class ActorKind(StrEnum):
    """What sort of actor it is."""

    STATE = "state"
    """A state, present or former."""
    TERRITORY = "territory"
    """A territory with a code of its own that is no state."""
    PERSON = "person"
    """A human being."""
    ORGANIZATION = "organization"
    """A body of states or of people: the United Nations, a ministry, a news agency."""
    ALLIANCE = "alliance"
    """States bound to help each other: NATO."""
    ARMED_FORCE = "armed_force"
    """The forces of a state, or a unit of them."""
    ARMED_GROUP = "armed_group"
    """Armed people who serve no state."""
    PARTY = "party"
    """A political party."""
    COMPANY = "company"
    """A business."""
    PEOPLE = "people"
    """A people, or the people of somewhere."""
    OTHER = "other"
    """Of no other sort."""


class Code(Value):
    """What another list calls the same thing."""

    scheme: Text
    """The list: iso3166-1-alpha-2, wikidata, cow."""
    code: Name
    """The code there, as text: leading zeros count."""


class ActorRegistered(Registration):
    """A state, person, organisation or group that can take part in events."""

    TOPIC: ClassVar = "actor_registered"
    SUBJECT: ClassVar = ("id", actor_id)
    FOUNDS: ClassVar = True

    id: ActorId
    """A slug; a state's ISO 3166-1 alpha-3 code, a former state's 3166-3 one."""
    actor_kind: ActorKind
    """What sort of actor."""
    name: Name
    """The usual name."""
    of: ActorRef | None = None
    """The state or body it belongs to."""
    codes: Annotated[tuple[Code, ...], Field(max_length=100)] = ()
    """What other lists call it; it can be named by any of them."""


class ActorAliased(Registration):
    """Another name of an actor."""

    TOPIC: ClassVar = "actor_aliased"
    SUBJECT: ClassVar = ("actor", actor_id)

    actor: ActorRef
    """Whose name."""
    alias: Name
    """The name."""
    language: Language | None = None
    """In what language (BCP 47)."""


class OfficeHeld(Registration):
    """An office held by a person."""

    TOPIC: ClassVar = "office_held"
    SUBJECT: ClassVar = ("actor", actor_id)

    actor: ActorRef
    """Who held it."""
    office: Text
    """What it is called."""
    of: ActorRef | None = None
    """Of what state or body."""
    held: Edtf | None = None
    """From when to when, as an EDTF interval, where known."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {actor_id(self.of): "of"} if self.of else {}


class ActorSucceeded(Registration):
    """One actor carrying on another: a successor state, a renamed group."""

    TOPIC: ClassVar = "actor_succeeded"
    SUBJECT: ClassVar = ("predecessor", actor_id)

    predecessor: ActorRef
    """Who was before."""
    successor: ActorRef
    """Who came after."""
    on: Edtf | None = None
    """When."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {actor_id(self.successor): "successor"}


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


class SourceRegistered(Registration):
    """An article, data set or document that reports events."""

    TOPIC: ClassVar = "source_registered"
    SUBJECT: ClassVar = ("id", source_id)
    FOUNDS: ClassVar = True

    id: Slug
    """A slug."""
    publisher: Text | None = None
    """Who published it."""
    title: Text | None = None
    """Its title."""
    language: Language | None = None
    """In what language (BCP 47)."""
    url: Text | None = None
    """Where it can be read."""
    published: Edtf | None = None
    """When it was published."""


class ImportFinished(Registration):
    """A file of a data set, read to its end: how many rows it has and what became of them.

    Those recorded from it name the file's sha256 and their line in `appended_by`."""

    TOPIC: ClassVar = "import_finished"
    SUBJECT: ClassVar = ("sha256", import_id)
    FOLLOWS: ClassVar = False

    source: SourceRef
    """The data set."""
    format: Slug
    """The layout that it was read in: icews, gdelt."""
    file: Name
    """The file's name, without its folder."""
    sha256: Sha256
    """The SHA-256 of the file's bytes as they are stored, in hexadecimal."""
    rows: Count
    """How many rows it has: always recorded, duplicates and rejected together."""
    recorded: Count
    """How many became entries this time."""
    duplicates: Count
    """How many were in the log already, or stand in the file again."""
    rejected: Count
    """How many could not be recorded."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {source_id(self.source): "source"}

    @model_validator(mode="after")
    def _every_row_is_told(self) -> Self:
        if self.rows != self.recorded + self.duplicates + self.rejected:
            raise ValueError(f"rows is {self.rows}, but recorded, duplicates and rejected add up to another number")
        return self


REGISTRATION_KINDS: tuple[type[Registration], ...] = (
    ActorRegistered,
    ActorAliased,
    OfficeHeld,
    ActorSucceeded,
    PlaceRegistered,
    SourceRegistered,
    ImportFinished,
)
