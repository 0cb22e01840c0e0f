"""GDELT's own codes of countries, quad classes and kinds of places."""

from functools import cache
from importlib.resources import files

FROM_ISO = {"IMN": "IMY", "MNE": "MTN", "ROU": "ROM", "TLS": "TMP"}
"""Where CAMEO's code of a country is not that of ISO 3166-1."""

QUAD_CLASSES = ((5, "1"), (9, "2"), (14, "3"), (20, "4"))
"""The last CAMEO root of each quad class, as GDELT has them: investigating (09) is 2, protest (14) is 3."""

GEO_TYPES = {"COUNTRY": ("1", "1"), "REGION": ("5", "2")}
"""GDELT's type of a place, in the world and in the United States; all others are"""
CITY = ("4", "3")


def cameo_country(iso: str) -> str:
    """CAMEO's code of a country."""
    return FROM_ISO.get(iso, iso)


def quad_class(cameo: str) -> str:
    """The quad class of a CAMEO code, by its root."""
    return next(number for last, number in QUAD_CLASSES if int(cameo[:2]) <= last)


def geo_type(kind: str, iso: str | None) -> str:
    """GDELT's type of a place."""
    return GEO_TYPES.get(kind, CITY)[iso == "USA"]


def fips(iso: str | None) -> str:
    """The FIPS 10-4 code of a state; nothing where it has none, or several (the Palestinian territories)."""
    codes = _fips().get(iso or "", ())
    return codes[0] if len(codes) == 1 else ""


@cache
def _fips() -> dict[str, tuple[str, ...]]:
    lines = files("scripts.importing").joinpath("codes", "fips.csv").read_text(encoding="utf-8").splitlines()[2:]
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        code, iso = line.split(",")
        found[iso] = (*found.get(iso, ()), code)
    return found
