"""The processes that share the work of an import: some encode, one folds what has been recorded, the first reads and records.

They are forked before there are threads, connections or locks that a copy of the process could inherit in an unfit state. What is
small is done in one process, which is sooner ready than others are started."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Event
from typing import Any, NamedTuple

from domain.log import Log
from domain.processes import helpers, stand_by_parent
from projections.live import LiveViews


class Crew(NamedTuple):
    """Who helps: a pool that encodes, and perhaps a process that folds once it is told the address of a database."""

    pool: Executor
    folder: BaseProcess | None = None
    told: Connection | None = None

    @contextmanager
    def folding(self, url: str) -> Iterator[None]:
        """Has the views of this database follow its log during the block. A fold that is cut off at its end loses nothing."""
        if self.told is not None:
            self.told.send(url)
        try:
            yield
        finally:
            if self.folder is not None:
                self.folder.kill()
                self.folder.join()


@contextmanager
def crew(large: bool) -> Iterator[Crew]:
    """The helpers for an import, large or not."""
    if not large or "fork" not in multiprocessing.get_all_start_methods():
        yield Crew(InLine())
        return
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    # Not a daemon: it may need helpers of its own.
    folder = context.Process(target=_fold, args=(theirs,))
    folder.start()
    try:
        with helpers(_begin, context=context) as pool:
            pool.submit(int).result()
            yield Crew(pool, folder, ours)
    finally:
        folder.kill()
        folder.join()


class InLine(Executor):
    """Does each thing at once."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*args, **kwargs))
        return future


def _begin() -> None:
    """What they need, the process that they are copies of has."""


def _fold(told: Connection) -> None:
    stand_by_parent()
    url = told.recv()
    LiveViews(Log.on_postgres(url)).follow(Event())
