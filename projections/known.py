"""Who and what is known by many names at once: for imports, which look up thousands at a time."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from psycopg import Connection

from domain.registrations.actors import COUNTRIES
from projections.directory import NOW
from projections.period import held
from projections.places import country_of

ACTORS = f"""
SELECT DISTINCT n.key, s.ref, s.kind, s.of, s.codes, s.name
FROM name n
JOIN actor a ON a.ref = n.ref AND {held("a", "%(at)s")}
JOIN actor s ON s.ref = a.survivor AND {held("s", "%(at)s")}
WHERE n.key = ANY(%(keys)s) AND n.thing = 'actor' AND {held("n", "%(at)s")}
    AND NOT (n.sort IN ('id', 'code') AND s.kind IN {COUNTRIES})
ORDER BY 1, 2
"""
"""Without the codes of states: in a file of somebody else's, PAN is a party and IS an armed group."""

CODED = f"""
SELECT a.codes, s.ref, s.kind, s.of, s.codes, s.name
FROM actor a JOIN actor s ON s.ref = a.survivor AND {held("s", "%(at)s")}
WHERE a.codes ? %(scheme)s AND NOT a.retracted AND {held("a", "%(at)s")} ORDER BY a.known_from
"""

PLACES = f"""
SELECT DISTINCT n.key, p.ref, p.within, w.name, {country_of("p.ref", "%(at)s")} AS country
FROM name n
JOIN place p ON p.ref = n.ref AND {held("p", "%(at)s")}
LEFT JOIN place w ON w.ref = p.within AND {held("w", "%(at)s")}
WHERE n.key = ANY(%(keys)s) AND n.thing = 'place' AND {held("n", "%(at)s")} ORDER BY 1, 2
"""

SOURCES = f"SELECT ref FROM source WHERE ref = ANY(%(refs)s) AND {held('source', '%(at)s')}"

IN_OFFICE = f"""
SELECT DISTINCT s.ref FROM office o
JOIN actor a ON a.ref = o.actor AND {held("a", "%(at)s")}
JOIN actor s ON s.ref = a.survivor AND {held("s", "%(at)s")}
WHERE s.ref = ANY(%(refs)s) AND {held("o", "%(at)s")}
    AND %(day)s BETWEEN coalesce(o.held_earliest, '-infinity') AND coalesce(o.held_latest, 'infinity')
"""

SUCCESSIONS = f"""
SELECT predecessor, successor, on_date FROM succession
WHERE predecessor = ANY(%(refs)s) AND successor = ANY(%(refs)s) AND on_date IS NOT NULL AND {held("succession", "%(at)s")}
"""


class KnownActor(NamedTuple):
    """An actor, or the one that it was merged into."""

    ref: str
    kind: str
    of: str | None
    codes: dict[str, list[str]]
    name: str


class KnownPlace(NamedTuple):
    """A place. `around`: the name of the place that it lies in; None where it lies in a state directly."""

    ref: str
    within: str | None
    around: str | None
    country: str | None


def actors_named(conn: Connection[Any], keys: Collection[str]) -> list[tuple[str, KnownActor]]:
    """All whom any of these name keys stands for, each with the key."""
    found = conn.execute(ACTORS.encode(), {"keys": list(keys), "at": NOW})
    return [(key, KnownActor(*actor)) for key, *actor in found]


def actors_coded(conn: Connection[Any], scheme: str) -> dict[str, KnownActor]:
    """All who have a code of a scheme, by the code; the one registered first, where several have it."""
    found: dict[str, KnownActor] = {}
    for codes, *actor in conn.execute(CODED.encode(), {"scheme": scheme, "at": NOW}):
        for code in codes[scheme]:
            found.setdefault(code, KnownActor(*actor))
    return found


def places_named(conn: Connection[Any], keys: Collection[str]) -> list[tuple[str, KnownPlace]]:
    """All places that any of these name keys stands for, each with the key."""
    found = conn.execute(PLACES.encode(), {"keys": list(keys), "at": NOW})
    return [(key, KnownPlace(*place)) for key, *place in found]


def sources_known(conn: Connection[Any], refs: Collection[str]) -> set[str]:
    """Those of these sources that are registered."""
    return {ref for (ref,) in conn.execute(SOURCES.encode(), {"refs": list(refs), "at": NOW})}


def in_office(conn: Connection[Any], refs: Collection[str], day: date) -> set[str]:
    """Those of these actors who held some office on a day, or may have."""
    return {ref for (ref,) in conn.execute(IN_OFFICE.encode(), {"refs": list(refs), "day": day, "at": NOW})}


def successions(conn: Connection[Any], refs: Collection[str]) -> list[tuple[str, str, str]]:
    """Which of these actors carried on which, and when (EDTF)."""
    found = conn.execute(SUCCESSIONS.encode(), {"refs": list(refs), "at": NOW})
    return [(predecessor, successor, on) for predecessor, successor, on in found]
