"""The view of successions: which actor carried on which."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations import ActorSucceeded
from projections.registered import registered
from projections.table import Table, held


class SuccessionRow(NamedTuple):
    """One actor carrying on another."""

    id: UUID
    line: int
    predecessor: str
    successor: str
    on_date: str | None


TABLE = Table(
    "succession",
    {
        "id": "uuid",
        "line": "bigint",
        "predecessor": "text NOT NULL",
        "successor": "text NOT NULL",
        "on_date": "text",
    },
    indexes=("(predecessor)", "(successor)"),
)


def _rows(said: ActorSucceeded) -> Iterator[tuple[Any, ...]]:
    yield said.predecessor, said.successor, said.on


VIEW = registered(TABLE, SuccessionRow, {ActorSucceeded: _rows})

PREDECESSORS = f"""
WITH RECURSIVE back (heir, ref) AS (
    SELECT r, r FROM unnest(%(refs)s::text[]) AS r
    UNION SELECT back.heir, s.predecessor FROM back JOIN succession s ON s.successor = back.ref AND {held("s", "%(at)s")}
)
SELECT heir, ref FROM back
"""
"""Each actor with itself and all those it carries on, through every step."""
