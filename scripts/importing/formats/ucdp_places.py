"""The places of UCDP GED, by where_prec: how much of the place is known, never a false point.

Source: the codebook of UCDP GED 22.1."""

from scripts.importing.codes import iso_of_ward
from scripts.importing.draft import Spot
from scripts.importing.points import point
from scripts.importing.reading import BadRow, Row

EXACT, NEAR, DISTRICT, PROVINCE, FUZZY, COUNTRY, ABROAD = "1234567"
KINDS = {"city": "city", "town": "town", "village": "town"}
"""What sort of place the last word of its name says it is."""


def place(row: Row, day: str) -> Spot:
    """The place of an incident. Only where it is exact does it have a point. Raises BadRow."""
    precision, name = row.need_whole("where_prec"), row.need("where_coordinates")
    country = iso_of_ward(row.need_whole("country_id"), day)
    if country is None:
        raise BadRow(f"country_id is {row['country_id']!r}, no state that Gleditsch and Ward have for {day}")
    around = tuple(row[column] for column in ("adm_1", "adm_2") if column in row and row[column] != name)
    if precision == EXACT:
        return Spot(name, _kind(name), country, around, *point(row, "latitude", "longitude"))
    if precision == NEAR:
        return Spot(f"within 25 km of {name}", "region", country)
    if precision == DISTRICT:
        return Spot(row.get("adm_2", name), "district", country, around[:1])
    if precision == PROVINCE:
        return Spot(row.get("adm_1", name), "region", country)
    if precision == FUZZY:
        return Spot(name, "region", country)
    if precision == COUNTRY:
        return Spot("", "country", country)
    if precision == ABROAD:
        return Spot(name, "other")
    raise BadRow(f"where_prec is {precision!r}; it is 1 to 7")


def _kind(name: str) -> str:
    return KINDS.get(name.rsplit(" ", 1)[-1], "other")
