"""Which kinds somebody may mean who names one that does not exist: by what words mean, then by how they are spelled."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

from domain.entries import Entry
from domain.names import name_key, nearest

SAME_WORD = 0.85
"""How alike two words must be spelled to be taken for one: a slip of the pen, or another ending."""

MISSPELLED = 0.9
"""How alike the whole names must be spelled for one to be a misspelling of the other."""

CLOSE_TO_BEST = 0.6
"""Which part of the best score a kind must have to be named beside it."""


def likely_kinds(name: str, kinds: Mapping[str, type[Entry]], most: int = 3) -> list[str]:
    """The names of the kinds that come nearest, best first: one that is only misspelled; else those whose names and synonyms have
    the rarest words in common with `name`; else those spelled somewhat like it. None where nothing comes near."""
    name = name[:200]
    if misspelled := [known for known in kinds if _likeness(name_key(name), name_key(known)) >= MISSPELLED]:
        return misspelled[:most]
    terms = {known: words_of(known) | _synonyms(kind) for known, kind in kinds.items()}
    wanted = words_of(name)
    scores = {known: _score(wanted, words, terms) for known, words in terms.items()}
    best = max(scores.values(), default=0.0)
    # A word that a fifth of all kinds have in common tells nothing: "held".
    if best < log(5):
        return nearest(name, kinds, most)
    ranked = sorted((known for known, score in scores.items() if score >= best * CLOSE_TO_BEST), key=lambda known: -scores[known])
    return ranked[:most]


@lru_cache(maxsize=1024)
def words_of(name: str) -> frozenset[str]:
    """The words that a name is made of: CamelCase, snake_case or with blanks; their spelling without case or accents."""
    return frozenset(name_key(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_-]", " ", name)).split())


def _synonyms(kind: type[Entry]) -> frozenset[str]:
    return words_of(" ".join(getattr(kind, "SYNONYMS", ())))


def _score(wanted: frozenset[str], words: frozenset[str], all_words: Mapping[str, frozenset[str]]) -> float:
    """How much the words say that a kind has of those wanted: the fewer kinds have one, the more."""
    total = 0.0
    for word in wanted:
        likeness, found = max(((_likeness(word, known), known) for known in words), default=(0.0, ""))
        if likeness >= SAME_WORD:
            rarity = log(len(all_words) / sum(found in others for others in all_words.values()))
            total += likeness * rarity
    return total


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    return 1.0 if one == other else SequenceMatcher(None, one, other).ratio()
