"""Waiting until the views hold what has been recorded, whoever folds it."""

import time
from collections.abc import Callable
from typing import Any

from psycopg import Connection

from domain.errors import Busy
from projections.follow import wait_for
from projections.known import position_reached
from projections.runner import Runner

LOOK = 1.0
PATIENCE = 120.0
"""Seconds in which the views must come at least a little nearer."""


def until_visible(conn: Connection[Any], runner: Runner, position: int, progress: Callable[[int, int], None] | None = None) -> None:
    """Returns once the live views, which `conn` sees, have reached a position; folds itself where nobody does. Raises Busy."""
    reached, since = position_reached(conn), time.monotonic()
    while reached < position:
        try:
            wait_for(runner, position, LOOK)
        except Busy:
            if time.monotonic() - since > PATIENCE:
                raise
        if (now := position_reached(conn)) > reached:
            reached, since = now, time.monotonic()
        if progress:
            progress(reached, position)
