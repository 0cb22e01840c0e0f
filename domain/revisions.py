"""What is said later about events and registrations: more reports, corrections, retractions, merges. Nothing is overwritten."""

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, model_validator

from domain.entries import Entry
from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.identity import actor_id, event_id
from domain.packing import pack, unpack
from domain.pattern import Pattern
from domain.registrations import REGISTRATION_KINDS, Registration
from domain.values.model import as_tuple
from domain.values.refs import ActorRef, EventRef, MemberRef, SourceRef, SurvivorRef
from domain.values.report import Reports
from domain.values.text import Key, Text


def _any_of(kinds: Iterable[type[Entry]]) -> BeforeValidator:
    return BeforeValidator(lambda value, info: unpack(value, kinds, info.context))


AnyEvent = Annotated[Event, _any_of(EVENT_KINDS), PlainSerializer(pack)]
"""An event of any kind, written with its `kind`."""
AnyRegistration = Annotated[Registration, _any_of(REGISTRATION_KINDS), PlainSerializer(pack)]
"""A registration of any kind, written with its `kind`."""


class Revision(Entry):
    """Something said about an entry that the log already holds."""

    key: Key | None = None
    """A name for this revision, for when the same is to be said again on purpose."""
    reason: Text | None = None
    """Why."""
    report: Reports = ()
    """On whose account."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {UUID(r.stated_in): "report.stated_in" for r in self.report if r.stated_in}


class EventRevision(Revision):
    """A revision of one event."""

    event: EventRef
    """Which event: its key, uuid or Relay id."""

    @property
    def stream(self) -> UUID:
        return UUID(self.event)


class EventCorroborated(EventRevision):
    """Another report of an event."""

    TOPIC: ClassVar = "event_corroborated"

    report: Annotated[Reports, Field(min_length=1)]
    """The other report."""


class EventCorrected(EventRevision):
    """An event restated: the replacement holds from now on, its earlier form stays in the history.

    The reports of other sources stay. A replacement that has a report of its own replaces those the event was recorded with."""

    TOPIC: ClassVar = "event_corrected"

    replacement: AnyEvent
    """The event as it should read, whole; its key may be left out."""
    reason: Text
    """Why it is corrected."""

    @property
    def targets(self) -> dict[UUID, str]:
        return super().targets | {id: f"replacement.{field}" for id, field in self.replacement.targets.items()}

    @model_validator(mode="before")
    @classmethod
    def _key_of_the_event(cls, value: Any, info: ValidationInfo) -> Any:
        if info.context is None or not isinstance(value, dict) or not isinstance(value.get("replacement"), dict):
            return value
        try:
            key = info.context.key(info.context.event(value["event"]))
        except (KeyError, TypeError, BadInput):
            return value
        return value | {"replacement": {"key": key} | value["replacement"]}

    @model_validator(mode="after")
    def _same_event(self) -> Self:
        if str(event_id(self.replacement.key)) != self.event:
            raise ValueError(f"the replacement has the key {self.replacement.key!r} of another event; leave the key out")
        return self


class EventRetracted(EventRevision):
    """An event taken back: it counts nowhere any more."""

    TOPIC: ClassVar = "event_retracted"

    reason: Text
    """Why it is taken back."""


class EventReinstated(EventRevision):
    """A retracted event restored."""

    TOPIC: ClassVar = "event_reinstated"


class ReportWithdrawn(EventRevision):
    """A report of an event taken back by its source."""

    TOPIC: ClassVar = "report_withdrawn"

    source: SourceRef
    """Whose report."""
    quote: Text | None = None
    """Which of its passages; all of them where it is left out."""


EventRefs = Annotated[tuple[EventRef, ...], BeforeValidator(as_tuple), Field(min_length=1)]
ActorRefs = Annotated[tuple[MemberRef, ...], BeforeValidator(as_tuple), Field(min_length=1)]


class EventsRevision(EventRevision):
    """A revision of several events."""

    duplicates: EventRefs
    """The events that are, or had been taken for, the same as `event`."""

    @property
    def duplicate_ids(self) -> tuple[UUID, ...]:
        """The streams of the duplicates, each once."""
        return tuple(dict.fromkeys(UUID(ref) for ref in self.duplicates))

    @property
    def targets(self) -> dict[UUID, str]:
        return super().targets | dict.fromkeys(self.duplicate_ids, "duplicates")


class EventsMerged(EventsRevision):
    """Several recorded events found to be one: `event` survives, the duplicates count nowhere."""

    TOPIC: ClassVar = "events_merged"

    event: SurvivorRef
    """The one that survives: its key, uuid or Relay id; of an event merged before, the one that survived then."""


class EventsUnmerged(EventsRevision):
    """Events that had been merged, told apart again."""

    TOPIC: ClassVar = "events_unmerged"


class ActorsRevision(Revision):
    """A revision of several actors."""

    actor: ActorRef
    """The survivor."""
    duplicates: ActorRefs
    """The actors that are, or had been taken for, the same."""

    @property
    def stream(self) -> UUID:
        return actor_id(self.actor)

    @property
    def duplicate_ids(self) -> tuple[UUID, ...]:
        """The streams of the duplicates, each once."""
        return tuple(dict.fromkeys(actor_id(ref) for ref in self.duplicates))

    @property
    def targets(self) -> dict[UUID, str]:
        return super().targets | dict.fromkeys(self.duplicate_ids, "duplicates")


class ActorsMerged(ActorsRevision):
    """Several registered actors found to be one: `actor` survives."""

    TOPIC: ClassVar = "actors_merged"


class ActorsUnmerged(ActorsRevision):
    """Actors that had been merged, told apart again."""

    TOPIC: ClassVar = "actors_unmerged"

    actor: MemberRef
    """The one that the others had been merged into, even where it has been merged itself since."""


class RegistrationRevision(Revision):
    """A revision of one registration."""

    registration: Annotated[Pattern, Field(description="Which one: its kind and as many of its fields as tell it apart.")]
    version: int | None = None
    """Its version in its stream; found when it is appended."""

    @property
    def stream(self) -> UUID:
        return self.registration.stream


class RegistrationCorrected(RegistrationRevision):
    """A registration restated."""

    TOPIC: ClassVar = "registration_corrected"

    replacement: AnyRegistration
    """The registration as it should read, whole, of the same kind and about the same thing."""
    reason: Text
    """Why it is corrected."""

    @model_validator(mode="after")
    def _same_thing(self) -> Self:
        if self.registration.topic != self.replacement.TOPIC or self.replacement.stream != self.stream:
            raise ValueError("the replacement is of another kind or about something else; retract and register anew")
        return self


class RegistrationRetracted(RegistrationRevision):
    """A registration taken back."""

    TOPIC: ClassVar = "registration_retracted"

    reason: Text
    """Why it is taken back."""


REVISION_KINDS: tuple[type[Revision], ...] = (
    EventCorroborated,
    EventCorrected,
    EventRetracted,
    EventReinstated,
    ReportWithdrawn,
    EventsMerged,
    EventsUnmerged,
    ActorsMerged,
    ActorsUnmerged,
    RegistrationCorrected,
    RegistrationRetracted,
)
