"""Writers of one process that come at once share a transaction: its one flush to disk serves them all."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Lock

from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent

Insert = Callable[[Sequence[StoredEvent]], Sequence[int]]
"""Records all or none, and gives their positions."""


class Share:
    """What one writer adds to a transaction, and what became of it."""

    def __init__(self, events: Sequence[StoredEvent]) -> None:
        self.events = events
        self.positions: Sequence[int] | None = None
        self.error: Exception | None = None

    @property
    def settled(self) -> bool:
        """Whether it is known what became of it."""
        return self.positions is not None or self.error is not None

    def answer(self) -> Sequence[int]:
        """The positions; raises what kept them from being recorded."""
        if self.error is not None:
            raise self.error
        return self.positions or ()


class Sharing:
    """Takes what writers bring one transaction after the other; whoever waits meanwhile shares the next."""

    def __init__(self, insert: Insert, limit: int) -> None:
        self._insert, self._limit = insert, limit
        self.waiting: deque[Share] = deque()
        """Those who wait for a transaction that has not begun."""
        self._busy = False
        self._lock = Lock()
        self._changed = Condition(self._lock)

    def insert(self, events: Sequence[StoredEvent]) -> Sequence[int]:
        """The positions of these events, recorded all or none. What others brought does not matter to them."""
        with self._lock:
            is_alone = not (self._busy or self.waiting)
            if is_alone:
                self._busy = True
            else:
                self.waiting.append(share := Share(events))
        if is_alone:
            return self._insert_alone(events)
        while not self._wait(share):
            self._settle_next()
        return share.answer()

    def _insert_alone(self, events: Sequence[StoredEvent]) -> Sequence[int]:
        try:
            return self._insert(events)
        finally:
            self._free()

    def _free(self) -> None:
        """Lets those go on who came meanwhile, or whose share is settled."""
        with self._lock:
            self._busy = False
            self._changed.notify_all()

    def _wait(self, share: Share) -> bool:
        """Whether the share is settled; if not, it is the caller's turn to settle those that wait."""
        with self._changed:
            try:
                self._changed.wait_for(lambda: share.settled or not self._busy)
            except BaseException:
                if share in self.waiting:
                    self.waiting.remove(share)
                raise
            self._busy = self._busy or not share.settled
            return share.settled

    def _settle_next(self) -> None:
        try:
            self._settle(self._next())
        finally:
            self._free()

    def _next(self) -> list[Share]:
        """Those who waited longest: as many as fit into one transaction, but at least one."""
        with self._changed:
            shares = [self.waiting.popleft()]
            size = len(shares[0].events)
            while self.waiting and (size := size + len(self.waiting[0].events)) <= self._limit:
                shares.append(self.waiting.popleft())
            return shares

    def _settle(self, shares: Sequence[Share]) -> None:
        try:
            self._record(shares)
        except IntegrityError as error:
            self._one_by_one(shares, error)
        except Exception as error:
            _fail(shares, error)
        except BaseException:
            _fail(shares, OperationalError("the append was interrupted; whether it was recorded is not known"))
            raise

    def _record(self, shares: Sequence[Share]) -> None:
        positions = self._insert([event for share in shares for event in share.events])
        start = 0
        for share in shares:
            share.positions = positions[start : start + len(share.events)]
            start += len(share.events)

    def _one_by_one(self, shares: Sequence[Share], error: IntegrityError) -> None:
        if len(shares) == 1:
            shares[0].error = error
        else:
            for share in shares:
                self._settle([share])


def _fail(shares: Sequence[Share], error: Exception) -> None:
    for share in shares:
        if not share.settled:
            share.error = error
