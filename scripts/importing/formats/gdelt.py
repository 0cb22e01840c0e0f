"""GDELT events, 1.0 and 2.0: one row for each act that a report tells of, coded by CAMEO.

Source: the codebooks of GDELT 1.0 and 2.0."""

from typing import Any

from domain.codes import Quad
from scripts.importing.dates import ISO_DAY
from scripts.importing.draft import Draft, Format
from scripts.importing.formats import cameo_actors, gdelt_places
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.row import whole
from scripts.importing.witnesses import cameo

SECOND = columns("gdelt2")
"""The 61 columns of 2.0."""
FIRST = tuple(column for column in SECOND if not column.endswith("ADM2Code"))
"""The 58 columns of 1.0 since April 2013."""
BEFORE = FIRST[:-1]
"""The 57 columns of 1.0 until then, without the URL."""

LAYOUT = Layout(
    orders=(SECOND, FIRST, BEFORE),
    needs=("GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor2Code", "EventCode", "QuadClass", "DATEADDED"),
    reads=(
        *("Actor1Name", "Actor1CountryCode", "Actor1Type1Code", "Actor2Name", "Actor2CountryCode", "Actor2Type1Code"),
        *("EventBaseCode", "EventRootCode", "GoldsteinScale"),
        *("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL"),
    ),
    names={
        "Day": "SQLDATE",
        "GlobalEventDay": "SQLDATE",
        "ActionGeo_Latitude": "ActionGeo_Lat",
        "ActionGeo_Longitude": "ActionGeo_Long",
    },
    days=("SQLDATE",),
    besides=(
        "MonthYear",
        "Year",
        "FractionDate",
        "ActionGeo_ADM1Code",
        *(f"Actor{n}{column}" for n in "12" for column in cameo_actors.READ),
    ),
)

SOURCE = {
    "kind": "SourceRegistered",
    "id": "gdelt",
    "publisher": "The GDELT Project",
    "title": "GDELT Event Database",
    "url": "https://www.gdeltproject.org",
}
ACTORS = ("Actor1", "Actor2")
WITNESSES = {"base": "EventBaseCode", "root": "EventRootCode", "quad": "QuadClass"}
QUADS = {str(quad.number): quad.value for quad in Quad}
DAY, MOMENT = 8, 14
"""How long DATEADDED is in 1.0 (a day) and in 2.0 (to the second)."""


def understand(row: Row) -> Draft:
    """The act that a row codes, under GDELT's own codes, quad class and score."""
    acting = cameo_actors.party(row, "Actor1")
    parties = {"source": acting, "target": row.attempt("Actor2", cameo_actors.party, row, "Actor2")}
    if not any(parties.values()):
        raise BadRow("names neither Actor1 nor Actor2")
    entry = {
        "kind": "InteractionCoded",
        "key": f"{release(row)}:{row.need_whole('GLOBALEVENTID')}",
        "occurred": day(row.need("SQLDATE"), "SQLDATE"),
        "place": row.attempt("a place", gdelt_places.place, row),
        "scheme": "gdelt",
        "code": cameo(row, "EventCode", WITNESSES, "GoldsteinScale"),
        **parties,
        "coded_quad": row.attempt("QuadClass", _quad, row),
        "intensity": row.attempt("GoldsteinScale", row.score, "GoldsteinScale"),
        "report": _report(row, [actor for actor, party in zip(ACTORS, parties.values(), strict=True) if party]),
    }
    return row.draft({name: value for name, value in entry.items() if value is not None})


def _report(row: Row, actors: list[str]) -> dict[str, Any]:
    """What GDELT says of its article, and those of its codes that the event does not have in a form of its own."""
    coded = {column: row[column] for actor in actors for column in cameo_actors.own_codes(row, actor)}
    coded |= {column: row[column] for column in gdelt_places.own_codes(row)}
    said = {"via": row.get("SOURCEURL"), "coded": coded}
    return {"source": SOURCE["id"]} | {name: value for name, value in said.items() if value}


def release(row: Row) -> str:
    """Which GDELT numbers its events so: 1.0 and 2.0 count for themselves."""
    length = len(row.need_whole("DATEADDED"))
    if length not in (DAY, MOMENT):
        raise BadRow(f"DATEADDED is {row['DATEADDED']!r}; it has {DAY} digits in GDELT 1.0 and {MOMENT} in 2.0")
    return "gdelt1" if length == DAY else "gdelt2"


def day(digits: str, column: str) -> str:
    """A day written in digits alone, or a moment, of which the day is kept. Raises BadRow."""
    digits = whole(digits)
    if ISO_DAY.match(digits):
        return digits[:10]
    if len(digits) not in (DAY, MOMENT) or not digits.isdigit():
        raise BadRow(f"{column} is {digits!r}; a day is written YYYYMMDD")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def _quad(row: Row) -> Any:
    number = row.need_whole("QuadClass")
    if number not in QUADS:
        raise BadRow(f"QuadClass is {number!r}; it is 1, 2, 3 or 4")
    return QUADS[number]


GDELT = Format(
    name="gdelt",
    description="GDELT events 1.0 (57 or 58 columns) and 2.0 (61). Left out: tone, counts of articles, the actors' own places.",
    source=SOURCE,
    read=table(understand, LAYOUT),
    layout=LAYOUT,
)
