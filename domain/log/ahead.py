"""Work that others do ahead of whoever needs it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def done_ahead(pool: Executor, work: Callable[[A], B], pieces: Iterable[A], ahead: int) -> Iterator[B]:
    """What the work makes of each piece, in order. At most so many pieces are under way, so memory stays flat."""
    under_way: deque[Future[B]] = deque()
    for piece in pieces:
        under_way.append(pool.submit(work, piece))
        if len(under_way) >= ahead:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()
