"""Writers of one process who share transactions, and work that is done ahead of whoever needs it."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

from domain.log.ahead import done_ahead
from domain.log.sharing import Insert, Sharing


def test_work_is_done_ahead_but_not_far_ahead_and_comes_in_order() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        results = done_ahead(pool, str, (taken.append(n) or n for n in range(10)), ahead=3)  # type: ignore[func-returns-value]

        first = next(results)
        taken_by_then = len(taken)

        assert [first, *results] == [str(n) for n in range(10)]
    assert taken_by_then == 4


class Crowd:
    """Writers who all come while the first one's transaction is under way."""

    def __init__(self, insert: Insert, limit: int = 100) -> None:
        self.sizes: list[int] = []
        self._insert, self._begun, self._go = insert, Event(), Event()
        self.sharing = Sharing(self._slowly, limit)

    def _slowly(self, stored: Sequence[StoredEvent]) -> Sequence[int]:
        self.sizes.append(len(stored))
        self._begun.set()
        self._go.wait(10)
        return self._insert(stored)

    def come(self, *groups: Sequence[StoredEvent]) -> list[Sequence[int] | str]:
        """The positions that each gets, or its error."""
        with ThreadPoolExecutor(len(groups)) as pool:
            first = pool.submit(self._ask, groups[0])
            self._begun.wait(10)
            others = []
            for number, group in enumerate(groups[1:], start=1):
                others.append(pool.submit(self._ask, group))
                _until(lambda number=number: len(self.sharing.waiting) == number)  # type: ignore[misc]
            self._go.set()
            return [asked.result(10) for asked in (first, *others)]

    def _ask(self, group: Sequence[StoredEvent]) -> Sequence[int] | str:
        try:
            return self.sharing.insert(group)
        except Exception as error:
            return type(error).__name__


def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def some(*numbers: int) -> list[StoredEvent]:
    return [StoredEvent(UUID(int=number), 1, "", b"") for number in numbers]


def numbers_of(stored: Sequence[StoredEvent]) -> Sequence[int]:
    return [UUID(str(e.originator_id)).int for e in stored]


def test_writers_who_wait_share_the_next_transaction_and_each_gets_its_own_positions() -> None:
    crowd = Crowd(numbers_of)

    assert crowd.come(some(1), some(2, 3), some(4)) == [[1], [2, 3], [4]]
    assert crowd.sizes == [1, 3]


def test_no_shared_transaction_is_larger_than_the_limit_unless_one_writer_makes_it_so() -> None:
    crowd = Crowd(numbers_of, limit=2)

    assert crowd.come(some(1), some(2, 3, 4), some(5), some(6), some(7)) == [[1], [2, 3, 4], [5], [6], [7]]
    assert crowd.sizes == [1, 3, 2, 1]


def test_a_duplicate_fails_its_own_writer_and_none_of_those_who_share_its_transaction() -> None:
    def insert(stored: Sequence[StoredEvent]) -> Sequence[int]:
        if 3 in numbers_of(stored):
            raise IntegrityError("is there")
        return numbers_of(stored)

    assert Crowd(insert).come(some(1), some(2), some(3), some(4)) == [[1], [2], "IntegrityError", [4]]


def test_what_breaks_a_shared_transaction_is_told_to_all_who_share_it() -> None:
    def insert(stored: Sequence[StoredEvent]) -> Sequence[int]:
        if 1 not in numbers_of(stored):
            raise OperationalError("the server went away")
        return numbers_of(stored)

    assert Crowd(insert).come(some(1), some(2), some(3)) == [[1], "OperationalError", "OperationalError"]


def test_an_interrupted_writer_leaves_the_way_free_for_the_next() -> None:
    def insert(stored: Sequence[StoredEvent]) -> Sequence[int]:
        if numbers_of(stored) == [1]:
            raise KeyboardInterrupt
        return numbers_of(stored)

    sharing = Sharing(insert, limit=100)
    with pytest.raises(KeyboardInterrupt):
        sharing.insert(some(1))

    assert sharing.insert(some(2)) == [2]
