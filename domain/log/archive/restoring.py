"""Restores an exported log into an empty database: every entry at the position and with the time that it had."""

from collections.abc import Iterable
from typing import Any

from psycopg import Connection
from psycopg.errors import UniqueViolation

from domain.errors import BadInput
from domain.failpoints import Failpoint, reach
from domain.log.seal.growing import grow, new_salt
from domain.log.seal.leaves import SALT
from domain.log.seal.sealer import PAGE, read_after
from domain.log.seal.store import SealTables
from domain.log.seal.tree import Frontier
from domain.log.store.recorder import LoggedEvent
from domain.log.store.sql import SEQUENCE, TABLE
from domain.postgres.connection import connect
from domain.postgres.locks import AdvisoryLock, Channel
from domain.postgres.notifying import notify
from domain.postgres.waiting import lock_transaction

COUNT = f"SELECT count(*) FROM {TABLE}"

COPY = f"COPY {TABLE} (notification_id, originator_id, originator_version, topic, state, recorded_at) FROM STDIN (FORMAT BINARY)"

BROKEN = f"SELECT originator_id FROM {TABLE} GROUP BY originator_id HAVING count(*) <> max(originator_version) LIMIT 1"
"""A stream of which versions are missing."""

SET_SEQUENCE = f"SELECT setval('{SEQUENCE}', max(notification_id)) FROM {TABLE} HAVING count(*) > 0"
"""The next entry comes after the last one restored."""


def restore(url: str, entries: Iterable[tuple[LoggedEvent, bytes | None]]) -> int:
    """Puts all of the entries into an empty log, or none, and gives their number. What the iterator raises leaves the log empty.

    The tree of its seal is made with the salts that entries come with, and so is the one that it was in the log they are from.

    The log's table must be there. Raises BadInput where the log is not empty, or the entries do not make up a log."""
    with connect(url) as conn:
        with conn.transaction():
            lock_transaction(conn, AdvisoryLock.APPEND)
            _check_empty(conn)
            salts = _copy(conn, entries)
            if stream := conn.execute(BROKEN.encode()).fetchone():
                raise BadInput(f"the stream {stream[0]} has versions missing: this is not a whole log")
            _add_leaves(conn, salts)
            conn.execute(SET_SEQUENCE.encode())
            reach(Failpoint.RESTORE_COPIED)
            restored = _count(conn)
        notify(conn, Channel.ENTRIES)
        return restored


def _check_empty(conn: Connection[Any]) -> None:
    if found := _count(conn):
        raise BadInput(
            f"the database holds {found:,} entries already, and a log is restored only into an empty one;"
            " name a new database in ANNALS_DATABASE_URL (createdb makes one) or a new folder in ANNALS_HOME,"
            " or use annals append to add what this log lacks"
        )


def _copy(conn: Connection[Any], entries: Iterable[tuple[LoggedEvent, bytes | None]]) -> bytearray:
    """Puts the entries into the log; their salts one after the other, with new ones for those that have none."""
    salts = bytearray()
    try:
        with conn.cursor().copy(COPY.encode()) as copy:
            copy.set_types(["int8", "uuid", "int8", "text", "bytea", "timestamptz"])
            for e, salt in entries:
                copy.write_row((e.id, e.originator_id, e.originator_version, e.topic, e.state, e.recorded_at))
                salts += salt or new_salt()
    except UniqueViolation as error:
        raise BadInput(f"two entries are at the same place of a stream: {error.diag.message_detail}") from error
    return salts


def _add_leaves(conn: Connection[Any], salts: bytearray) -> None:
    tables, frontier, position = SealTables(conn), Frontier(), 0
    while entries := read_after(conn, position, PAGE):
        first = frontier.size
        own = (bytes(salts[place * SALT : place * SALT + SALT]) for place in range(first, first + len(entries)))
        tables.add(*grow(frontier, zip(entries, own, strict=True)))
        position = entries[-1].id


def _count(conn: Connection[Any]) -> int:
    (found,) = conn.execute(COUNT.encode()).fetchone() or (0,)
    return int(found)
