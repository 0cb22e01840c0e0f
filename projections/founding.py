"""The first entries of streams, read from the log where a view does not store what they say a second time."""

from collections.abc import Collection
from contextlib import suppress
from typing import Any
from uuid import UUID

from psycopg import Connection

from domain.entries import Entry
from domain.errors import Unreadable
from domain.log.log import read_logged
from domain.log.store.recorder import LoggedEvent
from domain.log.store.sql import READ, TABLE

IS_FIRST = "WHERE originator_id = ANY(%s) AND originator_version = 1"

FIRST = f"{READ} {IS_FIRST}"

POSITIONS = f"SELECT originator_id, notification_id FROM {TABLE} {IS_FIRST}"


def first_entries(conn: Connection[Any], streams: Collection[UUID]) -> dict[UUID, Entry]:
    """The first entry of each of these streams; those that cannot be read are left out."""
    found: dict[UUID, Entry] = {}
    for row in conn.execute(FIRST.encode(), (list(streams),)):
        with suppress(Unreadable):
            recorded = read_logged(LoggedEvent(*row))
            found[recorded.stream] = recorded.entry
    return found


def first_positions(conn: Connection[Any], streams: Collection[UUID]) -> dict[UUID, int]:
    """The position of the first entry of each of these streams."""
    return dict(conn.execute(POSITIONS.encode(), (list(streams),)).fetchall())
