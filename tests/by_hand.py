"""Entries that no append would take, put into the log by hand."""

from typing import Any
from uuid import UUID

import orjson
import psycopg


def put(url: str, id: UUID, topic: str, content: dict[str, Any], version: int = 1) -> None:
    """Puts an entry into a database's log."""
    put_state(url, id, topic, {"appended_by": "somebody", "program": "psql", "version": 1, "content": content}, version)


def put_state(url: str, id: UUID, topic: str, state: dict[str, Any], version: int = 1) -> None:
    """The same for all that is stored of it."""
    with psycopg.connect(url) as conn:
        conn.execute(
            "INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)"
            " VALUES (%s, %s, %s, %s, clock_timestamp())",
            (id, version, topic, orjson.dumps(state)),
        )
