"""Notifies listeners in a transaction of its own: a full notification queue must never undo what has been written."""

import logging
from typing import Any

import psycopg
from psycopg import Connection

from domain.postgres.locks import Channel

logger = logging.getLogger(__name__)


def notify(conn: Connection[Any], channel: Channel, payload: str = "") -> None:
    """Tells listeners of a channel; a failure is only logged, since listeners also look for themselves."""
    try:
        conn.execute("SELECT pg_notify(%s, %s)", (channel.value, payload))
    except psycopg.DatabaseError as error:
        if conn.closed:
            raise
        logger.warning("could not notify %s: %s", channel.value, error)
