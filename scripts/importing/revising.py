"""Taking in a release of a data set: new events, corrections of those it has otherwise, retractions of those it lacks."""

from collections.abc import Iterable, Sequence
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
from scripts.importing.releases import NONE_NEWER, LaterReleases, Release, restated, withdrawn

NOTHING = "none"
"""What --covers is where a file is only a part of its release, and nothing is to be retracted."""

FEW, SHARE = 10, 10
"""More than so many events, and more than one in so many, are not taken back unasked."""

SHOWN = 10
"""So many of the events that are to be retracted are named before they are; all of them in a dry run."""

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

    newer: the later releases of the data set that have been taken in already; dry: nothing is recorded."""

    def __init__(
        self, log: Log, coverage: Coverage, release: Release, newer: LaterReleases = NONE_NEWER, *, dry: bool = False
    ) -> None:
        self._log, self._coverage, self._release, self.newer, self._dry = log, coverage, release, newer, dry
        self._days: Days | None = None
        self._countries: set[str] = set()

    def take(self, events: Sequence[Event], by: Sequence[str], countries: Iterable[str] = ()) -> list[Taken]:
        """Records what these rows have to say, and tells what became of each.

        by: who appends each; countries: those that the rows are about, besides those that the log knows of."""
        self._cover(events, countries)
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
        if not self._dry:
            self._log.append(new, authors)
        return taken

    def _cover(self, events: Iterable[Event], countries: Iterable[str]) -> None:
        days = [day for event in events for day in (event.when.earliest, event.when.latest) if day]
        if days:
            first, last = self._days or (days[0], days[0])
            self._days = min(first, *days), max(last, *days)
        self._countries.update(countries)

    def _row(self, event: Event, held: Sequence[Entry], *, again: bool) -> tuple[Taken, list[Entry]]:
        try:
            entries = restated(event, held, self._release, self.newer)
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

        covers: the days that the files cover, or `none`; where not given, none if the release adds to others, else from their own
        first to their own last."""
        if self.newer.any or covers == NOTHING or (self._release.adds and not covers):
            return None
        span = read_covers(covers) if covers else self._days
        return self._coverage.covered(self._release.dataset, *span, self._countries) if span else None

    def retract(self, covered: Covered, by: str) -> None:
        """Retracts what is gone."""
        rest = iter(covered.gone.items())
        while batch := list(islice(rest, AT_ONCE)):
            self._log.append([withdrawn(key, str(id), self._release) for id, key in batch], by)


def lack(release: Release, covered: Covered) -> str:
    """What a release lacks, in words."""
    events = f"{len(covered.gone):,} of the {covered.total:,} events that the log has of {release.dataset}"
    return f"{release} lacks {events} for {covered.first} to {covered.last} in {', '.join(covered.countries)}"


def is_likely_a_part(covered: Covered) -> bool:
    """Whether so much is lacking that the files are likelier only a part of the release."""
    return len(covered.gone) > max(FEW, covered.total // SHARE)


def named(keys: Sequence[str], *, all: bool) -> str:
    """Events by their keys, the first of them or all."""
    more = len(keys) - SHOWN
    return ", ".join(keys) if all or more <= 0 else f"{', '.join(keys[:SHOWN])} and {more:,} more; --dry-run lists all"
