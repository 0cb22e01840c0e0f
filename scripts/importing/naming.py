"""By which names an actor is looked for, and what one is called that nobody knows yet."""

import hashlib
import re
from functools import lru_cache

from domain.names import name_key
from scripts.importing.countries import country_named, usual_name

ROLE = re.compile(r"(?P<role>.+?) ?\((?P<whose>[^()]+)\)")
"""A role and whose: Police (Australia)."""
LONGEST = 100
WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=65_536)
def slug(name: str) -> str:
    """An id made of a name: that of another name only where both have one `name_key`."""
    key = name_key(name)
    plain = "-".join(WORD.findall(key))
    if plain and len(plain) <= LONGEST and plain.replace("-", " ") == key:
        return plain
    mark = hashlib.sha256(key.encode()).hexdigest()[:8]
    return f"{plain[:LONGEST].strip('-')}-{mark}".strip("-")


@lru_cache(maxsize=65_536)
def belongs_to(name: str) -> str | None:
    """The state that a name says an actor belongs to, as in Police (Australia)."""
    found = ROLE.fullmatch(name)
    return country_named(found["whose"]) if found else None


@lru_cache(maxsize=65_536)
def canonical(name: str) -> str:
    """The name with a state it ends with called as usual: Police (Russian Federation) is Police (Russia)."""
    found, country = ROLE.fullmatch(name), belongs_to(name)
    return f"{found['role']} ({usual_name(country)})" if found and country else name


@lru_cache(maxsize=65_536)
def keys(name: str, country: str | None) -> tuple[str, ...]:
    """The name keys by which an actor may be known, those most like the name first."""
    if name == country:
        return (name_key(usual_name(country)),)
    qualified = (name_key(f"{name} ({usual_name(country)})"),) if country and not belongs_to(name) else ()
    return tuple(dict.fromkeys((name_key(name), name_key(canonical(name)), *qualified)))
