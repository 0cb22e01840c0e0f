"""Revisions of one event: more reports, corrections, retractions."""

from typing import Annotated, Any, ClassVar, Self
from uuid import UUID

import orjson
from pydantic import BeforeValidator, Field, PlainSerializer, ValidationError, ValidationInfo, model_validator

from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.identity import event_id
from domain.packing import pack
from domain.revisions.base import EventRevision, any_of
from domain.revisions.changes import read_changes
from domain.values.model import as_tuple
from domain.values.refs import AsRecorded, SourceRef
from domain.values.report import Report, Reports
from domain.values.text import Text

AnyEvent = Annotated[Event, any_of(EVENT_KINDS), PlainSerializer(pack)]
"""An event of any kind, written with its `kind`."""


class EventCorroborated(EventRevision):
    """Another report of an event."""

    TOPIC: ClassVar = "event_corroborated"

    report: Annotated[Reports, Field(min_length=1)]
    """The other report."""


def _changes_of_the_event(value: Any, info: ValidationInfo) -> Any:
    event = info.data.get("event")
    if not isinstance(value, dict) or not event or info.context is None:
        return value
    kind = BY_TOPIC.get(info.context.kind(event))
    try:
        return read_changes(kind, value, info.context, UNCHANGING) if kind else value
    except ValidationError:
        # What was recorded before may be about an event that has become one of another kind since.
        if isinstance(info.context, AsRecorded):
            return value
        raise


def _changes_of_a_report(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, dict) or info.context is None:
        return value
    return read_changes(Report, value, info.context, {})


BY_TOPIC = {kind.TOPIC: kind for kind in EVENT_KINDS}

UNCHANGING = {
    "kind": "cannot be changed so; give a replacement of the other kind instead",
    "key": "cannot be changed: the event is named by it",
    "report": "is not changed so: ReportCorrected changes a report, EventCorroborated adds one, ReportWithdrawn takes one back",
}
"""The fields of an event that no change may name, and why."""


class EventCorrected(EventRevision):
    """An event corrected: by what changes in it, or restated as a whole. Its earlier form stays in the history.

    The figures changed are those of the correction's report, where it has one; the reports of other sources stay as they are. A
    replacement that has a report of its own replaces those the event was recorded with."""

    TOPIC: ClassVar = "event_corrected"

    changes: Annotated[dict[str, Any], BeforeValidator(_changes_of_the_event), Field(min_length=1)] | None = None
    """What changes, by field: {deaths: {best: 14}, place: null}; null removes the field, a list is replaced whole."""
    replacement: AnyEvent | None = None
    """Instead of changes: the event as it should read, whole; its key may be left out."""
    drop: Annotated[tuple[Text, ...], BeforeValidator(as_tuple)] = ()
    """The fields that the event has and the replacement leaves out on purpose."""
    reason: Text
    """Why it is corrected."""

    @property
    def restated(self) -> Event:
        """The event as it reads from now on. Of changes it is made when they are appended."""
        if self.replacement is None:
            raise ValueError("what the event reads like follows from what its stream holds")
        return self.replacement

    @property
    def targets(self) -> dict[UUID, str]:
        if self.replacement is None:
            return super().targets
        named = self.replacement.targets.items()
        if self.changes is None:
            return super().targets | {id: f"replacement.{field}" for id, field in named}
        return super().targets | {id: f"changes.{field}" for id, field in named if field in self.changes}

    def canonical(self) -> bytes:
        """Of changes, what was said; the event as it then reads follows from that."""
        if self.changes is None:
            return super().canonical()
        said = {name: value for name, value in self.content().items() if name != "replacement"}
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)

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
    def _changes_or_replacement(self, info: ValidationInfo) -> Self:
        if self.changes is None and self.replacement is None:
            raise ValueError("says not what is corrected; give changes: {field: value, ...}")
        if self.changes is not None and self.drop:
            raise ValueError("drop belongs to a replacement; in changes, null removes a field")
        # The log notes both of what was recorded: the event as it then read follows from the changes.
        is_new = info.context is not None and not isinstance(info.context, AsRecorded)
        if is_new and self.changes is not None and self.replacement is not None:
            raise ValueError("gives both changes and a replacement; give one of them")
        return self

    @model_validator(mode="after")
    def _same_event(self) -> Self:
        if self.replacement is not None and str(event_id(self.replacement.key)) != self.event:
            raise ValueError(f"the replacement has the key {self.replacement.key!r} of another event; leave the key out")
        return self


class ReportCorrected(EventRevision):
    """One report of an event corrected: its quote, hedge, attribution, the figures that it gives.

    The event's own figures that came with the report stay those of the report, unless its `says` now gives others."""

    TOPIC: ClassVar = "report_corrected"

    source: SourceRef
    """Whose report."""
    quote: Text | None = None
    """Which one, by its quote as it was recorded, where the source has several."""
    number: Annotated[int, Field(ge=1)] | None = None
    """Which one, counted from 1 in the order in which the event shows them, where the source has several of the same quote."""
    changes: Annotated[dict[str, Any], BeforeValidator(_changes_of_a_report), Field(min_length=1)]
    """What changes, by field of the report: {hedge: alleged, says: {troops: {best: 12000}}}; null removes the field."""
    reason: Text
    """Why it is corrected."""

    @property
    def targets(self) -> dict[UUID, str]:
        stated_in = self.changes.get("stated_in")
        return super().targets | ({UUID(stated_in): "changes.stated_in"} if stated_in else {})


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


KINDS = (EventCorroborated, EventCorrected, ReportCorrected, EventRetracted, EventReinstated, ReportWithdrawn)
