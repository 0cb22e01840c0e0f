"""What the formats of PLOVER have in common: types with modes, contexts, quad classes, countries that are none."""

import re
from collections.abc import Iterable

from domain.codes import PLOVER_MODES, PLOVER_TYPES, Quad
from domain.codes.tables import read_table
from scripts.importing.codes import iso_of_iso
from scripts.importing.reading import BadRow

CONTEXTS = frozenset(context for (context,) in read_table("plover_contexts", "scripts.importing.codes"))
NO_COUNTRIES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
"""What stands for a country of those that have none."""
_QUADS = {re.sub("[^a-z]", "", quad.value): quad.value for quad in Quad} | {str(quad.number): quad.value for quad in Quad}


def code(kind: str, modes: Iterable[str] = ()) -> str:
    """A type with its mode, as in CONSULT/visit. Raises BadRow for what PLOVER's manual does not have."""
    given = list(modes)
    if kind not in PLOVER_TYPES:
        raise BadRow(f"{kind!r} is not a PLOVER type; the types of the manual are {', '.join(PLOVER_TYPES)}")
    if len(given) > 1:
        raise BadRow(f"has {len(given)} modes ({', '.join(given)}), but an event has one")
    if given and given[0] not in PLOVER_MODES[kind]:
        raise BadRow(f"{given[0]!r} is not a mode of {kind}; PLOVER has {', '.join(sorted(PLOVER_MODES[kind])) or 'none'}")
    return "/".join([kind, *given])


def contexts(given: Iterable[str]) -> list[str]:
    """Contexts, each one that PLOVER has. Raises BadRow."""
    found = [name.strip() for name in given]
    for name in found:
        if name not in CONTEXTS:
            raise BadRow(f"{name!r} is not a PLOVER context")
    return found


def quad(text: str) -> str:
    """A quad class, by its number or in words. Raises BadRow."""
    found = _QUADS.get(re.sub("[^a-z1-4]", "", text.lower()))
    if found is None:
        raise BadRow(f"{text!r} is not a quad class; it is verbal or material, cooperation or conflict, or 1 to 4")
    return found


def country(text: str) -> str | None:
    """A country's ISO code; None for what PLOVER has in a country's stead. Raises BadRow."""
    if text in NO_COUNTRIES:
        return None
    iso = iso_of_iso(text)
    if iso is None:
        raise BadRow(f"{text!r} is neither a country of ISO 3166 nor one of {', '.join(sorted(NO_COUNTRIES))}")
    return iso
