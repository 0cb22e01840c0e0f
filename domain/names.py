"""Names as people write them, brought to one form so that they can be found."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_DROPPED = re.compile(r"[.'\u2019\u02bc`]")
_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """What two spellings of one name share: no case, accents, punctuation or doubled spaces ("U.S." and "us")."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", _DROPPED.sub("", plain.casefold())).strip()


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names that look most like `name`, best first; only those that a slip of the pen explains."""
    by_key = {name_key(k): k for k in known}
    return [by_key[k] for k in difflib.get_close_matches(name_key(name), by_key, n=most, cutoff=0.7)]
