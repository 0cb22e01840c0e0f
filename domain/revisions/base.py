"""What all revisions have in common."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import BeforeValidator

from domain.entries import Entry
from domain.packing import by_name, unpack
from domain.values.refs import EventRef
from domain.values.report import Reports
from domain.values.text import Key, Text


def any_of(kinds: Iterable[type[Entry]]) -> BeforeValidator:
    """Reads an entry of any of these kinds, written with its `kind`."""
    named = by_name(kinds)
    return BeforeValidator(lambda value, info: unpack(value, named, info.context))


class Revision(Entry):
    """Something said about an entry that the log already holds."""

    key: Key | None = None
    """A name for this revision, for when the same is to be said again on purpose."""
    reason: Text | None = None
    """Why."""
    report: Reports = ()
    """On whose account."""

    @property
    def targets(self) -> dict[UUID, str]:
        return {UUID(r.stated_in): "report.stated_in" for r in self.report if r.stated_in}


class EventRevision(Revision):
    """A revision of one event."""

    event: EventRef
    """Which event: its key, uuid or Relay id."""

    @property
    def stream(self) -> UUID:
        return UUID(self.event)
