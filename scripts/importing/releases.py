"""What a newer release of a data set says of the events that an older one had: nothing new, a correction, or that they are back.

A release speaks for its data set alone. It is compared with what the data set itself said last, so a correction that a person made
stays, unless the data set has changed the same event since. A person's retraction stays in any case."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import Event
from domain.present import current_event, is_retracted
from domain.revisions import EventCorrected, EventReinstated, EventRetracted
from domain.revisions.correcting import left_out
from scripts.importing.calendars import Calendar

LABEL = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
MARK = "@release-"
"""What a release's revisions have in their keys, between the event's key and the release."""
DELETED = "deleted-"
"""What a list of deleted events has there in place of a release, before the Unix time of the deletion."""


class Release(NamedTuple):
    """One release of a data set: `dataset` is what its events' keys begin with, `label` what the release is called."""

    dataset: str
    label: str
    published: date
    """The day on which it came out, or about then: by this the releases of a data set follow one another."""
    adds: bool = False
    """Whether it adds to those before; then it says nothing of the events that it lacks."""

    def __str__(self) -> str:
        return f"release {self.label} of {self.dataset}"

    def key(self, event: str) -> str:
        """The key of this release's revisions of an event."""
        return f"{event}{MARK}{self.label}"


def read_release(dataset: str, calendar: Calendar, label: str, published: date | None = None) -> Release:
    """The release with this label; `published`: the day on which it came out, where that is given.

    Raises BadInput for what is no label, and where neither the label nor anybody says when it came out."""
    if not LABEL.fullmatch(label) or not re.search("[0-9]", label):
        raise BadInput(f"{label!r} is not a release; write its number, as in --release 23.1")
    if (day := published or calendar.published(label)) is None:
        raise BadInput(
            f"--release {label!r} does not say when that release of {dataset} came out, and releases are taken in the order of"
            " publication; add --published and the day, as in --published 2026-05-16"
        )
    return Release(dataset, label, day, calendar.adds(label))


class LaterReleases(NamedTuple):
    """Whether releases that came out later have been imported already: any, and one that restates what there was."""

    any: bool = False
    restating: bool = False


NONE_NEWER = LaterReleases()


def newer_ones(release: Release, others: Sequence[Release]) -> LaterReleases:
    """What is known of later releases of the data set."""
    later = [other for other in others if other.published > release.published]
    return LaterReleases(bool(later), not all(other.adds for other in later))


def restated(event: Event, held: Sequence[Entry], release: Release, newer: LaterReleases = NONE_NEWER) -> list[Entry]:
    """What is to be appended for a row of a release, whose stream holds these entries: nothing where it says nothing new.

    Of what later releases have said already it can say nothing new, nor of what one that restates has left out; raises BadInput
    where it does."""
    forms = _forms(held)
    if newer.any and (held or newer.restating):
        return _from_the_past(event, forms, release)
    if not held:
        return [event]
    key, id = release.key(event.key), str(event.stream)
    new: list[Entry] = []
    if is_retracted(held) and _is_back(event.key, _retracted_by(held), release):
        new.append(EventReinstated(event=id, reason=f"{release} has it again", key=f"{key}:again"))
    if event != forms[-1]:
        reason, drop = _reason(forms[-1], event, release), left_out(current_event(held), event)
        new.append(EventCorrected(event=id, replacement=event, drop=drop, reason=reason, key=key))
    return new


def withdrawn(key: str, id: str, release: Release) -> EventRetracted:
    """The retraction of an event that a release no longer has."""
    return EventRetracted(event=id, reason=f"{release} no longer has it", key=release.key(key))


def _forms(held: Sequence[Entry]) -> list[Entry]:
    """What the data set has said an event is, the first and after every release that changed it."""
    return [*held[:1], *(e.restated for e in held if isinstance(e, EventCorrected) and MARK in (e.key or ""))]


def _is_back(event: str, retraction: str, release: Release) -> bool:
    """Whether an event that a release has was taken back by the data set itself, and before that release."""
    before, mark, by = retraction.partition(MARK)
    if before != event or not mark or by == release.label:
        return False
    stamp = by.removeprefix(DELETED)
    return stamp == by or datetime.fromtimestamp(int(stamp), UTC).date() < release.published


def _retracted_by(held: Sequence[Entry]) -> str:
    return next(e.key or "" for e in reversed(held) if isinstance(e, EventRetracted))


def _from_the_past(event: Event, forms: Sequence[Entry], release: Release) -> list[Entry]:
    if event in forms:
        return []
    raise BadInput(
        f"{release} comes after a newer one, and says what the log does not hold; import releases in order of publication"
    )


def _reason(before: Entry, after: Entry, release: Release) -> str:
    """Which release says so, and which fields it has otherwise."""
    was, now = before.content(), after.content()
    fields = sorted(name for name in was | now if was.get(name) != now.get(name))
    return f"{release} has another {', '.join(fields)}"
