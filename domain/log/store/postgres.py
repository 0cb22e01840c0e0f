"""The log in PostgreSQL: a persistence module of the eventsourcing library, with an insert that loses nothing under load.

The library's own batch insert hangs at about 1 MB while it holds the table's lock, and its faster settings draw positions
outside any lock, so that readers miss entries (eventsourcing 9.5.6). Here every append takes one advisory lock first, and only
then draws positions and time; nothing goes through a pipeline or a composite array.
"""

from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, cast
from uuid import UUID

import psycopg

# The library takes every factory class that it finds in this module for the module's own.
from eventsourcing import persistence
from eventsourcing import postgres as library
from eventsourcing.persistence import ApplicationRecorder, PersistenceError, StoredEvent
from eventsourcing.utils import Environment
from psycopg import Connection
from psycopg.rows import DictRow, dict_row, tuple_row

from domain.errors import ClockAhead
from domain.log.store import sql
from domain.log.store.batch import AppendBatch, BatchResult
from domain.log.store.bulk import BulkAppender
from domain.log.store.recorder import LoggedEvent
from domain.log.store.writer import Writer
from domain.postgres.connection import Session, configure, with_defaults
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.waiting import PATIENCE, lock_transaction

END = 2**63 - 1
"""The last position that there can be."""

SMALL = 200
"""Up to this many entries are sent in one function call; more are copied into a temporary table first."""

CONNECTIONS = 15
"""How many connections one log opens at most for reading and for batches. It opens none before it needs one."""


class PostgresRecorder(library.PostgresApplicationRecorder):
    """Appends under one lock, so that no reader ever sees a later position before an earlier one."""

    datastore: "Datastore"

    def __init__(self, datastore: "Datastore") -> None:
        super().__init__(datastore, events_table_name=sql.TABLE.partition(".")[2])
        self.channel_name = Channel.ENTRIES.value
        self._writer = Writer(datastore.url, datastore.session, datastore.patience)
        self._bulk = BulkAppender(datastore.patience)

    def create_table(self) -> None:
        """Makes the table and its functions if they are missing, or older than this program's."""
        # To define them again, even as they are, would wait behind every open append and keep all others waiting.
        with self.datastore.get_connection() as conn:
            if _version(conn) >= sql.VERSION:
                return
            with conn.transaction():
                lock_transaction(conn, AdvisoryLock.APPEND, self.datastore.patience)
                for statement in (*sql.CREATE, *sql.FUNCTIONS):
                    conn.execute(statement.encode())

    def close(self) -> None:
        """Closes the connection that is only for writing."""
        self._writer.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        if not stored_events:
            return []
        try:
            if len(stored_events) <= SMALL:
                return self._writer.append(stored_events)
            with self.datastore.get_connection() as conn:
                return self._bulk.append(conn, stored_events)
        except (psycopg.Error, PersistenceError) as error:
            raise _translated(error) from error

    def insert_batch(self, stored_events: Sequence[StoredEvent]) -> BatchResult:
        if not stored_events:
            return BatchResult({}, {}, [])
        try:
            with self.datastore.get_connection() as conn:
                return self._bulk.append_missing(conn, stored_events)
        except (psycopg.Error, PersistenceError) as error:
            raise _translated(error) from error

    def prepare(self, batches: Iterable[Sequence[StoredEvent]]) -> Generator[AppendBatch, None, None]:
        with self.datastore.get_connection() as one, self.datastore.get_connection() as other:
            for append in self._bulk.prepare((one, other), batches):
                yield partial(_append_batch, append)

    def select_recorded(self, after: int, limit: int, until: int | None = None) -> Sequence[LoggedEvent]:
        query = f"{sql.READ} WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s"
        return self._select(query, (after, END if until is None else until, limit))

    def select_streams(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[LoggedEvent]]:
        streams: dict[UUID, list[LoggedEvent]] = defaultdict(list)
        query = f"{sql.READ} WHERE originator_id = ANY(%s) ORDER BY originator_id, originator_version"
        for entry in self._select(query, (list(ids),)):
            streams[UUID(str(entry.originator_id))].append(entry)
        return streams

    def head(self) -> int:
        return self.max_notification_id() or 0

    def position_at(self, time: datetime) -> int:
        # Time order is position order. The greatest position by then would be looked for through all that came later.
        query = f"{sql.READ} WHERE recorded_at <= %s ORDER BY recorded_at DESC LIMIT 1"
        return max((logged.id for logged in self._select(query, (time,))), default=0)

    def now(self) -> datetime:
        with self.datastore.get_connection() as conn:
            (moment,) = conn.cursor(row_factory=tuple_row).execute(sql.NOW.encode()).fetchone() or (None,)
        return cast(datetime, moment)

    def cast_version(self) -> str | None:
        with self.datastore.get_connection() as conn:
            cursor = conn.cursor(row_factory=tuple_row)
            (version,) = cursor.execute(f"SELECT cast_version FROM {sql.STORE}".encode()).fetchone() or (None,)
        return cast(str | None, version)

    def set_cast_version(self, version: str) -> None:
        # A role that may not append cannot note it, and looks for what is missing at its next start again.
        with suppress(psycopg.errors.InsufficientPrivilege, PersistenceError), self.datastore.get_connection() as conn:
            conn.execute(sql.NOTE_CAST.encode(), (version,))

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "PostgresSubscription":
        return PostgresSubscription(recorder=self, gt=gt, topics=topics)

    def _select(self, query: str, params: tuple[object, ...]) -> list[LoggedEvent]:
        with self.datastore.get_connection() as conn, conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            return [LoggedEvent(*row) for row in cursor.execute(query.encode(), params, prepare=True)]


def _version(conn: Connection[DictRow]) -> int:
    """The version of the definitions that the log has; 0 where there is none."""
    cursor = conn.cursor(row_factory=tuple_row)
    (exists,) = cursor.execute(sql.IS_MADE.encode()).fetchone() or (None,)
    (version,) = (cursor.execute(sql.STORED_VERSION.encode()).fetchone() if exists else None) or (0,)
    return int(version)


def _append_batch(append: AppendBatch) -> BatchResult:
    try:
        return append()
    except psycopg.Error as error:
        raise _translated(error) from error


def _translated(error: psycopg.Error | PersistenceError) -> Exception:
    """The library's error for one of the database, which may be wrapped already; ClockAhead for that of our own functions."""
    cause = error.__cause__ if isinstance(error, PersistenceError) else error
    if not isinstance(cause, psycopg.Error):
        return error
    if cause.sqlstate == sql.CLOCK_AHEAD:
        return ClockAhead(cause.diag.message_primary or "a later time")
    return _library_error(cause)


def _library_error(error: psycopg.Error) -> PersistenceError:
    """The library's error of the same name as the database's, or as the nearest of its classes that has one.

    Its IntegrityError says that a version of a stream is taken. No other constraint that an entry may violate is meant by it."""
    if isinstance(error, psycopg.IntegrityError) and error.diag.constraint_name != sql.PRIMARY_KEY:
        return PersistenceError(str(error))
    names = [kind.__name__ for kind in type(error).__mro__]
    kind: type[PersistenceError] = next(
        (getattr(persistence, name) for name in names if hasattr(persistence, name)), PersistenceError
    )
    return kind(str(error))


class PostgresSubscription(library.PostgresSubscription):
    """The library's subscription to the log (eventsourcing 9.5.6), which misses nothing while it begins to listen.

    The library reads what is there and begins to listen at the same time. It learns of what is appended after the one and
    before the other only with the next entry."""

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as conn:
                conn.execute(f"LISTEN {Channel.ENTRIES.value}".encode())
                # Looks once more for what was appended until now.
                self._has_been_notified.set()
                while not self._has_been_stopped and not self._thread_error:
                    for _ in conn.notifies(timeout=0.1, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as error:
            self._thread_error = self._thread_error or error
            self.stop()


class Datastore(library.PostgresDatastore):
    """The connections of one log to its database."""

    def __init__(self, url: str, session: Session, patience: float) -> None:
        super().__init__("", "", "", "", "", schema=sql.SCHEMA)
        self.url, self.session, self.patience = url, session, patience
        self.pool = library.ConnectionPool(
            with_defaults(url),
            connection_class=Connection[DictRow],
            kwargs={"autocommit": True, "row_factory": dict_row},
            min_size=0,
            max_size=CONNECTIONS,
            open=False,
            timeout=10,
            configure=partial(configure, session=session),
        )


class Factory(library.PostgresFactory):
    """Makes logs in the database that POSTGRES_URL names: a URL or another connection string of libpq.

    LOCK_TIMEOUT is how many seconds an append waits for others; CLOCK_AHEAD is what it does when the last entry lies in the
    future (refuse or warn). Like all of the library's settings, both can have the name of the application before them
    (ANNALS_LOCK_TIMEOUT)."""

    application_recorder_class: type[library.PostgresApplicationRecorder] = PostgresRecorder

    def __init__(self, env: Environment) -> None:
        unused = dict.fromkeys(("POSTGRES_DBNAME", "POSTGRES_HOST", "POSTGRES_USER", "POSTGRES_PASSWORD"), "-")
        super().__init__(Environment(env.name, {**unused, **env}))
        self.datastore.close()
        session = Session(extra=((sql.CLOCK_SETTING, self.env.get("CLOCK_AHEAD") or "refuse"),))
        patience = float(self.env.get("LOCK_TIMEOUT") or PATIENCE)
        self.datastore: Datastore = Datastore(self.env.get("POSTGRES_URL") or "", session, patience)
        self._recorders: list[PostgresRecorder] = []

    def application_recorder(self) -> ApplicationRecorder:
        recorder = PostgresRecorder(self.datastore)
        if self.env_create_table():
            recorder.create_table()
        self._recorders.append(recorder)
        return recorder

    def close(self) -> None:
        for recorder in self._recorders:
            recorder.close()
        super().close()

    def __exit__(self, *error: Any) -> None:
        self.close()
