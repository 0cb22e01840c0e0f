"""The actors of CAMEO's codes: a country, a group, a role, a faith, one after the other."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from domain.codes.tables import read_table
from scripts.importing.codes import REGIONS, iso_of_cameo
from scripts.importing.countries import usual_name
from scripts.importing.draft import Mention
from scripts.importing.reading import BadRow

_PARTS = {(part, code): (name, kind) for code, part, kind, name in read_table("cameo_actors", "scripts.importing.codes")}
"""What the parts of a code stand for, and what sort of actor they make."""

COLUMNS = (
    ("group", "KnownGroupCode"),
    ("type", "Type1Code"),
    ("type", "Type2Code"),
    ("type", "Type3Code"),
    ("religion", "Religion1Code"),
    ("religion", "Religion2Code"),
)
"""GDELT's columns with the parts of a code. An ethnic group is known by its code alone."""

READ = ("EthnicCode", *(column for _, column in COLUMNS))
"""What is read of an actor besides its code, name and country, where it is there."""


def party(row: Mapping[str, str], actor: str) -> dict[str, Any] | None:
    """Who is coded in the columns of `Actor1` or `Actor2`, with the row's own word for it; None for nobody.

    A country's bare code is that state itself. Raises BadRow where the country is none that CAMEO has."""
    code = row.get(f"{actor}Code")
    if code is None:
        return None
    country = row.get(f"{actor}CountryCode")
    parts = tuple((part, row[actor + column]) for part, column in COLUMNS if actor + column in row)
    try:
        who = _actor(code, country, parts, row.get(f"{actor}EthnicCode"))
    except BadRow as error:
        raise BadRow(f"{actor}{error}") from None
    said = row.get(f"{actor}Name")
    return {"actor": who} | ({"as_said": said} if said else {})


@lru_cache(maxsize=65_536)
def _actor(code: str, country: str | None, parts: tuple[tuple[str, str], ...], ethnic: str | None) -> str | Mention:
    iso = _iso(country)
    if iso and code == country:
        return iso
    known = [_PARTS[part] for part in dict.fromkeys(parts) if part in _PARTS]
    whole = known and len(known) == len(dict.fromkeys(parts)) and not ethnic
    words = ", ".join(_groups_alone(parts, known)) if whole else "" if code == country else f"CAMEO {code}"
    where = usual_name(iso) if iso else REGIONS.get(country or "", "")
    name = f"{words} ({where})" if words and where else words or where
    return Mention(name, iso, known[0][1] if known else "other", (("cameo", code),), of=iso is not None)


def _iso(country: str | None) -> str | None:
    iso = iso_of_cameo(country) if country else None
    if country and iso is None and country not in REGIONS:
        raise BadRow(f"CountryCode {country!r} is neither a country nor a region of CAMEO")
    return iso


def _groups_alone(parts: tuple[tuple[str, str], ...], known: list[tuple[str, str]]) -> list[str]:
    """The names of the parts; of a group that has a name, what sort of group it is says nothing more."""
    groups = [_PARTS[part][0] for part in parts if part[0] == "group"]
    return groups or [name for name, _ in known]
