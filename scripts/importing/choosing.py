"""Which of the known actors a row means. Pure: the same knowledge always gives the same choice.

What an import registers itself must not change what its earlier rows stood for, or a second import of the same file would differ
from the first. So those known from elsewhere come before those imported, and these are told apart by their ids alone."""

import hashlib
from collections.abc import Callable, Container, Sequence
from typing import NamedTuple

from domain.names import name_key
from domain.registrations.actors import COUNTRIES
from scripts.importing.draft import Mention
from scripts.importing.naming import canonical, slug

UNMISTAKABLE = (*COUNTRIES, "person")
"""Kinds of actors that are never taken for another."""


BODIES = ("organization", "alliance")
"""Kinds of actors that an armed group is never taken for, unless it was an import that said so."""


class Candidate(NamedTuple):
    """A known actor. `imported`: registered by an import because nobody known was meant."""

    ref: str
    kind: str
    of: str | None
    imported: bool
    name: str = ""


InTime = Callable[[Sequence[Candidate]], Sequence[Candidate]]
"""Those of several who were there, or in office, on the day in question."""


def choose(mention: Mention, known: Sequence[Candidate], in_time: InTime) -> Candidate | None:
    """The one who is meant among those known by the name; None where it is none of them, or cannot be told."""
    fitting = [c for c in known if fits(mention, c)]
    own = [c for c in fitting if mention.country in (c.ref, c.of)] if mention.country else []
    for group in (own, fitting):
        established = [c for c in group if not c.imported]
        if len(established) > 1:
            established = list(in_time(established))
        if len(established) == 1:
            return established[0]
    return _imported(mention, [c for c in own or fitting if c.imported])


def _imported(mention: Mention, imported: Sequence[Candidate]) -> Candidate | None:
    by_ref = {c.ref: c for c in sorted(imported, key=lambda c: c.ref, reverse=True)}
    return next((by_ref[ref] for ref in (*ids(mention), *reversed(by_ref)) if ref in by_ref), None)


def fits(mention: Mention, candidate: Candidate) -> bool:
    """Whether nothing that is known of the two says that they differ."""
    if mention.kind == "armed_group" and candidate.kind in BODIES and not candidate.imported:
        # The AUC of a list of armed groups are Colombian, and its OAS French: neither is an international body.
        return False
    if not _alike(mention.kind, candidate.kind) or (mention.strict and not _is_surely(mention, candidate)):
        return False
    if candidate.kind in COUNTRIES:
        return mention.country in (None, candidate.ref)
    return mention.country is None or candidate.of is None or candidate.of == mention.country


def _is_surely(mention: Mention, candidate: Candidate) -> bool:
    key = name_key(mention.name)
    same_country = candidate.of == mention.country or (candidate.of is None and " " in key)
    return same_country and name_key(candidate.name) == key


def _alike(kind: str | None, other: str) -> bool:
    if kind in (None, "other", other) or other == "other" or (kind in COUNTRIES and other in COUNTRIES):
        return True
    return kind not in UNMISTAKABLE and other not in UNMISTAKABLE


def ids(mention: Mention) -> tuple[str, ...]:
    """The ids that an actor of this name may be registered under: the name alone, else with what tells it from another."""
    plain = slug(canonical(mention.name))
    qualified = f"{plain}-{mention.country.lower() if mention.country else 'imported'}"
    return (qualified,) if mention.strict and " " not in name_key(mention.name) else (plain, qualified)


def new_id(mention: Mention, taken: Container[str]) -> str:
    """The id under which to register one whom nobody knows yet."""
    mark = hashlib.sha256(repr(mention).encode()).hexdigest()[:8]
    return next(ref for ref in (*ids(mention), f"{slug(mention.name)}-{mark}") if ref not in taken)
