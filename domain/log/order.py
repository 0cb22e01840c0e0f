"""The order in which the entries of one call are recorded."""

from collections.abc import Sequence

from domain.decisions import founds
from domain.entries import Entry
from domain.events.base import Event
from domain.registrations.base import Registration


def in_order(entries: Sequence[Entry]) -> list[int]:
    """The indexes of entries so that nothing precedes what it is about; otherwise in the order given."""
    return sorted(range(len(entries)), key=lambda index: _rank(entries[index]))


def _rank(entry: Entry) -> int:
    if isinstance(entry, Registration):
        return 0 if founds(entry) else 1
    return 2 if isinstance(entry, Event) else 3
