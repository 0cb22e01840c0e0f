"""The cast as a finder of double actors reads it: who there is, and what each is called."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from psycopg import Connection

from domain.registrations.actors import COUNTRIES, IMPORTED
from projections.apart import told_apart
from projections.directory import NOW
from projections.doubles.suggestion import Pair
from projections.doubles.whole import read_whole
from projections.period import held

NO_IDENTITY = (IMPORTED, "cameo")
"""Schemes whose codes tell no actor from another: a name that came up in an import, the code of a role."""

NAMES = f"""
SELECT a.ref, a.survivor, a.kind, CASE WHEN a.kind = ANY(%(areas)s) THEN a.survivor ELSE coalesce(o.survivor, a.of) END,
       n.sort, n.name, n.key
FROM actor a JOIN name n ON n.ref = a.ref AND n.thing = 'actor' AND n.sort IN ('name', 'alias') AND {held("n", "%(at)s")}
LEFT JOIN actor o ON o.ref = a.of AND {held("o", "%(at)s")}
WHERE {held("a", "%(at)s")} AND NOT a.retracted
ORDER BY a.ref, n.line
"""

IMPORTED_SINCE = f"""
SELECT a.ref FROM actor a
WHERE a.known_from > %(since)s AND a.codes ? '{IMPORTED}' AND a.survivor = a.ref AND NOT a.retracted AND {held("a", "%(at)s")}
"""

CODES = f"""
SELECT a.ref, listed.scheme, code.value
FROM actor a, jsonb_each(a.codes) AS listed (scheme, codes), jsonb_array_elements_text(listed.codes) AS code
WHERE {held("a", "%(at)s")} AND NOT a.retracted AND listed.scheme <> ALL(%(no_identity)s)
"""

SUCCESSIONS = f"""
SELECT p.survivor, s.survivor FROM succession c
JOIN actor p ON p.ref = c.predecessor AND {held("p", "%(at)s")} JOIN actor s ON s.ref = c.successor AND {held("s", "%(at)s")}
WHERE {held("c", "%(at)s")}
"""

WEIGHTS = f"""
SELECT a.ref, a.name, a.kind, (SELECT count(*) FROM jsonb_object_keys(a.codes) AS scheme WHERE scheme <> ALL(%(no_identity)s)),
       (SELECT count(DISTINCT s.position) FROM actor m JOIN standing s ON s.actor = m.ref AND {held("s", "%(at)s")}
        WHERE m.survivor = a.ref AND {held("m", "%(at)s")} AND s.listed)
FROM actor a WHERE a.ref = ANY(%(refs)s) AND {held("a", "%(at)s")}
"""


class Called(NamedTuple):
    """One name of an actor. `survivor`: whom the actor stands for; `country`: the state or body it belongs to, where known."""

    ref: str
    survivor: str
    kind: str
    country: str | None
    sort: str
    name: str
    key: str


class Weight(NamedTuple):
    """What an actor brings along: how many lists know it, and in how many events it stands."""

    name: str
    kind: str
    lists: int
    events: int


def read_names(conn: Connection[Any]) -> list[Called]:
    """Every name of every actor that is not retracted; those merged into others too."""
    return [Called(*row) for row in read_whole(conn, NAMES, {"at": NOW, "areas": list(COUNTRIES)})]


def read_imported_since(conn: Connection[Any], since: int) -> dict[str, Called]:
    """The actors that imports have registered since a position and nobody has completed or merged, each with its usual name."""
    new = {ref for (ref,) in conn.execute(IMPORTED_SINCE.encode(), {"since": since, "at": NOW})}
    return {called.ref: called for called in read_names(conn) if called.ref in new and called.sort == "name"} if new else {}


def read_codes(conn: Connection[Any]) -> dict[tuple[str, str], list[str]]:
    """The actors that each code of each list stands for."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ref, scheme, code in read_whole(conn, CODES, {"at": NOW, "no_identity": list(NO_IDENTITY)}):
        found[scheme, code].append(ref)
    return found


def read_apart(conn: Connection[Any]) -> set[Pair]:
    """The pairs of survivors that are known not to be one: told apart by somebody, or one the successor of the other."""
    queries = (told_apart("actor", "%(at)s"), SUCCESSIONS)
    return {frozenset(map(str, row)) for query in queries for row in read_whole(conn, query, {"at": NOW})}


def read_weights(conn: Connection[Any], refs: Iterable[str]) -> Mapping[str, Weight]:
    """What these survivors bring along."""
    given = {"at": NOW, "refs": sorted(set(refs)), "no_identity": list(NO_IDENTITY)}
    return {ref: Weight(*rest) for ref, *rest in conn.execute(WEIGHTS.encode(), given)}


def states_named(names: Collection[Called]) -> dict[str, str]:
    """The states and territories, by the keys of their names."""
    return {called.key: called.survivor for called in names if called.kind in COUNTRIES}
