"""Phoenix: events that PETRARCH coded in CAMEO, from the Open Event Data Alliance day by day, or from the Cline Center for decades.

Key: the event's id with the day and the sentence or article, since ids are counted anew in each file. Class 0 is none of the four.
Source: what openeventdata/phoenix_pipeline on GitHub writes into the 26 columns of a day, and the 25 of the Cline Center as
programs name them that read these."""

import hashlib
from typing import Any

from scripts.importing.codes import iso_of_iso
from scripts.importing.countries import country_named
from scripts.importing.draft import Draft, Format, Spot
from scripts.importing.formats.cameo_actors import party_of_code
from scripts.importing.formats.gdelt import QUADS, day
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.points import NOWHERE, point
from scripts.importing.reading import BadRow, Row, table
from scripts.importing.witnesses import cameo

DAILY = columns("phoenix_daily")
"""The files of the Open Event Data Alliance, without a heading."""
NAMES = {
    "EventID": "eid",
    "Date": "story_date",
    "SourceActorFull": "source",
    "TargetActorFull": "target",
    "EventCode": "code",
    "EventRootCode": "root_code",
    "QuadClass": "quad_class",
    "GoldsteinScore": "goldstein",
    "Lat": "lat",
    "Lon": "lon",
    "LocationName": "placename",
    "StateName": "statename",
    "CountryCode": "countryname",
}
"""What its columns are called here."""
REPEATED = {"year", "month", "day"} | {
    f"{side}{part}"
    for side in ("source", "target")
    for part in ("_root", "_agent", "_others", "actorentity", "actorrole", "actorattribute")
}
"""Columns that say only what the day and the whole codes say."""
LAYOUT = Layout(
    orders=(tuple(NAMES.get(name, name) for name in DAILY), columns("phoenix")),
    needs=("eid", "story_date", "source", "target", "code", "root_code", "quad_class"),
    reads=("goldstein", "lat", "lon", "placename", "statename", "countryname"),
    names=NAMES,
    days=("story_date",),
    besides=("aid", "SentenceID", "URLs", *(name for name in columns("phoenix") + DAILY if name.lower() in REPEATED)),
)
NO_CLASS = "0"


def understand(row: Row) -> Draft:
    """The act that a row codes. Raises BadRow."""
    occurred = day(row.need("story_date"), "story_date")
    told = hashlib.sha256("".join(row.get(column, "") for column in ("SentenceID", "aid")).encode()).hexdigest()[:8]
    parties = {field: party_of_code(row.get(field)) for field in ("source", "target")}
    if not any(parties.values()):
        raise BadRow("names neither source nor target")
    urls = {"via": row["URLs"].split(";")[0]} if "URLs" in row else {"via": row["aid"]} if "aid" in row else {}
    entry = {
        "kind": "InteractionCoded",
        "key": f"phoenix:{row.need_whole('eid')}:{occurred}:{told}",
        "occurred": occurred,
        "place": row.attempt("a place", _place, row),
        "scheme": "cameo",
        "code": cameo(row, "code", {"root": "root_code"}, "goldstein"),
        **parties,
        "coded_quad": row.attempt("quad_class", _quad, row),
        "intensity": row.attempt("goldstein", row.score, "goldstein"),
        "report": {"source": "phoenix", **urls},
    }
    return row.draft({name: value for name, value in entry.items() if value is not None})


def _quad(row: Row) -> Any:
    number = row.need_whole("quad_class")
    if number not in (NO_CLASS, *QUADS):
        raise BadRow(f"quad_class is {number!r}; it is 0 to 4")
    return QUADS.get(number)


def _place(row: Row) -> Spot | None:
    """The place that the text names; only one that is neither a state nor a province has a point of its own."""
    name, province, land = row.get("placename"), row.get("statename"), row.get("countryname")
    country = (iso_of_iso(land) or country_named(land)) if land else None
    if land and country is None:
        raise BadRow(f"countryname is {land!r}, which is no state that annals knows")
    around = (province,) if province and province != name else ()
    if name and name not in (province, land):
        return Spot(name, "other", country, around, *point(row, "lat", "lon"))
    if province and province != land:
        return Spot(province, "region", country, (), *NOWHERE)
    return Spot("", "country", country) if country else None


PHOENIX = Format(
    name="phoenix",
    description="Phoenix, coded by PETRARCH: daily (26 columns) or the Cline Center's (25). Left out: issues, URLs but the first.",
    source={
        "kind": "SourceRegistered",
        "id": "phoenix",
        "publisher": "Open Event Data Alliance; Cline Center for Advanced Social Research",
        "title": "Phoenix event data",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
)
