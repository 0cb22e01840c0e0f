"""The checkpoint: one row that says how far the views are folded, of which log, and by which definition."""

from datetime import datetime
from typing import Any, NamedTuple

from psycopg import Connection
from psycopg.rows import tuple_row

from domain.errors import ViewsOfAnotherLog
from domain.log.queries import ENTRIES_AFTER, HEAD, RECORDED_AT, STORE_ID

CREATE = """
CREATE TABLE checkpoint (
    position bigint NOT NULL, recorded_at timestamptz, definition text NOT NULL, names xid8 NOT NULL, parked bigint,
    store uuid NOT NULL
)
"""
"""`position` and `recorded_at` are those of the last entry that is folded, `definition` is the hash of the views' definitions,
`names` the transaction that last changed what names stand for, `parked` the position of the first entry that could not be folded,
and `store` the id of the log."""

CREATE_PARKED = "CREATE TABLE parked (position bigint PRIMARY KEY, topic text NOT NULL, reason text NOT NULL)"
"""Entries that could not be folded into the live views."""

START = f"INSERT INTO checkpoint SELECT 0, NULL, %s, pg_current_xact_id(), NULL, ({STORE_ID})"
"""The checkpoint of empty views of this log."""

OF_THIS_LOG = f"""(
    checkpoint.store = ({STORE_ID})
    AND (checkpoint.position = 0 OR checkpoint.recorded_at = ({RECORDED_AT.format(position="checkpoint.position")}))
)"""
"""Whether the log has the entry up to which the views are folded. A log that was restored from an older backup, or exchanged for
another, has none there, or another one."""


class Checkpoint(NamedTuple):
    """How far the views are, as they and the log are at this moment."""

    position: int
    recorded_at: datetime | None
    definition: str
    first_parked: int | None
    is_of_this_log: bool
    head: int
    """The position of the log's last entry."""

    def check(self) -> None:
        """Raises ViewsOfAnotherLog where the views were folded from another log, or from entries that the log has lost."""
        if not self.is_of_this_log:
            raise ViewsOfAnotherLog(self.position, self.head)


ANSWERED_FROM = f"position, names, parked, coalesce({OF_THIS_LOG}, false) AS is_of_this_log"
"""What one statement reads of the checkpoint to say from which state of the views it answers."""

POSITION = "SELECT position FROM checkpoint"

BUILD = "'checkpoint'::regclass::oid::bigint"
"""A number that tells one build of the views from the next."""

PARKED_COUNT = "(SELECT count(*) FROM parked)"
"""How many entries could not be folded."""

PARKED_UP_TO = """CASE WHEN EXISTS (SELECT FROM parked WHERE position <= {at}) THEN (
    SELECT json_build_object('count', count(*), 'positions', (array_agg(position ORDER BY position))[:10])
    FROM parked WHERE position <= {at}
) END"""
"""What an answer says of the entries up to its position that could not be folded: how many, and where the first ten are."""

LAG = f"""
SELECT ({HEAD}), position, ({ENTRIES_AFTER.format(position="position")}), {PARKED_COUNT}, coalesce({OF_THIS_LOG}, false)
FROM checkpoint
"""
"""The position of the log's last entry, that of the views, how many entries these lack, how many could not be folded, and whether
the views are of this log."""


def read_checkpoint(conn: Connection[Any], schema: str = "") -> Checkpoint:
    """The checkpoint of the views in a schema; without one, of those that the connection sees."""
    table = f"{schema}.checkpoint" if schema else "checkpoint"
    query = f"SELECT position, recorded_at, definition, parked, coalesce({OF_THIS_LOG}, false), ({HEAD}) FROM {table}"
    row = conn.cursor(row_factory=tuple_row).execute(query.encode()).fetchone()
    assert row is not None
    return Checkpoint(*row)


def parked_positions(conn: Connection[Any], schema: str = "") -> list[int]:
    """The positions of the entries that could not be folded into these views."""
    table = f"{schema}.parked" if schema else "parked"
    found = conn.cursor(row_factory=tuple_row).execute(f"SELECT position FROM {table} ORDER BY 1".encode())
    return [position for (position,) in found]
