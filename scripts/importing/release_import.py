"""Importing a release of a data set: file by file what it says, and at the end what it lacks."""

from collections.abc import Sequence

from domain.errors import BadInput
from domain.events.base import Event
from domain.log.imports import Encoded
from domain.log.stored import read_stored
from projections.coverage import Coverage
from scripts.importing.crew import Crew
from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.importing import Import, Rejecting
from scripts.importing.opening import Opened
from scripts.importing.releases import Release, read_release
from scripts.importing.revising import Fate, Revising, check_covers
from scripts.support.session import Session
from scripts.support.visible import require_visible


class Imports:
    """The imports of the files of one call."""

    def __init__(self, session: Session, format: Format) -> None:
        self._session, self._format = session, format

    def file(self, crew: Crew, file: Opened, by: str, reject: Rejecting, strict: bool = False) -> Import:
        """The import of one of the files."""
        return Import(self._session, crew, self._format, file, by, reject, strict)

    def end(self, by: str, rejected: int) -> int:
        """Does what is to be done after all files, of which so many rows were rejected; how many events were retracted."""
        return 0


class ReleaseImports(Imports):
    """The imports of the files of one release."""

    def __init__(self, session: Session, format: Format, release: Release, covers: str) -> None:
        super().__init__(session, format)
        require_visible(session.views, session.log.head())
        coverage = Coverage(session.views.connection)
        known = [read_release(release.dataset, label) for label in coverage.labels(f"{release.dataset}-release-")]
        self._release, self._covers = release, covers
        self._revising = Revising(session.log, coverage, release, late=any(other.order > release.order for other in known))

    def file(self, crew: Crew, file: Opened, by: str, reject: Rejecting, strict: bool = False) -> Import:
        return _ReleaseFile(self._session, crew, self._format, file, by, reject, self._revising, self._release)

    def end(self, by: str, rejected: int) -> int:
        """Takes back what all files together lack. Raises BadInput where that cannot be told, or is more than is likely."""
        require_visible(self._session.views, self._session.log.head())
        covered = self._revising.gone(self._covers)
        if covered is None or not covered.gone:
            return 0
        if rejected:
            raise BadInput(
                f"the log has {len(covered.gone):,} events that may be among the rejected rows, so nothing was retracted;"
                " mend these rows and import the files again"
            )
        return self._revising.retract(covered, f"{by}, from {self._release}")


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
    ) -> None:
        # What a row lacks for a flaw would be taken for what its data set has taken back.
        super().__init__(session, crew, format, file, by, reject, strict=True)
        self._revising = revising
        title = {"title": f"{format.source['title']}, release {release.label}"}
        self._source = {**format.source, "id": f"{release.dataset}-release-{release.label.lower()}", **title}

    def _says_something_new(self, encoded: Encoded) -> bool:
        """Rows of a newer release may say more of what the log has; those of a late one only what it has."""
        return not self._revising.late

    def _found(self, drafts: Sequence[Draft], encoded: Encoded) -> None:
        events = [event for e in encoded.rows if isinstance(event := read_stored(e).entry, Event)]
        by = [self._origin.of(draft.line) for draft in drafts]
        for draft, taken in zip(drafts, self._revising.take(events, by), strict=True):
            if taken.fate is None:
                self._leave_out(Reject(draft.line, taken.problem, draft.raw))
                continue
            self.tally.recorded += taken.fate is not Fate.HELD
            self.tally.corrected += taken.fate is Fate.CORRECTED
            self.tally.duplicates += taken.fate is Fate.HELD


def imports(session: Session, format: Format, release: Release | None, covers: str) -> Imports:
    """The imports of one call, of a release or of none."""
    return ReleaseImports(session, format, release, covers) if release else Imports(session, format)


def check_release(format: Format, label: str, covers: str) -> Release | None:
    """The release that is meant, if any. Raises BadInput where the data set has none, or what is given is none."""
    if not label:
        if covers:
            raise BadInput("--covers belongs to --release: it says which days the release's files cover")
        return None
    if not format.releases:
        raise BadInput(f"{format.name} does not come out in releases; leave --release out")
    check_covers(covers)
    return read_release(format.name, label)
