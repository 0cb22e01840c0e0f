"""People whom an import has just registered although the log may have known them by the same, a longer or a shorter name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from psycopg import Connection

from domain.registrations.actors import ActorKind
from projections.doubles import cast
from projections.doubles.cast import Called, Weight
from projections.doubles.likeness import is_short_for

PERSON, OTHER = ActorKind.PERSON.value, ActorKind.OTHER.value


class Double(NamedTuple):
    """Two actors that may be one person. `survivor` is the one with more events; where both have as many, the one known longer."""

    survivor: str
    survivor_name: str
    duplicate: str
    duplicate_name: str
    events: int
    """In how many events the survivor stands."""


def find_new_doubles(conn: Connection[Any], since: int) -> list[Double]:
    """The doubles that imports have made since a position; those that matter to most events come first."""
    new = cast.read_imported_since(conn, since)
    pairs = set(_alike(new, [called for called in cast.read_names(conn) if called.survivor not in new])) if new else set()
    weights = cast.read_weights(conn, {ref for pair in pairs for ref in pair})
    return sorted((_double(*pair, weights) for pair in pairs), key=lambda d: (-d.events, d.survivor, d.duplicate))


def _alike(new: Mapping[str, Called], known: Sequence[Called]) -> Iterator[tuple[str, str]]:
    """The pairs of a new actor and one known before of whom one at least is a person, and neither anything but a person."""
    by_word: dict[str, list[Called]] = defaultdict(list)
    for called in known:
        if called.kind in (PERSON, OTHER):
            for word in set(called.key.split()):
                by_word[word].append(called)
    for called in new.values():
        if called.kind in (PERSON, OTHER):
            near = {id(other): other for word in set(called.key.split()) for other in by_word.get(word, ())}
            yield from ((called.survivor, other.survivor) for other in near.values() if _may_be_one(called, other))


def _may_be_one(one: Called, other: Called) -> bool:
    if PERSON not in (one.kind, other.kind):
        return False
    if one.key == other.key:
        return one.country == other.country or None in (one.country, other.country)
    return one.country == other.country is not None and is_short_for(one.key, other.key)


def _double(new: str, known: str, weights: Mapping[str, Weight]) -> Double:
    survivor, duplicate = (new, known) if weights[new].events > weights[known].events else (known, new)
    return Double(survivor, weights[survivor].name, duplicate, weights[duplicate].name, weights[survivor].events)
