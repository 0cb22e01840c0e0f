"""A table like the log's: the same columns, indexes and triggers, for what plain SQL can do with it."""

from collections.abc import Sequence
from typing import Any, cast

from eventsourcing.persistence import StoredEvent
from psycopg import Connection

from domain.entries import Entry
from domain.log import Log, Stored
from domain.log.stored import PROGRAM

TRIGGERS = """
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = 'annals.annals_events'::regclass AND NOT tgisinternal
"""

INSERT = """
INSERT INTO bench.twin (originator_id, originator_version, topic, state, recorded_at) VALUES (%s, %s, %s, %s, clock_timestamp())
"""

COPY = "COPY bench.twin (originator_id, originator_version, topic, state, recorded_at) FROM STDIN (FORMAT BINARY)"


def make_twin(conn: Connection[Any]) -> None:
    """Makes the table, or makes it anew."""
    conn.execute("DROP SCHEMA IF EXISTS bench CASCADE")
    conn.execute("CREATE SCHEMA bench")
    conn.execute("CREATE TABLE bench.twin (LIKE annals.annals_events INCLUDING ALL)")
    for (trigger,) in conn.execute(TRIGGERS).fetchall():
        conn.execute(trigger.replace("annals.annals_events", "bench.twin", 1).encode())


def as_first(entries: Sequence[Entry], by: str) -> list[Stored]:
    """Entries with their places in the log, each the first of its stream."""
    return [Stored(e.stream, 1, e, by, PROGRAM) for e in entries]


def encoded(log: Log, entries: Sequence[Entry], by: str) -> list[StoredEvent]:
    """The same as the log stores them."""
    return [log.mapper.to_stored_event(cast(Any, stored)) for stored in as_first(entries, by)]
