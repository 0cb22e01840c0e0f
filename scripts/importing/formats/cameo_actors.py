"""The actors of CAMEO's codes: a country, a group, a role, a faith, one after the other."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from domain.codes.tables import read_table
from scripts.importing.codes import REGIONS, cameo_of_iso, iso_of_cameo
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


def own_codes(row: Mapping[str, str], actor: str) -> list[str]:
    """The columns of `Actor1` or `Actor2` whose codes the party alone does not give back: all but those of a bare country."""
    country = row.get(f"{actor}CountryCode")
    if country and row.get(f"{actor}Code") == country and _is_usual(country):
        return []
    endings = ("Code", *(() if country and _is_usual(country) else ("CountryCode",)), *(e for _, e in COLUMNS), "EthnicCode")
    return [actor + ending for ending in endings if actor + ending in row]


@cache
def _is_usual(country: str) -> bool:
    """Whether a country's code is the one that GDELT has for its state."""
    iso = iso_of_cameo(country)
    return iso is not None and cameo_of_iso(iso) == country


def party_of_code(code: str | None) -> dict[str, Any] | None:
    """Who is coded by a whole code alone: a country or region first, then a part for every three letters."""
    if not code:
        return None
    chunks = [code[start : start + 3] for start in range(0, len(code), 3)]
    country = chunks[0] if iso_of_cameo(chunks[0]) or chunks[0] in REGIONS else None
    rest = chunks[1:] if country else chunks
    parts = tuple((_part(chunk), chunk) for chunk in rest)
    return {"actor": _actor(code, country, parts, None)}


def columns_of_code(code: str) -> dict[str, str]:
    """GDELT's columns of the parts of a code, by what stands behind `Actor1` or `Actor2`."""
    chunks = [code[start : start + 3] for start in range(0, len(code), 3)]
    cells = {"Code": code}
    if iso_of_cameo(chunks[0]) or chunks[0] in REGIONS:
        cells["CountryCode"] = chunks.pop(0)
    free = [*COLUMNS, ("ethnic", "EthnicCode")]
    for chunk in chunks:
        column = next((each for each in free if each[0] == _part(chunk)), None)
        if column:
            free.remove(column)
            cells[column[1]] = chunk
    return cells


def _part(chunk: str) -> str:
    """What sort of part a piece of a code is: the first that knows it; an ethnic group is none of them."""
    return next((part for part in ("type", "group", "religion") if (part, chunk) in _PARTS), "ethnic")


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
