"""Finding the places that rows name; those that nobody knows are registered, each within what it lies in."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from psycopg import Connection

from domain.names import name_key
from projections import known
from scripts.importing.countries import usual_name
from scripts.importing.draft import Spot
from scripts.importing.naming import slug

Raw = dict[str, Any]


class Gazetteer:
    """Which places are known, as far as rows have asked; `conn` sees the live views."""

    def __init__(self, conn: Connection[Any]) -> None:
        self._conn = conn
        self._asked: set[str] = set()
        self._named: dict[str, list[known.KnownPlace]] = defaultdict(list)
        self._found: dict[Spot, str] = {}

    def __len__(self) -> int:
        return len(self._asked)

    def prepare(self, spots: Iterable[Spot]) -> None:
        """Asks for all of them at once, so that finding them asks for none."""
        new = [spot for spot in spots if spot not in self._found]
        wanted = {
            key for spot in new for part in _chain(spot) for key in (name_key(_id(part)), name_key(_name(part)))
        } - self._asked
        if wanted:
            self._asked |= wanted
            for key, place in known.places_named(self._conn, wanted):
                self._named[key].append(place)

    def find(self, spot: Spot) -> tuple[str, list[Raw]]:
        """The place that is meant, and what is still to be registered for it, the widest first."""
        if spot in self._found:
            return self._found[spot], []
        self.prepare([spot])
        ref, new = self._find(spot)
        self._found[spot] = ref
        return ref, new

    def _find(self, spot: Spot) -> tuple[str, list[Raw]]:
        """As it was registered by an import; else as the one place of this name that may be it; else a new one."""
        ref = _id(spot)
        if any(place.ref == ref for place in self._named[name_key(ref)]):
            return ref, []
        like = [place for place in self._named[name_key(_name(spot))] if _may_be(spot, place)]
        if len(like) == 1:
            return like[0].ref, []
        around, new = self.find(_around(spot)) if spot.within else (spot.country, [])
        place = known.KnownPlace(ref, around, spot.within[-1] if spot.within else None, spot.country)
        for key in {name_key(ref), name_key(_name(spot))}:
            self._named[key].append(place)
        return ref, [*new, _registration(spot, ref, around)]


def _may_be(spot: Spot, place: known.KnownPlace) -> bool:
    if place.country != spot.country:
        return False
    return place.around is None or not spot.within or name_key(place.around) in map(name_key, spot.within)


def _chain(spot: Spot) -> list[Spot]:
    """A place and all that it lies in, short of the country."""
    return [spot, *(_chain(_around(spot)) if spot.within else ())]


def _around(spot: Spot) -> Spot:
    """What a place lies in: the last of what it says that it lies within."""
    return Spot(spot.within[-1], "region" if len(spot.within) == 1 else "district", spot.country, spot.within[:-1])


def _id(spot: Spot) -> str:
    if not spot.name:
        return f"somewhere-in-{(spot.country or 'the-world').lower()}"
    country = [spot.country.lower()] if spot.country else []
    plain = "-".join([*country, *(slug(name) for name in (*spot.within, spot.name))])
    return plain if len(plain) <= 120 else "-".join([*country, slug(" ".join((*spot.within, spot.name)))])


def _name(spot: Spot) -> str:
    """What a place is called; never like its country, or a question for the one could mean the other."""
    country = usual_name(spot.country) if spot.country else ""
    if not spot.name:
        return f"somewhere in {country}".strip()
    return f"{spot.name} ({spot.kind})" if name_key(spot.name) == name_key(country) else spot.name


def _registration(spot: Spot, ref: str, within: str | None) -> Raw:
    said = {"within": within, "latitude": spot.latitude, "longitude": spot.longitude}
    named = {"kind": "PlaceRegistered", "id": ref, "name": _name(spot)[:300], "place_kind": spot.kind}
    return named | {field: value for field, value in said.items() if value is not None}
