"""How like one another two names are: not by letters alone, but by which words differ, and whether those tell things apart."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher

LONGEST = 6
"""The most words that the name of a state has."""

SLIP = 0.75
"""How alike two words must be that are to be one word spelt in two ways."""
SHORT_SLIP = 0.5
"""The same for words of at most three letters: al and el, un and eun."""

SMALL_WORDS = frozenset(("of", "the", "and", "for", "in"))
"""Words that names have or lack without meaning anything else."""

ROMAN = frozenset("ivx")
"""The letters of the numbers of kings and popes."""


def name_other_states(one: str, other: str, states: Mapping[str, str]) -> bool:
    """Whether two name keys name different states: "citizen australia" and "citizen austria"."""
    return states_in(one, states) != states_in(other, states)


def states_in(key: str, states: Mapping[str, str]) -> frozenset[str]:
    """The states that a name key has among its words; the longest name counts."""
    words, found, at = key.split(), set[str](), 0
    while at < len(words):
        ends = range(min(len(words), at + LONGEST), at, -1)
        end = next((end for end in ends if " ".join(words[at:end]) in states), None)
        if end is not None:
            found.add(states[" ".join(words[at:end])])
        at = end or at + 1
    return frozenset(found)


def words_of(key: str) -> tuple[str, ...]:
    """The words of a name key that count, in alphabetical order."""
    return tuple(sorted(word for word in key.split() if word not in SMALL_WORDS))


def is_misspelt(one: str, other: str) -> bool:
    """Whether two name keys have the same words, but for slips of the pen. Numbers must be the same."""
    words, more = words_of(one), words_of(other)
    return len(words) == len(more) and _all_matched(words, more, _is_slip)


def is_short_for(one: str, other: str) -> bool:
    """Whether one name key is the other in short: words left out, or cut to their initials ("v putin", "putin")."""
    words, more = sorted((one.split(), other.split()), key=len)
    shared = [word for word in words if len(word) > 2 and word in more]
    return bool(shared) and words != more and _all_matched(words, more, _is_initial)


def _all_matched(words: Sequence[str], more: Sequence[str], alike: Callable[[str, str], bool]) -> bool:
    """Whether each of the words has one of its own among the others: itself, or one that is like it."""
    rest = list(more)
    for word in words:
        match = word if word in rest else next((other for other in rest if other not in words and alike(word, other)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


def _is_slip(one: str, other: str) -> bool:
    if any(c.isdigit() for c in one + other) or (ROMAN.issuperset(one) and ROMAN.issuperset(other)):
        return False
    least = SHORT_SLIP if max(len(one), len(other)) <= 3 else SLIP
    return SequenceMatcher(None, one, other).ratio() >= least


def _is_initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]
