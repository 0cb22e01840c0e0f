"""What the states and territories of ISO 3166-1 are called in the languages of the world.

Source: the translations of iso-codes (LGPL 2.1), as the installed pycountry has them."""

import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import pycountry

from domain.errors import BadInput
from domain.values.text import Language

Names = Mapping[str, Sequence[str]]
"""Names by language (BCP 47), the usual one first."""

TAGS = {"zh_CN": "zh", "nb_NO": "nb", "sr@latin": "sr-Latn", "tt@iqtelif": "tt-Latn"}
"""The tags of catalogues whose locale says something else than the language alone: the first is for `zh` without more."""

OTHER_TAGS = {"no": "nb", "zh-hant": "zh-TW", "zh-mo": "zh-TW", "iw": "he", "in": "id"}
"""Languages, in lower case, that are looked for under another tag."""

TAG = re.compile(get_args(Language)[1].pattern)
"""What a language tag looks like."""

FIELDS = ("common_name", "name")
"""The names of ISO 3166, the usual one first. Of official names, and of former states, too many translations mean another state."""


def edition() -> str:
    """What names are drawn from: they may change with it."""
    return f"pycountry {version('pycountry')}"


def names_of(id: str) -> Names:
    """What the state with this id is called, except in English; nothing where it is none of ISO 3166-1."""
    return _by_state().get(id, {})


def tags(language: str) -> list[str]:
    """The languages to look for where one is asked for, best first: de-AT, then de. Raises BadInput."""
    if not TAG.match(language):
        raise BadInput(f"{language[:40]!r} is no language tag; write en, ko, zh-Hant")
    parts = language.split("-")
    shorter = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return list(dict.fromkeys(OTHER_TAGS.get(tag.lower(), _cased(tag)) for tag in shorter))


def _cased(tag: str) -> str:
    language, *others = tag.split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower() for part in others)
    return "-".join([language.lower(), *cased])


@cache
def _by_state() -> Mapping[str, Names]:
    found: dict[str, dict[str, Sequence[str]]] = {}
    for tag, catalogue in sorted(_catalogues(), key=lambda found: found[0]):
        for state in pycountry.countries:
            if names := _translated(state, catalogue):
                found.setdefault(state.alpha_3, {})[tag] = names
    return found


def _catalogues() -> Iterator[tuple[str, gettext.GNUTranslations]]:
    for path in Path(pycountry.LOCALES_DIR).glob("*/LC_MESSAGES/iso3166-1.mo"):
        locale = path.parent.parent.name
        if locale != "en":
            with path.open("rb") as file:
                yield TAGS.get(locale, locale.replace("_", "-")), gettext.GNUTranslations(file)


def _translated(state: Any, catalogue: gettext.GNUTranslations) -> Sequence[str]:
    english = [name for field in FIELDS if (name := getattr(state, field, None))]
    # A catalogue gives back what it has no translation of.
    return tuple(dict.fromkeys(told for name in english if (told := catalogue.gettext(name)) != name))
