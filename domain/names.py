"""Names as people write them, brought to one form so that they can be found."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_DROPPED = re.compile(r"[.'\u2019\u02bc`]")
_SIGNS = frozenset((*range(10, 37), *range(200, 241)))
"""The combining classes of Hebrew and Arabic points, and of accents. The others are letters of their scripts."""


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What two spellings of one name share: no case, accents, punctuation or doubled spaces ("U.S." and "us")."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(c for c in letters if unicodedata.combining(c) not in _SIGNS)
    return " ".join("".join(c if _is_letter(c) else " " for c in _DROPPED.sub("", plain)).split())


def _is_letter(c: str) -> bool:
    return c.isalnum() or unicodedata.category(c).startswith("M")


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that look most like `name`, best first; only those that a slip of the pen explains."""
    by_key = {name_key(k): k for k in known}
    return [by_key[k] for k in difflib.get_close_matches(name_key(name), by_key, n=most, cutoff=0.7)]
