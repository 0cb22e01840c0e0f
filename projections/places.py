"""The view of places, and what lies within what."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from domain.registrations.actors import COUNTRIES
from domain.registrations.places import PlaceRegistered
from projections.period import held
from projections.registered import registered
from projections.table import Table


class PlaceRow(NamedTuple):
    """A place as registered. `sort_name` is its name in lower case."""

    id: UUID
    line: int
    ref: str
    name: str
    sort_name: str
    kind: str
    within: str | None
    latitude: float | None
    longitude: float | None
    retracted: bool = False


TABLE = Table(
    "place",
    PlaceRow,
    indexes=("(ref)", "(within)"),
)


def _rows(said: PlaceRegistered) -> Iterator[tuple[Any, ...]]:
    yield said.id, said.name, said.name.lower(), said.place_kind.value, said.within, said.latitude, said.longitude


VIEW = registered(TABLE, {PlaceRegistered: _rows})


def country_of(place: str, at: str) -> str:
    """SQL for the ref of the state that a place lies in: that of the nearest `within` that has one."""
    # Few have no code of ISO: South Vietnam, and those that somebody registered.
    state = f"SELECT FROM actor k WHERE k.ref = up.within AND k.kind IN {COUNTRIES} AND {held('k', at)}"
    return (
        f"(WITH RECURSIVE up (within, depth) AS (SELECT q.within, 1 FROM place q WHERE q.ref = {place} AND {held('q', at)}"
        f" UNION ALL SELECT q.within, up.depth + 1 FROM up JOIN place q ON q.ref = up.within AND {held('q', at)}"
        " WHERE up.depth < 20)"
        f" SELECT up.within FROM up WHERE up.within ~ '^[A-Z]{{3}}$' OR EXISTS ({state}) ORDER BY up.depth LIMIT 1)"
    )


def inside(areas: str, at: str) -> str:
    """SQL for the refs of places and all that lies within them; `areas` is SQL for a set of refs, which may be states' codes."""
    return (
        f'(WITH RECURSIVE down (ref) AS (SELECT area.ref COLLATE "C" FROM {areas} area (ref)'
        f" UNION SELECT q.ref FROM down JOIN place q ON q.within = down.ref AND {held('q', at)}) SELECT down.ref FROM down)"
    )
