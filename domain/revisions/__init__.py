"""What is said later about events and registrations: more reports, corrections, retractions, merges. Nothing is overwritten."""

from domain.revisions import events, merges, registrations
from domain.revisions.base import EventRevision, Revision
from domain.revisions.events import EventCorrected, EventCorroborated, EventReinstated, EventRetracted, ReportWithdrawn
from domain.revisions.merges import (
    ActorsMerged,
    ActorsRevision,
    ActorsUnmerged,
    EventsMerged,
    EventsRevision,
    EventsUnmerged,
)
from domain.revisions.registrations import RegistrationCorrected, RegistrationRetracted, RegistrationRevision

REVISION_KINDS: tuple[type[Revision], ...] = (*events.KINDS, *merges.KINDS, *registrations.KINDS)

__all__ = [
    "REVISION_KINDS",
    "ActorsMerged",
    "ActorsRevision",
    "ActorsUnmerged",
    "EventCorrected",
    "EventCorroborated",
    "EventReinstated",
    "EventRetracted",
    "EventRevision",
    "EventsMerged",
    "EventsRevision",
    "EventsUnmerged",
    "RegistrationCorrected",
    "RegistrationRetracted",
    "RegistrationRevision",
    "ReportWithdrawn",
    "Revision",
]
