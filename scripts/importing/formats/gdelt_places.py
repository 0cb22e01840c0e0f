"""The places of GDELT: a level, a full name with commas between its parts, a FIPS code, a point."""

from collections.abc import Mapping

from scripts.importing.codes import iso_of_fips
from scripts.importing.draft import Spot

COUNTRY, US_STATE, US_CITY, CITY, PROVINCE = "1", "2", "3", "4", "5"
"""The levels (ActionGeo_Type). A city can be a landmark as well."""

OCEANS = ("OS", "OC")
"""What GDELT has for a country at sea."""

UNKNOWN_PROVINCE = "(general)"


def place(row: Mapping[str, str]) -> Spot | None:
    """Where the act took place, as finely as the row knows; None where it does not.

    Only cities and landmarks keep their point: that of a country, province or county is the middle of it."""
    level, code = row.get("ActionGeo_Type"), row.get("ActionGeo_CountryCode", "")
    name, *around = [part.strip() for part in row.get("ActionGeo_FullName", "").split(",")]
    country = iso_of_fips(code)
    if level == COUNTRY:
        return Spot("", "country", country) if country else _named(name, "other", None)
    if level in (US_STATE, PROVINCE):
        return _named(name, "region", country)
    if level not in (US_CITY, CITY):
        return None
    if name.endswith(" County"):
        return _named(name, "district", country, *around[:-1])
    kind = "water" if code in OCEANS else "other"
    return _named(name, kind, country, *around[:-1], point=(row.get("ActionGeo_Lat"), row.get("ActionGeo_Long")))


def _named(
    name: str, kind: str, country: str | None, *around: str, point: tuple[str | None, str | None] = (None, None)
) -> Spot | None:
    if not name:
        return None
    within = tuple(part.rstrip("*") for part in reversed(around) if part and UNKNOWN_PROVINCE not in part)
    latitude, longitude = (float(degrees) if degrees else None for degrees in point)
    if not (latitude or longitude):
        # Where it has no point, GDELT writes 0 and 0, which lies in the Gulf of Guinea.
        latitude = longitude = None
    return Spot(name, kind, country, within, latitude, longitude)
