"""Reading whole views at a time."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection


def read_whole(conn: Connection[Any], query: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows that answer a query which goes through whole tables.

    Right after an import PostgreSQL has not counted the rows yet, takes the tables for small and joins them row by row, which
    took half a minute for 3,700 events; here it may not."""
    with conn.transaction():
        conn.execute("SET LOCAL enable_nestloop = off")
        return conn.execute(query.encode(), dict(given)).fetchall()
