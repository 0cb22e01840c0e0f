"""The view of successions: which actor carried on which."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.actors import ActorSucceeded
from projections.actors import survivors
from projections.period import held
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


def predecessors(family: str, at: str) -> str:
    """SQL for the refs of the actors that those of a family carry on, each as it stands since merges."""
    return _others(family, "successor", "predecessor", at)


def successors(family: str, at: str) -> str:
    """SQL for the refs of the actors that carry on those of a family, each as it stands since merges."""
    return _others(family, "predecessor", "successor", at)


def _others(family: str, own: str, other: str, at: str) -> str:
    return f"SELECT {survivors(f'c.{other}', at)} FROM succession c WHERE c.{own} = ANY({family}) AND {held('c', at)}"
