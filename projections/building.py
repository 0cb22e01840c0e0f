"""Builds views beside the live ones, and swaps them in: for a rebuild, for a new version, and for verification."""

from collections.abc import Collection, Sequence
from typing import Any

from psycopg import Connection

from domain.errors import BadInput
from domain.failpoints import Failpoint, reach
from domain.log import Log
from domain.names import nearest
from domain.postgres.locks import AdvisoryLock
from domain.postgres.waiting import LockWait, lock_transaction
from projections import schemas
from projections.checkpoint import parked_positions, read_checkpoint
from projections.folding import Fold, Progress
from projections.schemas import LIVE
from projections.view import View
from projections.views import VIEWS


class Build:
    """Views that grow in a schema of their own. The connection sees them from then on."""

    def __init__(
        self, log: Log, conn: Connection[Any], schema: str, views: Sequence[View[Any]], page: int, skip: Collection[int]
    ) -> None:
        """`page`: how many entries are folded in a transaction; `skip`: the positions of entries to leave out."""
        self.schema, self._conn, self._views = schema, conn, views
        with conn.transaction():
            schemas.create(conn, schema, views)
        self.fold = Fold(log, conn, views, page, skip=skip)

    def grow(self, progress: Progress | None = None, until: int | None = None) -> int:
        """Folds the log as far as it goes at the moment, or up to a position; only then indexes what has been folded."""
        position = self.fold.run(until, progress)
        schemas.create_indexes(self._conn, self._views)
        return position


def rebuild(
    log: Log, conn: Connection[Any], views: Sequence[View[Any]], page: int, progress: Progress | None, patience: float
) -> int:
    """Folds the log into new views and puts them in the place of the live ones; the position reached.

    The caller holds the lock of rebuilds on this connection. Raises Unreadable, ViewsOfAnotherLog, Busy, BadInput."""
    schemas.check_replaceable(conn)
    for schema in schemas.left_over(conn, "next", "past"):
        schemas.drop_if_free(conn, schema)
    whole = len(views) == len(VIEWS)
    skip = () if whole else parked_positions(conn, LIVE)
    past = schemas.building("past")
    build = Build(log, conn, schemas.building("next"), views, page, skip)
    # One view alone must end where the others are.
    build.grow(progress, until=None if whole else _live_position(conn))
    reach(Failpoint.REBUILD_GROWN)
    position = LockWait(conn, LIVE, patience).run(lambda: _swap(conn, build, views, past, patience, whole=whole))
    reach(Failpoint.REBUILD_COMMITTED)
    older = schemas.of_older_versions(conn) if whole else []
    for schema in (past, build.schema, *older):
        schemas.drop_if_free(conn, schema)
    return position


def _swap(conn: Connection[Any], build: Build, views: Sequence[View[Any]], past: str, patience: float, *, whole: bool) -> int:
    with conn.transaction():
        lock_transaction(conn, AdvisoryLock.FOLD, patience)
        position = build.fold.run(until=None if whole else _live_position(conn))
        if whole:
            schemas.swap(conn, build.schema, past)
        else:
            schemas.swap_tables(conn, views, build.schema, past)
        reach(Failpoint.REBUILD_SWAPPED)
    return position


def _live_position(conn: Connection[Any]) -> int:
    live = read_checkpoint(conn, LIVE)
    live.check()
    return live.position


def named(names: Sequence[str]) -> Sequence[View[Any]]:
    """The views with these names; all, if none are given. Raises BadInput."""
    known = {view.name: view for view in VIEWS}
    for name in names:
        if name not in known:
            near = nearest(name, known) or known
            raise BadInput(f"there is no view {name!r}; did you mean {', '.join(near)}?")
    return [view for view in VIEWS if view.name in names] if names else VIEWS
