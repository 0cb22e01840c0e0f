"""Folding the log, page by page, into the views of one schema. The same code serves live, rebuild and verification."""

import gc
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection

from domain.errors import Busy, Unreadable
from domain.log import Log
from domain.log.log import read_dated
from domain.log.recorder import Dated
from projections.view import View
from projections.views import definition

UNFOLDABLE = (
    Unreadable,
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.ProgramLimitExceeded,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What goes wrong on account of an entry, not of the server or the connection."""

Progress = Callable[[int, int], None]
"""Told the position reached and the head of the log."""


class Fold:
    """Brings views forward through a connection that sees their schema; each page is one transaction with its checkpoint."""

    def __init__(
        self,
        log: Log,
        conn: Connection[Any],
        views: Sequence[View[Any]],
        page: int,
        *,
        lock: int | None = None,
        skip: Collection[int] = (),
    ) -> None:
        self._log, self._conn, self._views, self._page = log, conn, views, page
        self._lock = lock
        """The advisory lock under which live views change. With it, what cannot be folded is parked; without, it stops the fold."""
        self._skip = frozenset(skip)
        self._definition = definition()

    def run(self, until: int | None = None, progress: Progress | None = None) -> int:
        """Folds all that there is, up to a position; the position reached. Raises Unreadable, Busy."""
        with _few_collections():
            position, more = self.page(until)
            while more:
                if progress:
                    progress(position, self._log.head() if until is None else until)
                position, more = self.page(until)
        return position

    def page(self, until: int | None = None) -> tuple[int, bool]:
        """Folds one page: the position reached, and whether there was anything to fold."""
        with self._conn.transaction():
            if self._lock is not None:
                self._conn.execute("SELECT pg_advisory_xact_lock(%s)", (self._lock,))
            position, made_by = self._conn.execute("SELECT position, definition FROM checkpoint").fetchone() or (0, "")
            if made_by != self._definition:
                raise Busy("the views were made by another version of this program; stop the older one")
            page = self._log.reader.select_recorded(position, self._page)
            page = page if until is None else [dated for dated in page if dated.id <= until]
            if not page:
                return position, False
            self._fold_or_park([dated for dated in page if dated.id not in self._skip])
            reached = (page[-1].id, page[-1].recorded_at)
            self._conn.execute("UPDATE checkpoint SET position = %s, recorded_at = %s", reached)
            if self._lock is not None:
                self._conn.execute("SELECT pg_notify('annals_views', %s)", (str(page[-1].id),))
        return page[-1].id, True

    def _fold_or_park(self, page: Sequence[Dated]) -> None:
        try:
            self._fold(page)
        except UNFOLDABLE:
            for dated in page:
                self._fold_alone(dated)

    def _fold(self, page: Sequence[Dated]) -> None:
        with self._conn.transaction():
            recorded = [read_dated(dated) for dated in page]
            for view in self._views:
                view.fold(self._conn, recorded)

    def _fold_alone(self, dated: Dated) -> None:
        try:
            self._fold([dated])
        except UNFOLDABLE as error:
            reason = error.reason if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
            if self._lock is None:
                raise Unreadable(dated.id, dated.topic, reason) from error
            self._conn.execute("INSERT INTO parked VALUES (%s, %s, %s)", (dated.id, dated.topic, reason))


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
