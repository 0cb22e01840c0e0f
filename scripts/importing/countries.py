"""What data sets call the states, as the ISO 3166-1 alpha-3 codes under which annals has them."""

from collections import defaultdict
from functools import cache

from domain.cast import states
from domain.names import name_key


@cache
def country_named(name: str) -> str | None:
    """The state or territory with this name or usual other name; None for a name that none or several have."""
    found = _by_name().get(name_key(name), frozenset())
    return next(iter(found)) if len(found) == 1 else None


def is_country(code: str) -> bool:
    """Whether annals has a state or territory under this code."""
    return code in _usual_names()


@cache
def usual_name(country: str) -> str:
    """What a state is usually called; its code where it is none that annals knows."""
    return _usual_names().get(country, country)


@cache
def _usual_names() -> dict[str, str]:
    return {str(e["id"]): str(e["name"]) for e in states.entries() if e["kind"] == "ActorRegistered"}


@cache
def _by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in _usual_names().items():
        found[name_key(name)].add(code)
    for entry in states.entries():
        if entry["kind"] == "ActorAliased":
            found[name_key(str(entry["alias"]))].add(str(entry["actor"]))
    return {key: frozenset(codes) for key, codes in found.items()}
