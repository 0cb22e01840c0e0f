"""Texts that look alike by the three-letter pieces that they share, found without comparing each with each."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator


def trigrams(text: str) -> frozenset[str]:
    """The three-letter pieces of the words of a text; blanks around each word count, as in PostgreSQL's pg_trgm."""
    return frozenset(padded[i : i + 3] for word in text.split() for padded in [f"  {word} "] for i in range(len(word) + 1))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pieces that two texts have in common, from 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def look_alikes(texts: Collection[str], least: float) -> Iterator[tuple[str, str, float]]:
    """The pairs of texts that are at least so similar, each once.

    Two texts so similar share one of the rarest pieces of either, so only texts that do are compared."""
    pieces = {text: trigrams(text) for text in texts}
    common = Counter(piece for found in pieces.values() for piece in found)
    seen: dict[str, list[str]] = defaultdict(list)
    for text in sorted(pieces, key=lambda t: (len(pieces[t]), t)):
        mine = pieces[text]
        rarest = sorted(mine, key=lambda piece: (common[piece], piece))[: len(mine) - math.ceil(least * len(mine)) + 1]
        for other in dict.fromkeys(near for piece in rarest for near in seen[piece]):
            if len(pieces[other]) >= least * len(mine) and (how := similarity(mine, pieces[other])) >= least:
                yield other, text, how
        for piece in rarest:
            seen[piece].append(text)
