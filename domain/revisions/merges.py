"""Events or actors found to be one, and told apart again."""

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


KINDS = (EventsMerged, EventsUnmerged, ActorsMerged, ActorsUnmerged)
