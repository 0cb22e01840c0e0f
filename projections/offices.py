"""The view of offices: who held what, from when to when."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.actors import OfficeHeld
from domain.values.dates import read_edtf
from projections.registered import registered
from projections.table import Table


class OfficeRow(NamedTuple):
    """An office held by an actor; an unknown bound is null."""

    id: UUID
    line: int
    actor: str
    office: str
    of: str | None
    held: str | None
    held_earliest: date | None
    held_latest: date | None
    held_precision: str


TABLE = Table(
    "office",
    OfficeRow,
    indexes=("(actor)",),
)


def _rows(said: OfficeHeld) -> Iterator[tuple[Any, ...]]:
    held = read_edtf(said.held or "")
    yield said.actor, said.office, said.of, said.held, held.earliest, held.latest, held.precision.value


VIEW = registered(TABLE, {OfficeHeld: _rows})


def may_be_held(alias: str, day: str) -> str:
    """SQL: an office may have been held on a day; an unknown bound excludes nothing."""
    return f"coalesce({alias}.held_earliest, '-infinity') <= {day} AND coalesce({alias}.held_latest, 'infinity') >= {day}"
