"""GDELT's reduced master file, 1979 to 2013: acts of one day that are alike but for their reports are one row, without names.

Key: the day, actors, code and points, since rows have no ids. Of places there are only points, and only those of cities are kept.
Source: the 17 columns that programs name which read GDELT.MASTERREDUCEDV2, and the codebook of GDELT 1.0 for what they hold."""

import hashlib

from scripts.importing.draft import Draft, Format, Spot
from scripts.importing.formats.cameo_actors import party_of_code
from scripts.importing.formats.gdelt import QUADS, day
from scripts.importing.formats.gdelt_places import CITY, COUNTRY, NOWHERE_AT_ALL, PROVINCE, US_CITY, US_STATE
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.points import point
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.witnesses import cameo

COLUMNS = columns("gdelt_reduced")
LAYOUT = Layout(
    orders=(COLUMNS,),
    needs=("Date", "Source", "Target", "CAMEOCode", "QuadClass", "ActionGeoType", "ActionGeoLat", "ActionGeoLong"),
    reads=("Goldstein",),
    days=("Date",),
)
COUNTS = ("NumEvents", "NumArts")
"""What differs where a file counts on."""
LEVELS = (NOWHERE_AT_ALL, COUNTRY, US_STATE, US_CITY, CITY, PROVINCE)
WITH_A_POINT = (US_CITY, CITY)
SOURCE = {
    "kind": "SourceRegistered",
    "id": "gdelt-reduced",
    "publisher": "The GDELT Project",
    "title": "GDELT reduced master file",
    "url": "https://www.gdeltproject.org",
}


def understand(row: Row) -> Draft:
    """The act that a row codes. Raises BadRow."""
    parties = {field: party_of_code(row.get(column)) for field, column in (("source", "Source"), ("target", "Target"))}
    if not any(parties.values()):
        raise BadRow("names neither Source nor Target")
    entry = {
        "kind": "InteractionCoded",
        "key": _key(row),
        "occurred": day(row.need("Date"), "Date"),
        "place": row.attempt("a place", _place, row),
        "scheme": "gdelt",
        "code": cameo(row, "CAMEOCode", {"quad": "QuadClass"}, "Goldstein"),
        **parties,
        "coded_quad": row.attempt("QuadClass", _quad, row),
        "intensity": row.attempt("Goldstein", row.score, "Goldstein"),
        "report": {"source": SOURCE["id"]},
    }
    return row.draft({name: value for name, value in entry.items() if value is not None})


def _key(row: Row) -> str:
    cells = "\t".join(row.whole(column) or "" for column in COLUMNS if column not in COUNTS)
    return f"gdelt-reduced:{hashlib.sha256(cells.encode()).hexdigest()[:32]}"


def _place(row: Row) -> Spot | None:
    level = row.whole("ActionGeoType") or NOWHERE_AT_ALL
    if level not in LEVELS:
        raise BadRow(f"ActionGeoType is {level!r}; it is 0 to 5")
    north, east = point(row, "ActionGeoLat", "ActionGeoLong")
    if level not in WITH_A_POINT or north is None or east is None:
        return None
    return Spot(f"{north:g}, {east:g}", "other", latitude=north, longitude=east)


def _quad(row: Row) -> str:
    number = row.need_whole("QuadClass")
    if number not in QUADS:
        raise BadRow(f"QuadClass is {number!r}; it is 1, 2, 3 or 4")
    return QUADS[number]


GDELT_REDUCED = Format(
    name="gdelt-reduced",
    description="GDELT's reduced master file (17 columns). Left out: counts of events and articles, the actors' own places.",
    source=SOURCE,
    read=table(understand, LAYOUT),
    layout=LAYOUT,
)
