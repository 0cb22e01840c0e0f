"""Folding: the same code keeps the live views current and rebuilds them from the first entry."""

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import Connection

from domain.errors import Unreadable
from domain.log import Log, Recorded
from domain.log.log import read_dated
from projections.database import FOLDING, LIVE, NEXT, REBUILDING, create, drop, exists, swap, use
from projections.views import VIEWS, definition

PAGE = 2000
"""How many entries are folded in one transaction."""

Progress = Callable[[int, int], None]
"""Told the position reached and the head of the log."""


class Runner:
    """Folds a log into the views of one database."""

    def __init__(self, log: Log, url: str, page: int = PAGE) -> None:
        self.log, self.url, self.page = log, url, page

    def prepare(self) -> None:
        """Makes the views where there are none, and makes them anew where this program defines them otherwise."""
        with self._connect() as conn, conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", (FOLDING,))
            if not exists(conn, LIVE):
                create(conn, LIVE, _tables(), definition())
            use(conn, LIVE)
            (made_by,) = conn.execute("SELECT definition FROM checkpoint").fetchone() or ("",)
        if made_by != definition():
            self.rebuild()

    def catch_up(self, progress: Progress | None = None) -> int:
        """Folds everything that the log holds into the live views; the position reached."""
        with self._connect() as conn:
            position, more = self._page(conn, live=True)
            while more:
                if progress:
                    progress(position, self.log.head())
                position, more = self._page(conn, live=True)
        return position

    def rebuild(self, progress: Progress | None = None) -> int:
        """Folds the whole log into a second set of views and puts it in the place of the live one; the position reached.

        Readers go on with the old views until the moment of the swap. Stops at an entry that cannot be folded (Unreadable)
        and leaves the live views as they were."""
        with self._connect() as conn:
            conn.execute("SELECT pg_advisory_lock(%s)", (REBUILDING,))
            drop(conn, NEXT)
            create(conn, NEXT, _tables(), definition())
            more = True
            while more:
                position, more = self._page(conn, live=False)
                if progress:
                    progress(position, self.log.head())
            return self._finish(conn)

    def _finish(self, conn: Connection[Any]) -> int:
        for view in VIEWS:
            conn.execute(f"ANALYZE {view.name}".encode())
        with conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", (FOLDING,))
            more = True
            while more:
                position, more = self._page(conn, live=False)
            swap(conn)
        return position

    def _page(self, conn: Connection[Any], *, live: bool) -> tuple[int, bool]:
        """Folds one page in one transaction: the position reached, and whether there was anything to fold."""
        with conn.transaction():
            if live:
                conn.execute("SELECT pg_advisory_xact_lock(%s)", (FOLDING,))
            (position,) = conn.execute("SELECT position FROM checkpoint").fetchone() or (0,)
            dated = self.log.reader.select_recorded(position, self.page)
            if not dated:
                return position, False
            try:
                with conn.transaction():
                    _fold(conn, [read_dated(d) for d in dated])
            except (Unreadable, psycopg.DataError):
                if not live:
                    raise
                self._fold_one_by_one(conn, position)
            conn.execute("UPDATE checkpoint SET position = %s, recorded_at = %s", (dated[-1].id, dated[-1].recorded_at))
            conn.execute("SELECT pg_notify('annals_views', %s)", (str(dated[-1].id),))
        return dated[-1].id, True

    def _fold_one_by_one(self, conn: Connection[Any], after: int) -> None:
        for dated in self.log.reader.select_recorded(after, self.page):
            try:
                with conn.transaction():
                    _fold(conn, [read_dated(dated)])
            except (Unreadable, psycopg.DataError) as error:
                conn.execute("INSERT INTO parked VALUES (%s, %s, %s)", (dated.id, dated.topic, str(error)))

    def _connect(self) -> Connection[Any]:
        conn = psycopg.connect(self.url, autocommit=True)
        use(conn, LIVE)
        return conn


def _fold(conn: Connection[Any], page: list[Recorded]) -> None:
    for view in VIEWS:
        view.fold(conn, page)


def _tables() -> list[str]:
    return [statement for view in VIEWS for statement in view.table.statements()]
