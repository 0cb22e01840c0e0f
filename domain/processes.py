"""Work that others do ahead of whoever needs it."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing.context import BaseContext
from threading import Thread
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

MOST = 4
"""Processes that are ever worth having: one connection cannot write what more of them make."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def helpers(begin: Callable[..., None], *args: Any, context: BaseContext | None = None) -> Iterator[ProcessPoolExecutor]:
    """Processes that each begin so, and end when this one does, however it ends; what nobody waits for any more is given up.

    `context`: how they are started, where it is not to be from one that has loaded the module of `begin`."""
    pool = ProcessPoolExecutor(min(cores(), MOST), context or _context(begin.__module__), _begin, (begin, *args))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def begins(pool: Executor) -> Iterator[Future[int]]:
    """Something that is done as soon as one of these processes has begun.

    Another thread waits: to start the first keeps its caller until all has been loaded."""
    with ThreadPoolExecutor(1) as waiting:
        yield waiting.submit(lambda: pool.submit(int).result())


def _context(module: str) -> BaseContext:
    """Processes that are copies of one that has loaded this module, where there can be: the first takes a second, the others none.

    Not copies of this one: it has threads and connections, which a copy would inherit in an unfit state."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    multiprocessing.set_forkserver_preload([module])
    return multiprocessing.get_context("forkserver")


def stand_by_parent() -> None:
    """Has this process leave interrupts to the one that started it, and end with that one, however it ends."""
    # An interrupt from the keyboard reaches the whole group: it is the parent's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _begin(begin: Callable[..., None], *args: Any) -> None:
    stand_by_parent()
    begin(*args)
    # Batch after batch comes and dies together, without cycles: to look for cycles among them takes a third of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _end_with_parent() -> None:
    # A parent that is killed cannot tell its pool, which would wait for work for ever.
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def done_ahead(pool: Executor, work: Callable[[A], B], pieces: Iterable[A], ahead: int) -> Iterator[B]:
    """What the work makes of each piece, in order, begun at once. So many pieces are under way at most, so memory stays flat."""
    left = iter(pieces)
    under_way = deque(pool.submit(work, piece) for piece in islice(left, ahead))
    return _results(under_way, (pool.submit(work, piece) for piece in left))


def _results(under_way: deque[Future[B]], left: Iterator[Future[B]]) -> Iterator[B]:
    while under_way:
        result = under_way.popleft().result()
        under_way.extend(islice(left, 1))
        yield result
