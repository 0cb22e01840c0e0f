"""The places of GDELT: a level, a full name with commas between its parts, a FIPS code, a point."""

from scripts.importing.codes import fips_of_iso, iso_of_fips
from scripts.importing.draft import Spot
from scripts.importing.points import NOWHERE, Point, point
from scripts.importing.reading import BadRow, Row

NOWHERE_AT_ALL, COUNTRY, US_STATE, US_CITY, CITY, PROVINCE = "0", "1", "2", "3", "4", "5"
"""The levels (ActionGeo_Type). A city can be a landmark as well."""

OCEANS = ("OS", "OC")
"""What GDELT has for a country at sea."""

UNKNOWN_PROVINCE = "(general)"


def own_codes(row: Row) -> list[str]:
    """The columns whose codes the place alone does not give back: its province, and a country's code that is not the usual one."""
    code = row.get("ActionGeo_CountryCode")
    unusual = ["ActionGeo_CountryCode"] if code and fips_of_iso(iso_of_fips(code)) != code else []
    province = ["ActionGeo_ADM1Code"] if row.get("ActionGeo_ADM1Code", code) != code else []
    return unusual + province


def place(row: Row) -> Spot | None:
    """Where the act took place, as finely as the row knows; None where it does not.

    Only cities and landmarks keep their point: that of a country, province or county is the middle of it."""
    level, code = row.whole("ActionGeo_Type") or NOWHERE_AT_ALL, row.get("ActionGeo_CountryCode", "")
    name, *around = [part.strip() for part in row.get("ActionGeo_FullName", "").split(",")]
    country = iso_of_fips(code)
    if level == COUNTRY:
        return Spot("", "country", country) if country else _named(name, "other", None)
    if level in (US_STATE, PROVINCE):
        return _named(name, "region", country)
    if level == NOWHERE_AT_ALL:
        return None
    if level not in (US_CITY, CITY):
        raise BadRow(f"ActionGeo_Type is {row['ActionGeo_Type']!r}; it is 0 to 5")
    if name.endswith(" County"):
        return _named(name, "district", country, *around[:-1])
    kind = "water" if code in OCEANS else "other"
    return _named(name, kind, country, *around[:-1], where=point(row, "ActionGeo_Lat", "ActionGeo_Long"))


def _named(name: str, kind: str, country: str | None, *around: str, where: Point = NOWHERE) -> Spot | None:
    within = tuple(part.rstrip("*") for part in reversed(around) if part and UNKNOWN_PROVINCE not in part)
    return Spot(name, kind, country, within, *where) if name else None
