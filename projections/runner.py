"""Keeping the views of a database: made where they are missing, brought up to date, rebuilt, checked against the log."""

from collections.abc import Sequence
from typing import Any

from psycopg import Connection

from domain.errors import BadInput
from domain.log import Log
from domain.names import nearest
from projections import database
from projections.database import FOLDING, LIVE, NEXT, REBUILDING, connect
from projections.folding import Fold, Progress
from projections.view import View
from projections.views import VIEWS, definition

PAGE = 2000
"""How many entries are folded in one transaction."""


class Runner:
    """Folds a log into the views of one database."""

    def __init__(self, log: Log, url: str, page: int = PAGE) -> None:
        self.log, self.url, self.page = log, url, page

    def prepare(self) -> None:
        """Makes the views where there are none, and makes them anew where this program defines them otherwise."""
        with connect(self.url) as conn, conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", (FOLDING,))
            if not database.exists(conn, LIVE):
                database.create(conn, LIVE, VIEWS, definition())
                database.create_indexes(conn, VIEWS)
        if self._made_by() != definition():
            self.rebuild(only_if_outdated=True)

    def catch_up(self, progress: Progress | None = None) -> int:
        """Folds everything that the log holds into the live views; the position reached. Parks what cannot be folded."""
        with connect(self.url) as conn:
            return Fold(self.log, conn, VIEWS, self.page, lock=FOLDING).run(progress=progress)

    def rebuild(self, names: Sequence[str] = (), progress: Progress | None = None, *, only_if_outdated: bool = False) -> int:
        """Folds the whole log into a second set of views, all or those named, and puts them in the place of the live ones.

        Readers go on with the old views until the moment of the swap, and are never kept waiting. Stops at an entry that
        cannot be folded (Unreadable) and leaves the live views as they were. Gives the position reached; raises BadInput."""
        views = named(names)
        with connect(self.url) as conn:
            conn.execute("SELECT pg_advisory_lock(%s)", (REBUILDING,))
            if only_if_outdated and self._made_by() == definition():
                return self.log.head()
            return self._rebuild(conn, views, progress)

    def _rebuild(self, conn: Connection[Any], views: Sequence[View[Any]], progress: Progress | None) -> int:
        whole = len(views) == len(VIEWS)
        database.check_replaceable(conn)
        database.drop(conn, database.PAST)
        build = Build(self, conn, NEXT, views, skip=() if whole else self.parked())
        # A view alone must end where the others are.
        build.grow(progress, until=None if whole else self._live_position())
        with conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", (FOLDING,))
            position = build.fold.run(until=None if whole else self._live_position())
            if whole:
                database.swap(conn)
            else:
                database.swap_tables(conn, views)
        database.drop(conn, database.PAST)
        database.drop(conn, NEXT)
        return position

    def parked(self) -> list[int]:
        """The positions of the entries that could not be folded into the live views."""
        with connect(self.url) as conn:
            return [position for (position,) in conn.execute("SELECT position FROM parked ORDER BY 1")]

    def _made_by(self) -> str:
        with connect(self.url) as conn:
            (made_by,) = conn.execute("SELECT definition FROM checkpoint").fetchone() or ("",)
            return str(made_by)

    def _live_position(self) -> int:
        with connect(self.url) as conn:
            (position,) = conn.execute("SELECT position FROM checkpoint").fetchone() or (0,)
            return int(position)


class Build:
    """Views growing in a schema of their own, beside the live ones."""

    def __init__(self, runner: Runner, conn: Connection[Any], schema: str, views: Sequence[View[Any]], skip: Sequence[int]) -> None:
        self._conn, self._views = conn, views
        database.drop(conn, schema)
        database.create(conn, schema, views, definition())
        self.fold = Fold(runner.log, conn, views, runner.page, skip=skip)

    def grow(self, progress: Progress | None = None, until: int | None = None) -> int:
        """Folds the log as far as it goes at the moment, or up to a position; only then indexes what has been folded."""
        position = self.fold.run(until, progress)
        database.create_indexes(self._conn, self._views)
        return position


def named(names: Sequence[str]) -> Sequence[View[Any]]:
    """The views with these names; all, where none are given. Raises BadInput."""
    known = {view.name: view for view in VIEWS}
    for name in names:
        if name not in known:
            near = nearest(name, known) or known
            raise BadInput(f"there is no view {name!r}; did you mean {', '.join(near)}?")
    return [view for view in VIEWS if view.name in names] if names else VIEWS
