"""Batches as bytes: what is written is read back, and handing it on changes nothing."""

import pickle
from uuid import UUID

import pytest
from eventsourcing.persistence import StoredEvent

from domain.log.store.copy_rows import CopyRows, copy_rows

EVENTS = [
    StoredEvent(UUID(int=1), 1, "summit_held", b'{"content":{}}'),
    StoredEvent(UUID(int=2**128 - 1), 2**62, "gipfel_\u00fc", b""),
    StoredEvent(UUID(int=3), 3, "", b"PGCOPY\xff\xff" * 1000),
]


@pytest.mark.parametrize("count", range(len(EVENTS) + 1))
def test_the_events_of_a_batch_are_read_back_as_they_were(count: int) -> None:
    rows = copy_rows(EVENTS[:count])

    assert len(rows) == count
    assert list(rows) == EVENTS[:count]


def test_rows_handed_to_another_process_are_the_same_rows() -> None:
    rows: CopyRows = pickle.loads(pickle.dumps(copy_rows(EVENTS)))

    assert copy_rows(rows) is rows
    assert (rows[-1], rows[:2]) == (EVENTS[-1], EVENTS[:2])
