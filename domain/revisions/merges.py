"""Verdicts on doubles: events or actors found to be one, told apart again, or found to be different."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BeforeValidator, Field

from domain.identity import actor_id
from domain.revisions.base import EventRevision, Revision
from domain.values.model import as_tuple
from domain.values.refs import ActorRef, EventRef, MemberRef, SurvivorRef

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


class EventsDistinguished(EventRevision):
    """Events that look alike found to be different: they are not proposed for merging again. Nothing else changes."""

    TOPIC: ClassVar = "events_distinguished"

    others: EventRefs
    """The events that are not the same as `event`."""

    @property
    def other_ids(self) -> tuple[UUID, ...]:
        """The streams of the others, each once."""
        return tuple(dict.fromkeys(UUID(ref) for ref in self.others))

    @property
    def targets(self) -> dict[UUID, str]:
        return super().targets | dict.fromkeys(self.other_ids, "others")


class ActorsDistinguished(Revision):
    """Actors that look alike found to be different: they are not proposed for merging again. Nothing else changes."""

    TOPIC: ClassVar = "actors_distinguished"

    actor: MemberRef
    """The one."""
    others: ActorRefs
    """The actors that are not the same as it."""

    @property
    def stream(self) -> UUID:
        return actor_id(self.actor)

    @property
    def other_ids(self) -> tuple[UUID, ...]:
        """The streams of the others, each once."""
        return tuple(dict.fromkeys(actor_id(ref) for ref in self.others))

    @property
    def targets(self) -> dict[UUID, str]:
        return super().targets | dict.fromkeys(self.other_ids, "others")


KINDS = (EventsMerged, EventsUnmerged, EventsDistinguished, ActorsMerged, ActorsUnmerged, ActorsDistinguished)
