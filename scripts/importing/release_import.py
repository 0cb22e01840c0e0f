"""Importing a release of a data set: file by file what it says, and at the end what it lacks."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from domain.errors import BadInput
from domain.events.base import Event
from domain.log.imports import Encoded
from domain.log.stored import read_stored
from projections.coverage import Coverage
from scripts.importing.calendars import Calendar
from scripts.importing.crew import Crew
from scripts.importing.deletions import DeletionList
from scripts.importing.draft import Draft, Format, Reject, Spot
from scripts.importing.importing import Import, Rejecting
from scripts.importing.opening import Opened
from scripts.importing.releases import LaterReleases, Release, newer_ones, read_release
from scripts.importing.revising import NOTHING, Fate, Revising, check_covers, is_likely_a_part, lack, named
from scripts.importing.trial import Trial, Unrecorded
from scripts.support.output import print_note
from scripts.support.session import Session
from scripts.support.visible import require_visible


class ReleaseOptions(NamedTuple):
    """What a call says of its files as a release, and of what may be done with what they lack."""

    label: str = ""
    published: date | None = None
    covers: str = ""
    retract: bool = False
    dry_run: bool = False


class Imports:
    """The imports of the files of one call."""

    def __init__(self, session: Session, format: Format, options: ReleaseOptions) -> None:
        self._session, self._format, self._options = session, format, options

    def file(self, crew: Crew, file: Opened, by: str, reject: Rejecting, strict: bool = False) -> Import:
        """The import of one of the files."""
        kind = Trial if self._options.dry_run else Import
        return kind(self._session, crew, self._format, file, by, reject, strict)

    def end(self, by: str, rejected: int) -> int:
        """Does what is to be done after all files, of which so many rows were rejected; how many events were retracted."""
        return 0


class ReleaseImports(Imports):
    """The imports of the files of one release."""

    def __init__(self, session: Session, format: Format, options: ReleaseOptions, release: Release, calendar: Calendar) -> None:
        super().__init__(session, format, options)
        require_visible(session.views, session.log.head())
        coverage = Coverage(session.views.connection)
        newer = newer_ones(release, _known(coverage, release, calendar))
        self._release = release
        self._revising = Revising(session.log, coverage, release, newer, dry=options.dry_run)

    def file(self, crew: Crew, file: Opened, by: str, reject: Rejecting, strict: bool = False) -> Import:
        kind = _ReleaseTrial if self._options.dry_run else _ReleaseFile
        said = {"published": self._options.published.isoformat()} if self._options.published else {}
        return kind(self._session, crew, self._format, file, by, reject, self._revising, self._release, said)

    def end(self, by: str, rejected: int) -> int:
        """Takes back what all files together lack. Raises BadInput where that cannot be told, or is not to be done unasked."""
        require_visible(self._session.views, self._session.log.head())
        covered = self._revising.gone(self._options.covers)
        if covered is None or not covered.gone:
            return 0
        if rejected:
            raise BadInput(
                f"the log has {len(covered.gone):,} events that may be among the rejected rows, so nothing was retracted;"
                " mend these rows and import the files again"
            )
        told = lack(self._release, covered)
        print_note(f"{told}: {named(list(covered.gone.values()), all=self._options.dry_run)}")
        if self._options.dry_run:
            return len(covered.gone)
        if self._release.adds and not self._options.retract:
            raise BadInput(f"{told}; nothing was retracted, since it adds to the releases before. --retract retracts them")
        if not (self._options.covers or self._options.retract) and is_likely_a_part(covered):
            raise BadInput(
                f"{told}; nothing was retracted. If the files are all of the release for these days, say so:"
                f" --covers {covered.first}/{covered.last}. If they are a part: --covers {NOTHING}"
            )
        self._revising.retract(covered, f"{by}, from {self._release}")
        return len(covered.gone)


def _known(coverage: Coverage, release: Release, calendar: Calendar) -> list[Release]:
    """The releases of the data set that were imported before, those of which is known when they came out."""
    found = coverage.releases(f"{release.dataset}-release-")
    dated = ((label, published or calendar.published(label)) for label, published in found)
    return [Release(release.dataset, label, day, calendar.adds(label)) for label, day in dated if day]


class Deletions(Imports):
    """The imports of lists of deleted events."""

    def file(self, crew: Crew, file: Opened, by: str, reject: Rejecting, strict: bool = False) -> Import:
        o = self._options
        return DeletionList(self._session, crew, self._format, file, by, reject, o.retract, o.dry_run)


class _ReleaseFile(Import):
    """The import of one file of a release."""

    def __init__(
        self,
        session: Session,
        crew: Crew,
        format: Format,
        file: Opened,
        by: str,
        reject: Rejecting,
        revising: Revising,
        release: Release,
        said: dict[str, Any],
    ) -> None:
        # What a row lacks for a flaw would be taken for what its data set has taken back.
        super().__init__(session, crew, format, file, by, reject, strict=True)
        self._revising = revising
        title = {"title": f"{format.source['title']}, release {release.label}"}
        self._source = {**format.source, "id": f"{release.dataset}-release-{release.label.lower()}", **title, **said}

    def _says_something_new(self, encoded: Encoded) -> bool:
        """Rows of a newer release may say more of what the log has; those of a late one only of what it lacks."""
        newer: LaterReleases = self._revising.newer
        return not newer.restating and (not newer.any or super()._says_something_new(encoded))

    def _found(self, drafts: Sequence[Draft], encoded: Encoded) -> None:
        events = [event for e in encoded.rows if isinstance(event := read_stored(e).entry, Event)]
        by = [self._origin.of(draft.line) for draft in drafts]
        spots = [draft.entry.get("place") for draft in drafts]
        countries = {spot.country for spot in spots if isinstance(spot, Spot) and spot.country}
        for draft, taken in zip(drafts, self._revising.take(events, by, countries), strict=True):
            if taken.fate is None:
                self._leave_out(Reject(draft.line, taken.problem, draft.raw))
                continue
            self.tally.recorded += taken.fate is not Fate.HELD
            self.tally.corrected += taken.fate is Fate.CORRECTED
            self.tally.duplicates += taken.fate is Fate.HELD


class _ReleaseTrial(Unrecorded, _ReleaseFile):
    """The import of one file of a release, of which nothing is recorded."""


def beginning(format: Format, options: ReleaseOptions) -> Callable[[Session], Imports]:
    """How the imports of a call begin. Raises BadInput where the data set has no releases, or what is said of one is nothing."""
    if format.deletes and not (options.label or options.covers or options.published):
        return partial(Deletions, format=format, options=options)
    if not options.label:
        for option, given in (("--covers", options.covers), ("--published", options.published), ("--retract", options.retract)):
            if given:
                raise BadInput(f"{option} belongs to --release: it says something of the release that the files are")
        return partial(Imports, format=format, options=options)
    if format.releases is None:
        raise BadInput(f"{format.name} does not come out in releases; leave --release out")
    check_covers(options.covers)
    release = read_release(format.name, format.releases, options.label, options.published)
    return partial(ReleaseImports, format=format, options=options, release=release, calendar=format.releases)
