"""Folding: the same code keeps the live views current and rebuilds them from the first entry."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
import psycopg
from psycopg import Connection
from psycopg.types.json import set_json_loads

from domain.errors import Unreadable
from domain.log import Log
from domain.log.log import read_dated
from domain.log.recorder import Dated
from projections.database import FOLDING, LIVE, NEXT, PAST, REBUILDING, create, drop, exists, swap, use
from projections.views import VIEWS, definition

PAGE = 2000
"""How many entries are folded in one transaction."""

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
            drop(conn, PAST)
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
        drop(conn, PAST)
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
                _fold(conn, dated)
            except UNFOLDABLE:
                _fold_one_by_one(conn, dated, park=live)
            conn.execute("UPDATE checkpoint SET position = %s, recorded_at = %s", (dated[-1].id, dated[-1].recorded_at))
            if live:
                conn.execute("SELECT pg_notify('annals_views', %s)", (str(dated[-1].id),))
        return dated[-1].id, True

    def _connect(self) -> Connection[Any]:
        conn = psycopg.connect(self.url, autocommit=True)
        # The log reads numbers beyond 64 bits as floats; rows must come back as they were folded.
        set_json_loads(orjson.loads, conn)
        use(conn, LIVE)
        return conn


def _fold(conn: Connection[Any], page: Sequence[Dated]) -> None:
    with conn.transaction():
        recorded = [read_dated(dated) for dated in page]
        for view in VIEWS:
            view.fold(conn, recorded)


def _fold_one_by_one(conn: Connection[Any], page: Sequence[Dated], *, park: bool) -> None:
    """Folds a page in which one entry cannot be folded: parks that, or raises Unreadable."""
    for dated in page:
        try:
            _fold(conn, [dated])
        except UNFOLDABLE as error:
            reason = error.reason if isinstance(error, Unreadable) else f"{type(error).__name__}: {error}"
            if not park:
                raise Unreadable(dated.id, dated.topic, reason) from error
            conn.execute("INSERT INTO parked VALUES (%s, %s, %s)", (dated.id, dated.topic, reason))


def _tables() -> list[str]:
    return [statement for view in VIEWS for statement in view.table.statements()]
