"""What a newer release of a data set says of the events that an older one had: nothing new, a correction, or that they are back.

A release speaks for its data set alone. It is compared with what the data set itself said last, so a correction that a person made
stays, unless the data set has changed the same event since. A person's retraction stays in any case."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import Event
from domain.present import current_event, is_retracted
from domain.revisions import EventCorrected, EventReinstated, EventRetracted
from domain.revisions.correcting import left_out

LABEL = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
MARK = "@release-"
"""What a release's revisions have in their keys, between the event's key and the release."""


Numbers = tuple[int, ...]


class Calendar(NamedTuple):
    """How the releases of a data set follow one another. `order`: from the numbers of a label to what can be compared."""

    order: Callable[[Numbers], Numbers]
    adds: Callable[[Numbers], bool]
    """Whether a release adds to those before; one that does not restates all that it covers."""


def _of_ucdp(numbers: Numbers) -> Numbers:
    """When UCDP brings a release out, as year, month and day: a year's as June begins, a month's on the 20th of the next."""
    match numbers:
        case (year, minor):
            return year, 6, minor
        case (year, 0, month) | (_, _, year, month):
            return year + month // 12, month % 12 + 1, 20
        case _:
            return numbers


RESTATING = Calendar(lambda numbers: numbers, lambda numbers: False)
ADDING = Calendar(lambda numbers: numbers, lambda numbers: True)
CALENDARS = {"ucdp-ged": Calendar(_of_ucdp, lambda numbers: len(numbers) > 2), "acled": ADDING, "polecat": ADDING}
"""UCDP's yearly releases (26.1) restate all years; its candidate months (26.0.8) and the weeks of ACLED and POLECAT add to them.

Source: the days on which UCDP published 24.1 to 26.1 and the candidate releases of these years."""


class Release(NamedTuple):
    """One release of a data set: `dataset` is what its events' keys begin with, `label` the release's own number."""

    dataset: str
    label: str

    def __str__(self) -> str:
        return f"release {self.label} of {self.dataset}"

    @property
    def order(self) -> Numbers:
        """By which releases follow one another: 9.1 comes before 19.1, and 24.1 of June before 24.0.10 of November."""
        return CALENDARS.get(self.dataset, RESTATING).order(self._numbers)

    @property
    def adds(self) -> bool:
        """Whether it says nothing of the events that it lacks."""
        return CALENDARS.get(self.dataset, RESTATING).adds(self._numbers)

    @property
    def _numbers(self) -> Numbers:
        return tuple(map(int, re.findall("[0-9]+", self.label)))

    def key(self, event: str) -> str:
        """The key of this release's revisions of an event."""
        return f"{event}{MARK}{self.label}"


def read_release(dataset: str, label: str) -> Release:
    """The release with this label. Raises BadInput for what is no label."""
    if not LABEL.fullmatch(label) or not re.search("[0-9]", label):
        raise BadInput(f"{label!r} is not a release; write its number, as in --release 23.1")
    return Release(dataset, label)


def restated(event: Event, held: Sequence[Entry], release: Release, *, late: bool = False) -> list[Entry]:
    """What is to be appended for a row of a release, whose stream holds these entries: nothing where it says nothing new.

    late: a newer release has been imported already. Then all that this one says must be held; raises BadInput where it is not."""
    forms = _forms(held)
    if late:
        return _from_the_past(event, forms, release)
    if not held:
        return [event]
    key, id = release.key(event.key), str(event.stream)
    new: list[Entry] = []
    if is_retracted(held) and _retracted_by(held).startswith(f"{event.key}{MARK}") and _retracted_by(held) != key:
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


def _retracted_by(held: Sequence[Entry]) -> str:
    return next(e.key or "" for e in reversed(held) if isinstance(e, EventRetracted))


def _from_the_past(event: Event, forms: Sequence[Entry], release: Release) -> list[Entry]:
    if event in forms:
        return []
    raise BadInput(f"{release} comes after a newer one, and says what the log does not hold; import releases in their order")


def _reason(before: Entry, after: Entry, release: Release) -> str:
    """Which release says so, and which fields it has otherwise."""
    was, now = before.content(), after.content()
    fields = sorted(name for name in was | now if was.get(name) != now.get(name))
    return f"{release} has another {', '.join(fields)}"
