"""The view of successions: which actor carried on which."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.actors import ActorSucceeded
from projections.registered import registered
from projections.table import Table


class SuccessionRow(NamedTuple):
    """One actor carrying on another."""

    id: UUID
    line: int
    predecessor: str
    successor: str
    on_date: str | None


TABLE = Table(
    "succession",
    SuccessionRow,
    indexes=("(predecessor)", "(successor)"),
)


def _rows(said: ActorSucceeded) -> Iterator[tuple[Any, ...]]:
    yield said.predecessor, said.successor, said.on


VIEW = registered(TABLE, {ActorSucceeded: _rows})
