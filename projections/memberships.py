"""The view of memberships: who belongs to which body, from when to when."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.actors import MembershipHeld
from domain.values.dates import read_edtf
from projections.registered import registered
from projections.table import Table


class MembershipRow(NamedTuple):
    """An actor in a body; an unknown bound is null."""

    id: UUID
    line: int
    member: str
    of: str
    standing: str | None
    held: str | None
    held_earliest: date | None
    held_latest: date | None
    held_precision: str


TABLE = Table(
    "membership",
    MembershipRow,
    indexes=("(member)", "(of)"),
)


def _rows(said: MembershipHeld) -> Iterator[tuple[Any, ...]]:
    held = read_edtf(said.held or "")
    yield said.actor, said.of, said.standing, said.held, held.earliest, held.latest, held.precision.value


VIEW = registered(TABLE, {MembershipHeld: _rows})
