"""The actors: who there is, what they are called, what offices they hold, what they belong to, who came after whom."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field

from domain.identity import actor_id
from domain.registrations.base import Registration
from domain.values.dates import Edtf
from domain.values.model import Value, as_tuple
from domain.values.refs import ActorRef
from domain.values.text import ActorId, Language, Name, Text


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


COUNTRIES = (ActorKind.STATE.value, ActorKind.TERRITORY.value)
"""The kinds of actors that are a country: places lie in them, and events happen in them."""


IMPORTED = "imported"
"""The scheme of the code that marks a provisional actor, which an import registered by its name alone; the code is that name."""


BUILT_IN = "annals"
"""The scheme of the code that marks a body which annals registers at the first start; the code is its id."""


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
    """What other lists call it. By its ISO 3166-1 alpha-2 code and its Wikidata id it can be named, too."""

    @property
    def is_provisional(self) -> bool:
        return any(code.scheme == IMPORTED for code in self.codes)

    @property
    def is_built_in(self) -> bool:
        """Whether it is a body that annals registers on its own, for want of anybody's registration."""
        return any(code.scheme == BUILT_IN for code in self.codes)

    @property
    def can_be_completed(self) -> bool:
        # Earlier versions marked no leaders, but made their ids of the list and the code there.
        return self.is_provisional or self.is_built_in or any(self.id == f"{code.scheme}-{code.code}" for code in self.codes)


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


class ActorCoded(Registration):
    """What other lists call an actor, beside the codes that it was registered with."""

    TOPIC: ClassVar = "actor_coded"
    SUBJECT: ClassVar = ("actor", actor_id)

    actor: ActorRef
    """Whose codes."""
    codes: Annotated[tuple[Code, ...], BeforeValidator(as_tuple), Field(min_length=1, max_length=100)]
    """The codes. By its ISO 3166-1 alpha-2 code and its Wikidata id it can be named, too."""


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


class MembershipHeld(Registration):
    """A state or somebody else belonging to a body."""

    TOPIC: ClassVar = "membership_held"
    SUBJECT: ClassVar = ("actor", actor_id)

    actor: ActorRef
    """Who belongs to it."""
    of: ActorRef
    """The body."""
    standing: Text | None = None
    """As what, where it is no full member: observer, candidate, suspended."""
    held: Edtf | None = None
    """From when to when, as an EDTF interval, where known."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {actor_id(self.of): "of"}


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


KINDS = (ActorRegistered, ActorAliased, ActorCoded, OfficeHeld, MembershipHeld, ActorSucceeded)
