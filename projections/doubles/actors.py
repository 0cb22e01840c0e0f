"""Actors that may be one: the same name, an alias, a code, or nearly the same name in the same country."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

from psycopg import Connection

from domain.cast.cast import ids as first_actors
from domain.registrations.actors import COUNTRIES
from projections.doubles import cast
from projections.doubles.cast import Called, Weight
from projections.doubles.likeness import is_misspelt, is_short_for, name_other_states, words_of
from projections.doubles.suggestion import DIGITS, Pair, Suggestion, ranked
from projections.doubles.trigrams import look_alikes

SAME_CODE = 0.99
SAME_NAME = 0.98
NAME_AND_ALIAS = 0.93
SAME_ALIAS = 0.88
SAME_WORDS = 0.75
"""Of the same words in another order, or with other small words."""
NEAR_NAME = 0.9
"""Of a name spelt in two ways, times how similar the two are."""
SHORT_NAME = 0.6
SHORT = "is short for"

COUNTRY_UNKNOWN = 0.95
"""What remains of a score where the country of one or both is not known."""
OTHER_COUNTRY = 0.5
OTHER_KIND = 0.5

NEAR = 0.65
"""How similar names must be to be taken for one name spelt in two ways."""
SHARED_BY = 3
"""A code that more actors have than these is that of a class, not of one of them."""


class Likeness(NamedTuple):
    """A reason to take two actors for one."""

    one: Called
    other: Called
    score: float
    reason: str


class ActorDoubles(NamedTuple):
    """Actors that may be one, what each brings along, and the pairs that are known not to be."""

    suggestions: list[Suggestion]
    weights: Mapping[str, Weight]
    apart: set[Pair]

    @property
    def areas(self) -> set[str]:
        """Those that are states or territories."""
        return {ref for ref, weight in self.weights.items() if weight.kind in COUNTRIES}


def find_actor_doubles(conn: Connection[Any], above: float) -> ActorDoubles:
    """The pairs of actors that score at least `above`, best first."""
    names, apart = cast.read_names(conn), cast.read_apart(conn)
    reasons: dict[tuple[str, str], list[Likeness]] = defaultdict(list)
    first = first_actors()
    for like in (*_same_codes(names, cast.read_codes(conn)), *_like_names(names)):
        one, other = sorted((like.one.survivor, like.other.survivor))
        known = {one, other} <= first or frozenset((one, other)) in apart
        if one != other and not known and like.score >= above:
            reasons[one, other].append(like)
    weights = cast.read_weights(conn, (ref for pair in reasons for ref in pair))
    suggestions = (_suggestion(*pair, likes, weights) for pair, likes in reasons.items())
    return ActorDoubles(ranked(suggestions, above), weights, apart)


def _suggestion(one: str, other: str, likes: Sequence[Likeness], weights: Mapping[str, Weight]) -> Suggestion:
    survivor, duplicate = sorted((one, other), key=lambda ref: _precedence(ref, weights[ref]))
    best = sorted(likes, key=lambda like: -like.score)
    return Suggestion(survivor, duplicate, best[0].score, tuple(dict.fromkeys(like.reason for like in best)))


def _precedence(ref: str, weight: Weight) -> tuple[bool, int, int, str]:
    return weight.kind not in COUNTRIES, -weight.events, -weight.lists, ref


def _same_codes(names: Iterable[Called], codes: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Likeness]:
    by_ref = {called.ref: called for called in reversed(list(names))}
    for (scheme, code), refs in codes.items():
        if 1 < len(refs) <= SHARED_BY:
            for one, other in combinations([by_ref[ref] for ref in refs if ref in by_ref], 2):
                yield from _weighed(one, other, SAME_CODE, f"both are {code} in {scheme}")


def _like_names(names: Sequence[Called]) -> Iterator[Likeness]:
    by_key: dict[str, list[Called]] = defaultdict(list)
    for called in names:
        by_key[called.key].append(called)
    for alike in by_key.values():
        for one, other in combinations(alike, 2):
            yield from _weighed(one, other, *_of_same_key(one, other))
    yield from _nearly_so_called(_without_areas(by_key), names)


def _without_areas(by_key: Mapping[str, Sequence[Called]]) -> dict[str, list[Called]]:
    """States are called as the standards have it: Niger is not a slip of the pen."""
    kept = ((key, [c for c in called if c.kind not in COUNTRIES]) for key, called in by_key.items())
    return {key: called for key, called in kept if called}


def _of_same_key(one: Called, other: Called) -> tuple[float, str]:
    if one.sort == other.sort == "name":
        return SAME_NAME, f"both are called {one.name}"
    if one.sort == other.sort:
        return SAME_ALIAS, f"both are also called {one.name}"
    return NAME_AND_ALIAS, f"{one.name} is the name of one and an alias of the other"


def _nearly_so_called(by_key: Mapping[str, Sequence[Called]], names: Sequence[Called]) -> Iterator[Likeness]:
    states = cast.states_named(names)
    reordered = ((one, other, SAME_WORDS, "has the same words as") for one, other in _same_words(by_key))
    near = ((one, other, NEAR_NAME * how, "is spelt nearly like") for one, other, how in _near(by_key))
    short = ((one, other, SHORT_NAME, SHORT) for one, other in _short(by_key))
    for one, other, score, how in (*reordered, *near, *short):
        if not name_other_states(one, other, states):
            for a, b in product(by_key[one], by_key[other]):
                if _may_be_of_one_country(a, b) and _are_of_one_kind(a, b) and (how != SHORT or _may_be_short(a, b)):
                    yield from _weighed(a, b, score, f"{a.name} {how} {b.name}")


def _may_be_short(one: Called, other: Called) -> bool:
    """Of two people, or where both are known to be of one country: there is a Smith everywhere."""
    return one.kind == other.kind == "person" or (one.kind == "person" and one.country == other.country is not None)


def _same_words(by_key: Iterable[str]) -> Iterator[tuple[str, str]]:
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in by_key:
        by_words[words_of(key)].append(key)
    for keys in by_words.values():
        yield from combinations(keys, 2)


def _near(by_key: Mapping[str, Sequence[Called]]) -> Iterator[tuple[str, str, float]]:
    """A name with something in brackets, "Police (Australia)", is a role out of a list, and spelt in one way."""
    free = [key for key, called in by_key.items() if any("(" not in c.name for c in called)]
    for one, other, how in look_alikes(free, NEAR):
        if words_of(one) != words_of(other) and is_misspelt(one, other):
            yield one, other, how


def _short(by_key: Mapping[str, Sequence[Called]]) -> Iterator[tuple[str, str]]:
    """People alone are called by a part of their name; the whole name may be that of somebody of whom no more is known."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for key, called in by_key.items():
        if any(c.kind in ("person", "other") and "(" not in c.name for c in called):
            for word in set(key.split()):
                by_word[word].append(key)
    for key in (key for key, called in by_key.items() if any(c.kind == "person" for c in called)):
        words = sorted((word for word in key.split() if len(word) > 2), key=lambda word: len(by_word[word]))
        for longer in by_word[words[0]] if words else ():
            if len(longer) > len(key) and is_short_for(key, longer):
                yield key, longer


def _may_be_of_one_country(one: Called, other: Called) -> bool:
    return one.country is None or other.country is None or one.country == other.country


def _are_of_one_kind(one: Called, other: Called) -> bool:
    return one.kind == other.kind or "other" in (one.kind, other.kind)


def _weighed(one: Called, other: Called, score: float, reason: str) -> Iterator[Likeness]:
    """The reason, with what country and kind leave of its score; none for two names of one actor, or a body and its state."""
    if one.ref == other.ref or other.survivor == one.country or one.survivor == other.country:
        return
    if not _may_be_of_one_country(one, other):
        score, reason = score * OTHER_COUNTRY, f"{reason}, but of another country"
    elif None in (one.country, other.country):
        score = score * COUNTRY_UNKNOWN
    if not _are_of_one_kind(one, other):
        score, reason = score * OTHER_KIND, f"{reason}, but of another kind"
    yield Likeness(one, other, round(score, DIGITS), reason)
