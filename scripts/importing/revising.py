"""Taking in a release of a data set: new events, corrections of those it has otherwise, retractions of those it lacks."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from itertools import islice
from typing import NamedTuple

from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import Event
from domain.log import Log
from domain.values.dates import read_edtf
from projections.coverage import Coverage, Covered
from scripts.importing.releases import Release, restated, withdrawn

NOTHING = "none"
"""What --covers is where a file is only a part of its release, and nothing is to be retracted."""

FEW, SHARE = 10, 10
"""More than so many events, and more than one in so many, are not taken back unasked."""

AT_ONCE = 1000
"""Retractions recorded in one transaction."""


class Fate(Enum):
    """What became of a row."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    HELD = "already recorded"


class Taken(NamedTuple):
    """What became of a row; `problem` is the field and why the row was rejected, where it was."""

    fate: Fate | None
    problem: str = ""


Days = tuple[date, date]


def check_covers(text: str) -> None:
    """Raises BadInput where --covers is neither days, nor `none`, nor left out."""
    if text not in ("", NOTHING):
        read_covers(text)


def read_covers(text: str) -> Days:
    """The days that a file covers, as EDTF (2016, 2016-01/2018-06). Raises BadInput."""
    try:
        when = read_edtf(text)
    except ValueError as error:
        raise BadInput(f"--covers: {error}") from error
    if not (when.earliest and when.latest):
        raise BadInput(f"--covers: {text!r} has no first and last day; write a span such as 1989/2022, or {NOTHING}")
    return when.earliest, when.latest


class Revising:
    """Takes the rows of one release, batch by batch.

    late: a newer release of the data set has been taken in already; then this one can only say what the log holds."""

    def __init__(self, log: Log, coverage: Coverage, release: Release, *, late: bool = False) -> None:
        self._log, self._coverage, self._release, self.late = log, coverage, release, late

    def take(self, events: Sequence[Event], by: Sequence[str]) -> list[Taken]:
        """Records what these rows have to say, and tells what became of each. `by`: who appends each."""
        streams = self._log.streams({event.stream for event in events})
        held = {id: [recorded.entry for recorded in stream] for id, stream in streams.items()}
        first_time = self._coverage.see({event.stream for event in events})
        taken, new, authors = [], list[Entry](), list[str]()
        for event, author in zip(events, by, strict=True):
            outcome, entries = self._row(event, held.setdefault(event.stream, []), again=event.stream not in first_time)
            first_time.discard(event.stream)
            held[event.stream] += entries
            new += entries
            authors += [author] * len(entries)
            taken.append(outcome)
        self._log.append(new, authors)
        return taken

    def _row(self, event: Event, held: Sequence[Entry], *, again: bool) -> tuple[Taken, list[Entry]]:
        try:
            entries = restated(event, held, self._release, late=self.late)
        except BadInput as error:
            return Taken(None, f"key: {error}"), []
        if entries and again:
            return Taken(None, "key: stands in the file before, with other content"), []
        if entries and (objection := self._log.today.objection(event)):
            return Taken(None, ": ".join(objection)), []
        fate = Fate.HELD if not entries else Fate.CORRECTED if held else Fate.RECORDED
        return Taken(fate), entries

    def gone(self, covers: str = "") -> Covered | None:
        """What this release lacks of what the log has of its data set, once the views have what was taken; None where that is not
        to be asked.

        covers: the days that the file covers, or `none`; where not given, none if the release adds to others, else from its own
        first to its own last. Raises BadInput where it then lacks so much that it is likelier only a part of the release."""
        if self.late or covers == NOTHING or (self._release.adds and not covers):
            return None
        span = read_covers(covers) if covers else self._coverage.span()
        if span is None:
            return None
        covered = self._coverage.covered(self._release.dataset, *span)
        if not covers and len(covered.gone) > max(FEW, covered.total // SHARE):
            raise BadInput(_too_many(self._release, covered, span))
        return covered

    def retract(self, covered: Covered, by: str) -> int:
        """Retracts what is gone; how many there were."""
        rest = iter(covered.gone.items())
        while batch := list(islice(rest, AT_ONCE)):
            self._log.append([withdrawn(key, str(id), self._release) for id, key in batch], by)
        return len(covered.gone)


def _too_many(release: Release, covered: Covered, span: Days) -> str:
    first, last = span
    return (
        f"{release} lacks {len(covered.gone):,} of the {covered.total:,} events that the log has of {release.dataset}"
        f" for {first} to {last} in {', '.join(covered.countries)}; nothing was retracted."
        f" If the file is all of the release for these days, say so: --covers {first}/{last}. If it is a part: --covers {NOTHING}"
    )
