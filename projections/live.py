"""The live views of a database as one object: made, brought up to date, followed, waited for, rebuilt, verified."""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event
from typing import Any

from psycopg import Connection

from domain.errors import AnnalsError, NotYetVisible
from domain.log import Log
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.persisting import LOOK, await_promotion, await_turn, is_standby, persist
from domain.postgres.waiting import lock_session, lock_transaction, try_lock_session
from projections import building, schemas
from projections.checkpoint import Checkpoint, parked_positions, read_checkpoint
from projections.folding import Fold, Progress
from projections.schemas import LIVE
from projections.verifying import Verdict, verify
from projections.views import VERSION, VIEWS, definition

PAGE = 2000
"""How many entries are folded in one transaction."""

SEE_STATUS = "see annals status, and wait for the worker that folds"

logger = logging.getLogger(__name__)


class LiveViews:
    """The live views of the database that a log is in, over one connection that is opened when it is first needed.

    For one thread at a time."""

    def __init__(self, log: Log, page: int = PAGE, conn: Connection[Any] | None = None, url: str | None = None) -> None:
        """`page`: how many entries are folded in one transaction; `conn`: a connection that sees the live views, to be used and
        closed; `url`: the log's database with the role that folds, where that is another than the log's."""
        assert log.url is not None, "views are in the database of their log"
        self.log, self.url, self.page, self.patience = log, url or log.url, page, log.lock_timeout
        self._conn = conn

    @property
    def connection(self) -> Connection[Any]:
        """A connection that sees the live views."""
        if self._conn is None or self._conn.closed:
            self._conn = schemas.connect(self.url)
        return self._conn

    def close(self) -> None:
        """Closes the connection; it is opened again when it is needed."""
        if self._conn is not None:
            self._conn.close()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self.close()

    def __enter__(self) -> "LiveViews":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Makes the views if there are none, and replaces those of an older version. Raises AnnalsError beside newer ones."""
        conn = self.connection
        versions = schemas.versions(conn)
        if any(version > VERSION for version in versions):
            raise AnnalsError(
                f"the views were made by a newer version of annals (theirs are version {versions[-1]}, this program makes"
                f" {VERSION}); upgrade this program. Nothing was changed"
            )
        if not versions:
            with conn.transaction():
                lock_transaction(conn, AdvisoryLock.FOLD, self.patience)
                if not schemas.exists(conn, LIVE):
                    schemas.create(conn, LIVE, VIEWS)
                    schemas.create_indexes(conn, VIEWS)
        elif self._is_outdated():
            with self._rebuilding() as other:
                if self._is_outdated():
                    building.rebuild(self.log, other, VIEWS, self.page, None, self.patience)

    def _is_outdated(self) -> bool:
        return not schemas.exists(self.connection, LIVE) or self.checkpoint().definition != definition()

    def checkpoint(self) -> Checkpoint:
        """How far the views are."""
        return read_checkpoint(self.connection)

    def parked(self) -> list[int]:
        """The positions of the entries that could not be folded."""
        return parked_positions(self.connection)

    def fold(self, progress: Progress | None = None) -> int:
        """Folds everything that the log holds; the position reached. Parks what cannot be folded.

        Raises ViewsUnusable, Busy, psycopg.Error."""
        return self._fold().run(progress=progress)

    def refresh_statistics(self) -> None:
        """Has PostgreSQL look at what has grown by much, so that no plan depends on when it does so by itself."""
        schemas.refresh_statistics(self.connection)

    def fold_unless_followed(self) -> None:
        """The same, unless a worker does it."""
        with self._as_worker() as is_worker:
            if is_worker:
                self.fold()

    def _fold(self) -> Fold:
        return Fold(self.log, self.connection, VIEWS, self.page, live=True, patience=self.patience)

    def follow(self, stop: Event) -> None:
        """Folds what the log brings until told to stop. Outlives every interruption; stands by while another worker is at it."""
        persist(self._follow, stop, "keeping the views current", logger)

    def _follow(self, stop: Event) -> None:
        try:
            conn = self.connection
            if is_standby(conn):
                logger.warning("this database is a standby: the views are kept current on its primary")
                await_promotion(conn, stop)
            fold = self._fold()
            if not await_turn(conn, AdvisoryLock.WORKER, stop):
                return
            conn.execute(f"LISTEN {Channel.ENTRIES.value}".encode())
            while not stop.is_set():
                fold.run()
                for _ in conn.notifies(timeout=LOOK, stop_after=1):
                    pass
        finally:
            # With the connection goes the worker's lock.
            self.close()

    def wait(self, position: int, seconds: float, progress: Progress | None = None, *, renew: bool = False) -> None:
        """Returns once the views have reached a position; folds itself if no worker does. Raises NotYetVisible, ViewsUnusable.

        With `renew`, the time is counted from when the views last came nearer."""
        conn, deadline = self.connection, time.monotonic() + seconds
        reached = self.checkpoint().position
        if reached >= position:
            return
        conn.execute(f"LISTEN {Channel.VIEWS.value}".encode())
        try:
            while (now := self.checkpoint()).position < position:
                now.check()
                if progress:
                    progress(now.position, position)
                if renew and now.position > reached:
                    reached, deadline = now.position, time.monotonic() + seconds
                self._fold_or_wait(conn, max(0.0, min(LOOK, deadline - time.monotonic())), progress)
                if time.monotonic() >= deadline and self.checkpoint().position < position:
                    raise NotYetVisible(position, f"the views have not come that far within {seconds:g} seconds", SEE_STATUS)
        finally:
            if not conn.closed:
                conn.execute(f"UNLISTEN {Channel.VIEWS.value}".encode())

    def _fold_or_wait(self, conn: Connection[Any], seconds: float, progress: Progress | None) -> None:
        with self._as_worker() as is_worker:
            if is_worker:
                self.fold(progress)
                return
        for _ in conn.notifies(timeout=seconds, stop_after=1):
            pass

    @contextmanager
    def _as_worker(self) -> Iterator[bool]:
        """Whether this process may fold during the block, since no worker does."""
        conn = self.connection
        is_worker = try_lock_session(conn, AdvisoryLock.WORKER)
        try:
            yield is_worker
        finally:
            if is_worker and not conn.closed:
                conn.execute("SELECT pg_advisory_unlock(%s)", (int(AdvisoryLock.WORKER),))

    def rebuild(self, names: Sequence[str] = (), progress: Progress | None = None) -> int:
        """Folds the whole log into new views, all or those named, and puts them in the place of the live ones.

        Gives the position reached. Readers go on with the old views until the moment of the swap. Stops at an entry that cannot
        be folded (Unreadable) and leaves the live views as they were. Raises BadInput, Busy."""
        views = building.named(names)
        with self._rebuilding() as conn:
            return building.rebuild(self.log, conn, views, self.page, progress, self.patience)

    @contextmanager
    def _rebuilding(self) -> Iterator[Connection[Any]]:
        """A connection that has the lock of rebuilds, and that a build may turn to other schemas."""
        with schemas.connect(self.url) as conn:
            lock_session(conn, AdvisoryLock.REBUILD, self.patience)
            yield conn

    def verify(self, progress: Progress | None = None) -> Verdict:
        """Folds the log afresh beside the live views, which may go on meanwhile, and compares. Raises Busy."""
        with schemas.connect(self.url) as conn:
            lock_session(conn, AdvisoryLock.VERIFY, self.patience)
            return verify(self.log, conn, self.page, progress)
