"""Revisions of one event: more reports, corrections, retractions."""

from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

from pydantic import Field, PlainSerializer, ValidationInfo, model_validator

from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.identity import event_id
from domain.packing import pack
from domain.revisions.base import EventRevision, any_of
from domain.values.refs import SourceRef
from domain.values.report import Reports
from domain.values.text import Text

AnyEvent = Annotated[Event, any_of(EVENT_KINDS), PlainSerializer(pack)]
"""An event of any kind, written with its `kind`."""


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


KINDS = (EventCorroborated, EventCorrected, EventRetracted, EventReinstated, ReportWithdrawn)
