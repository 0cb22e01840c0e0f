"""Putting an exported log into an empty database: every entry at the position and with the time that it had."""

from collections.abc import Iterable

import psycopg

from domain.errors import BadInput
from domain.log import tables
from domain.log.recorder import Dated

LOCK = "SELECT pg_advisory_xact_lock(%s)"

SOME = "SELECT count(*) FROM annals.annals_events"

COPY = """
COPY annals.annals_events (notification_id, originator_id, originator_version, topic, state, recorded_at) FROM STDIN (FORMAT BINARY)
"""

BROKEN = """
SELECT originator_id FROM annals.annals_events GROUP BY originator_id HAVING count(*) <> max(originator_version) LIMIT 1
"""
"""A stream of which versions are missing."""

GO_ON = """
SELECT setval(pg_get_serial_sequence('annals.annals_events', 'notification_id'), max(notification_id))
FROM annals.annals_events HAVING count(*) > 0
"""
"""The next entry comes after the last one restored."""

TELL = "SELECT pg_notify('annals_events', '')"


def restore(url: str, entries: Iterable[Dated]) -> int:
    """Puts all of the entries into an empty log, or none; how many there are. What the iterator raises leaves the log empty.

    The log's table must be there. Raises BadInput where the log is not empty, or the entries do not make up a log."""
    with psycopg.connect(url) as conn:
        conn.execute(LOCK, (tables.LOCK,))
        _check_empty(conn)
        try:
            _copy(conn, entries)
        except psycopg.errors.UniqueViolation as error:
            raise BadInput(f"two entries are at the same place of a stream: {error.diag.message_detail}") from error
        if stream := conn.execute(BROKEN).fetchone():
            raise BadInput(f"the stream {stream[0]} has versions missing: this is not a whole log")
        conn.execute(GO_ON)
        conn.execute(TELL)
        return _count(conn)


def _check_empty(conn: psycopg.Connection) -> None:
    if found := _count(conn):
        raise BadInput(
            f"the database holds {found:,} entries already, and a log is restored only into an empty one;"
            " name a new database in ANNALS_DATABASE_URL (createdb makes one) or a new folder in ANNALS_HOME,"
            " or use annals append to add what this log lacks"
        )


def _copy(conn: psycopg.Connection, entries: Iterable[Dated]) -> None:
    with conn.cursor().copy(COPY) as copy:
        copy.set_types(["int8", "uuid", "int8", "text", "bytea", "timestamptz"])
        for e in entries:
            copy.write_row((e.id, e.originator_id, e.originator_version, e.topic, e.state, e.recorded_at))


def _count(conn: psycopg.Connection) -> int:
    (found,) = conn.execute(SOME).fetchone() or (0,)
    return int(found)
