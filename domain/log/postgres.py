"""The log in PostgreSQL: a persistence module of the eventsourcing library, whose insert it replaces.

The library's own batch insert hangs at about 1 MB while it holds the table's lock, and its faster settings draw positions
outside any lock, so that readers miss entries (eventsourcing 9.5.6). Here every append takes one advisory lock first, and only
then draws positions and time; nothing goes through a pipeline or a composite array.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

# The library takes every factory class that it finds in this module for the module's own.
from eventsourcing import postgres as library
from eventsourcing.persistence import ApplicationRecorder, StoredEvent
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Composed, Identifier, Literal

from domain.log import tables
from domain.log.batch import Append, BatchResult
from domain.log.recorder import Dated
from domain.log.sharing import Sharing
from domain.log.staging import Staging
from domain.log.subscription import PostgresSubscription
from domain.log.writer import Writer

END = 2**63 - 1
"""The last position that there can be."""

SMALL = 200
"""Up to so many entries go in one function call; more are copied into a temporary table first."""


class PostgresRecorder(library.PostgresApplicationRecorder):
    """Appends under one lock, so that no reader ever sees a later position before an earlier one."""

    def __init__(self, datastore: library.PostgresDatastore, *, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        statements = [
            tables.ONE_AT_A_TIME,
            tables.SCHEMA,
            tables.TABLE,
            *tables.INDEXES,
            tables.REFUSE,
            tables.GUARD,
            tables.GUARD_ALWAYS,
            tables.APPEND_ONE,
            tables.APPEND,
        ]
        self.sql_create_statements = [self._sql(s) for s in statements]
        made = "\n".join(s.as_string(None) for s in self.sql_create_statements)
        self._definition = f"The log of annals, as defined by {hashlib.sha256(made.encode()).hexdigest()[:16]}"
        self.sql_create_statements.append(self._sql(tables.SIGN) + SQL(" ") + Literal(self._definition))
        self._one = self._text("SELECT {append_one}($1, $2, $3, $4)")
        self._several = self._text("SELECT {append}($1, $2, $3, $4)")
        self._staging = Staging(self._text)
        self._writer = Writer(datastore)
        self._sharing = Sharing(self._call_append, SMALL)

    def create_table(self) -> None:
        # To define the table again, even as it is, would wait behind every open append and keep all others waiting.
        with self.datastore.get_connection() as conn:
            signed = conn.execute(self._sql(tables.SIGNATURE)).fetchone()
        if signed is None or signed["signature"] != self._definition:
            super().create_table()

    def close(self) -> None:
        """Closes the connection that is only for writing."""
        self._writer.close()

    def _text(self, text: str) -> bytes:
        return self._sql(text).as_bytes(None)

    def _sql(self, text: str) -> Composed:
        name, schema = self.events_table_name, self.datastore.schema
        return SQL(text).format(
            schema=Identifier(schema),
            table=Identifier(schema, name),
            position_index=Identifier(f"{name}_position"),
            time_index=Identifier(f"{name}_recorded_at"),
            refuse=Identifier(schema, f"{name}_refuse"),
            guard=Identifier(f"{name}_guard"),
            append=Identifier(schema, f"{name}_append"),
            append_one=Identifier(schema, f"{name}_append_one"),
            sequence=Literal(f'"{schema}"."{name}_notification_id_seq"'),
            last_place=Literal(f"{name}.last_place"),
            last_moment=Literal(f"{name}.last_moment"),
            name=Literal(f'"{schema}"."{name}"'),
            channel=Literal(self.channel_name),
            lock=Literal(tables.LOCK),
            read=SQL(tables.READ).format(table=Identifier(schema, name)),
        )

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        if not stored_events:
            return []
        if len(stored_events) <= SMALL:
            return self._sharing.insert(stored_events)
        with self.datastore.get_connection() as conn:
            return self._staging.append(conn, stored_events)

    def insert_batch(self, stored_events: Sequence[StoredEvent]) -> BatchResult:
        if not stored_events:
            return BatchResult({}, {}, [])
        with self.datastore.get_connection() as conn:
            return self._staging.append_missing(conn, stored_events)

    def prepare(self, batches: Iterable[Sequence[StoredEvent]]) -> Generator[Append, None, None]:
        with self.datastore.get_connection() as one, self.datastore.get_connection() as other:
            yield from self._staging.prepare((one, other), batches)

    def _call_append(self, events: Sequence[StoredEvent]) -> list[int]:
        alone = len(events) == 1
        params = _columns(events[0]) if alone else [list(column) for column in zip(*map(_columns, events), strict=True)]
        return self._writer.run(self._one if alone else self._several, params)

    def select_recorded(self, after: int, limit: int, until: int | None = None) -> Sequence[Dated]:
        query = "{read} WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s"
        return self._select(query, (after, END if until is None else until, limit))

    def select_streams(self, ids: Collection[UUID]) -> Mapping[UUID, Sequence[Dated]]:
        streams: dict[UUID, list[Dated]] = defaultdict(list)
        query = "{read} WHERE originator_id = ANY(%s) ORDER BY originator_id, originator_version"
        for entry in self._select(query, (list(ids),)):
            streams[UUID(str(entry.originator_id))].append(entry)
        return streams

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> PostgresSubscription:
        return PostgresSubscription(recorder=self, gt=gt, topics=topics)

    def head(self) -> int:
        return self.max_notification_id() or 0

    def position_at(self, time: datetime) -> int:
        # Time order is position order; the greatest position by then would be looked for through all that came later.
        query = "{read} WHERE recorded_at <= %s ORDER BY recorded_at DESC LIMIT 1"
        return max((dated.id for dated in self._select(query, (time,))), default=0)

    def _select(self, query: str, params: tuple[object, ...]) -> list[Dated]:
        with self.datastore.get_connection() as conn, conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            return [Dated(*row) for row in cursor.execute(self._sql(query), params, prepare=True)]


def _columns(event: StoredEvent) -> tuple[object, ...]:
    return event.originator_id, event.originator_version, event.topic, event.state


class Factory(library.PostgresFactory):
    """Makes logs in the database that the environment variable POSTGRES_URL names, or the library's own variables."""

    application_recorder_class = PostgresRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self._recorders: list[PostgresRecorder] = []
        if url := self.env.get("POSTGRES_URL"):
            self.datastore.pool.kwargs = {**conninfo_to_dict(url), "row_factory": dict_row}

    def application_recorder(self) -> ApplicationRecorder:
        recorder = super().application_recorder()
        if isinstance(recorder, PostgresRecorder):
            self._recorders.append(recorder)
        return recorder

    def close(self) -> None:
        for recorder in self._recorders:
            recorder.close()
        super().close()

    def __exit__(self, *error: Any) -> None:
        self.close()
