"""Folds the log, page by page, into the views of one schema: live, in a rebuild, or for verification."""

import gc
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from psycopg import Connection

from domain.errors import Unreadable, ViewsReplaced
from domain.failpoints import Failpoint, reach
from domain.log import Log
from domain.log.store.recorder import LoggedEvent
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.notifying import notify
from domain.postgres.waiting import PATIENCE, lock_transaction
from domain.processes import cores
from projections.ahead import pages_ahead
from projections.checkpoint import read_checkpoint
from projections.pages import UNFOLDABLE, Page, Ready, make_page, make_ready
from projections.view import View
from projections.views import definition

MANY = 50_000
"""From so many entries on, other processes make pages ready: they may take a second to begin."""

MEANWHILE = 500
"""The size of the pages that are made here until then, so small that this process needs little memory for them."""

NAMING = ("actor", "name", "translation")
"""The views that say what names stand for, at whatever position."""

Progress = Callable[[int, int], None]
"""Told the position reached and the head of the log."""


class Fold:
    """Brings views forward through a connection that sees their schema; each page is one transaction with its checkpoint."""

    def __init__(
        self,
        log: Log,
        conn: Connection[Any],
        views: Sequence[View[Any]],
        size: int,
        *,
        live: bool = False,
        skip: Collection[int] = (),
        patience: float = PATIENCE,
    ) -> None:
        """`size`: how many entries are folded in a transaction; `skip`: the positions of entries to leave out.

        Live views change under a lock, for which `patience` seconds are waited. What cannot be folded into them is parked,
        while it stops the fold of others."""
        self._log, self._conn, self._views, self._size = log, conn, views, size
        self._live, self._skip, self._patience = live, frozenset(skip), patience
        self._definition = definition()

    def run(self, until: int | None = None, progress: Progress | None = None) -> int:
        """Folds all that there is, up to a position; the position reached. Raises Unreadable, ViewsUnusable, Busy."""
        position, before = self._position(), -1
        with _few_collections():
            while before < position < (goal := self._log.head() if until is None else until):
                before, position = position, self._run(position, goal, progress)
        return position

    def _run(self, position: int, goal: int, progress: Progress | None) -> int:
        """As far as the goal, or until another process has folded the same."""
        with closing(self._pages(position, goal)) as pages:
            for page in pages:
                position = self._fold(position, page)
                if progress:
                    progress(position, goal)
                if position != page.position:
                    break
        return position

    def _pages(self, position: int, goal: int) -> Generator[Page, None, None]:
        if not self._log.url or goal - position < MANY or cores() == 1:
            return self._pages_made_here(position, goal, self._size)
        meanwhile = self._pages_made_here(position, goal, min(self._size, MEANWHILE))
        return pages_ahead(self._log.url, goal, self._size, self._views, self._skip, meanwhile)

    def _pages_made_here(self, position: int, goal: int, size: int) -> Generator[Page, None, None]:
        while entries := self._log.store.select_recorded(position, size, goal):
            yield make_page(entries, self._views, self._skip)
            position = entries[-1].id

    def _position(self) -> int:
        checkpoint = read_checkpoint(self._conn)
        if checkpoint.definition != self._definition:
            raise ViewsReplaced
        checkpoint.check()
        return checkpoint.position

    def _fold(self, after: int, page: Page) -> int:
        """The position reached: that of the page, or one that another process has folded to."""
        with self._conn.transaction():
            if self._live:
                lock_transaction(self._conn, AdvisoryLock.FOLD, self._patience)
            if (position := self._position()) != after:
                return position
            if not (page.ready and self._write(page.ready)):
                for logged in self._log.store.select_recorded(after, self._size, page.position):
                    self._fold_alone(logged)
            self._conn.execute("UPDATE checkpoint SET position = %s, recorded_at = %s", (page.position, page.recorded_at))
            reach(Failpoint.FOLD_PAGE)
        reach(Failpoint.FOLD_COMMITTED)
        if self._live:
            notify(self._conn, Channel.VIEWS, str(page.position))
        return page.position

    def _write(self, ready: Ready) -> bool:
        """Whether all of the entries could be folded."""
        try:
            self._write_views(ready)
        except UNFOLDABLE:
            return False
        return True

    def _write_views(self, ready: Ready) -> None:
        with self._conn.transaction():
            changed = {v.name for v in self._views if v.fold(self._conn, ready.founded.get(v.name, b""), ready.later)}
            if not changed.isdisjoint(NAMING):
                self._conn.execute("UPDATE checkpoint SET names = pg_current_xact_id()")

    def _fold_alone(self, logged: LoggedEvent) -> None:
        if logged.id in self._skip:
            return
        try:
            self._write_views(make_ready([logged], self._views))
        except UNFOLDABLE as error:
            reason = error.reason if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
            if not self._live:
                raise Unreadable(logged.id, logged.topic, reason) from error
            self._conn.execute("INSERT INTO parked VALUES (%s, %s, %s)", (logged.id, logged.topic, reason))
            self._conn.execute("UPDATE checkpoint SET parked = least(parked, %s)", (logged.id,))


@contextmanager
def _few_collections() -> Iterator[None]:
    # A page is tens of thousands of rows that all die together, without cycles. Looking for cycles among them again and again
    # took a quarter of the time of a rebuild.
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
