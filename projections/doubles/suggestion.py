"""What a finder of doubles proposes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import product

Pair = frozenset[str]
"""Two names of things, in no order."""

DIGITS = 2
"""Scores say no more than this: what is shown is what is compared."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two things that may be one. `survivor` is the one to keep; `score` says how likely, from 0 to 1, by the strongest reason."""

    survivor: str
    duplicate: str
    score: float
    reasons: tuple[str, ...]
    """Why, the strongest first."""

    @property
    def pair(self) -> Pair:
        """The two."""
        return frozenset((self.survivor, self.duplicate))


def ranked(suggestions: Iterable[Suggestion], above: float) -> list[Suggestion]:
    """Those that score at least `above`, best first."""
    kept = [s for s in suggestions if s.score >= above]
    return sorted(kept, key=lambda s: (-s.score, s.survivor, s.duplicate))


def merges(
    suggestions: Sequence[Suggestion], apart: Set[Pair] = frozenset(), alone: Set[str] = frozenset()
) -> Iterator[tuple[str, list[Suggestion]]]:
    """The merges that would follow all suggestions, the best ones first: a survivor, and the suggestions that lead to it.

    Chains become one merge, but none brings together what was told apart, or two of those that stand `alone`: what is called
    Congo may be either state, and does not make the two one."""
    member = {name: name for s in suggestions for name in (s.survivor, s.duplicate)}
    groups = {name: {name} for name in member}
    led: dict[str, list[Suggestion]] = defaultdict(list)
    for s in suggestions:
        one, other = member[s.survivor], member[s.duplicate]
        if one == other or any(_must_not_meet(pair, s, apart, alone) for pair in product(groups[one], groups[other])):
            continue
        for name in groups[other]:
            member[name] = one
        groups[one] |= groups.pop(other)
        led[one] += [*led.pop(other, []), s]
    yield from led.items()


def _must_not_meet(pair: tuple[str, str], by: Suggestion, apart: Set[Pair], alone: Set[str]) -> bool:
    both = frozenset(pair)
    return both in apart or (both <= alone and both != by.pair)
