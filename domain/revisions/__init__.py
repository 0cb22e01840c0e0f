"""What is said later about events and registrations: more reports, corrections, retractions, merges. Nothing is overwritten."""

from domain.revisions import events, merges, registrations
from domain.revisions.base import EventRevision, Revision
from domain.revisions.events import (
    EventCorrected,
    EventCorroborated,
    EventReinstated,
    EventRetracted,
    ReportCorrected,
    ReportWithdrawn,
)
from domain.revisions.merges import (
    ActorsDistinguished,
    ActorsMerged,
    ActorsRevision,
    ActorsUnmerged,
    EventsDistinguished,
    EventsMerged,
    EventsRevision,
    EventsUnmerged,
)
from domain.revisions.registrations import RegistrationCorrected, RegistrationRetracted, RegistrationRevision

REVISION_KINDS: tuple[type[Revision], ...] = (*events.KINDS, *merges.KINDS, *registrations.KINDS)

__all__ = [
    "REVISION_KINDS",
    "ActorsDistinguished",
    "ActorsMerged",
    "ActorsRevision",
    "ActorsUnmerged",
    "EventCorrected",
    "EventCorroborated",
    "EventReinstated",
    "EventRetracted",
    "EventRevision",
    "EventsDistinguished",
    "EventsMerged",
    "EventsRevision",
    "EventsUnmerged",
    "RegistrationCorrected",
    "RegistrationRetracted",
    "RegistrationRevision",
    "ReportCorrected",
    "ReportWithdrawn",
    "Revision",
]
