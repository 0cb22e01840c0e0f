"""POLECAT: events of news stories, coded by machine in PLOVER.

Source: PLOVER's manual and the columns that readers of the weekly files name."""

from typing import Any

from scripts.importing import calendars
from scripts.importing.codes import iso_of_iso
from scripts.importing.countries import country_named
from scripts.importing.draft import Draft, Format, Spot
from scripts.importing.formats import plover_codes
from scripts.importing.formats.plover_actors import party, roles
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.points import NOWHERE, point
from scripts.importing.reading import BadRow, Row, table

NOTHING = ("", "NA", "None")
LEFT_OUT = ("Actor COW", "Actor Sectors", "Actor Title", "Recipient COW", "Recipient Sectors", "Recipient Title", "GeoNames ID")
"""Columns between those that are read; the numbers of Correlates of War say the countries again."""
LAYOUT = Layout(
    orders=(columns("polecat"),),
    needs=("Event ID", "Event Date", "Event Type", "Actor Name", "Actor Country"),
    reads=(*(name for name in columns("polecat")[3:31] if name not in LEFT_OUT), "Source"),
    days=("Event Date", "Publication Date"),
    besides=("Actor COW", "Recipient COW"),
)
PER_ACTOR = ("{} Name", "Wikipedia {} ID", "{} Country", "Primary {} Sector", "{} Name Raw")
"""The columns that tell of an actor or a recipient; where a row has several of them, each holds a list."""


def understand(row: Row) -> Draft:
    """The event that a row codes: one event, whoever takes part. Raises BadRow."""
    entry = {
        "kind": "InteractionCoded",
        "key": f"polecat:{row.need('Event ID')}",
        "occurred": row.need("Event Date")[:10],
        "place": row.attempt("a place", place, row),
        "scheme": "plover",
        "code": plover_codes.code(row.need("Event Type").upper(), _list(row, "Event Mode")),
        **roles(_parties(row, "Actor"), _parties(row, "Recipient")),
        "contexts": row.attempt("Contexts", plover_codes.contexts, _list(row, "Contexts")),
        "coded_quad": row.attempt("Quad Code", plover_codes.quad, row["Quad Code"]) if "Quad Code" in row else None,
        "intensity": row.attempt("Intensity", row.score, "Intensity"),
        "report": _report(row),
    }
    return row.draft({name: value for name, value in entry.items() if value not in (None, [])})


def _list(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.get(column, "").split(";") if part.strip()]


def _parties(row: Row, whom: str) -> list[dict[str, Any]]:
    cells = [_list(row, column.format(whom)) for column in PER_ACTOR]
    count = max(map(len, cells))
    for column, cell in zip(PER_ACTOR, cells, strict=True):
        if len(cell) not in (0, count):
            raise BadRow(f"{column.format(whom)} holds {len(cell)} for {count} in a list; whose they are cannot be told")
    return [_party(*(cell[n] if cell else None for cell in cells)) for n in range(count)]


def _party(name: str | None, identifier: str | None, country: str | None, sector: str | None, said: str | None) -> dict[str, Any]:
    return party(name, identifier, country, [sector] if sector else [], said)


def place(row: Row) -> Spot | None:
    """The place as finely as it is named; only a city or what is smaller has a point."""
    country = row.get("Country", "")
    iso = iso_of_iso(country) or country_named(country)
    levels = [
        (kind, row[column])
        for kind, column in (("region", "Province"), ("district", "District"), ("city", "City"))
        if column in row
    ]
    around = tuple(name for _, name in levels)
    if "Placename" in row and row["Placename"] not in (*around, country):
        return Spot(row["Placename"], "other", iso, around, *point(row, "Latitude", "Longitude"))
    if not levels:
        return Spot("", "country", iso) if iso else None
    kind, name = levels[-1]
    where = point(row, "Latitude", "Longitude") if kind == "city" else NOWHERE
    return Spot(name, kind, iso, around[:-1], *where)


def _report(row: Row) -> dict[str, Any]:
    said = {"attributed_to": [row["Source"]]} if "Source" in row else {}
    dated = {"dated": row["Publication Date"][:10]} if "Publication Date" in row else {}
    return {"source": "polecat", **said, **dated}


POLECAT = Format(
    name="polecat",
    description="POLECAT (40 columns). Left out: titles, further sectors, people and places of the story.",
    source={
        "kind": "SourceRegistered",
        "id": "polecat",
        "title": "POLECAT: political event classification, attributes and types",
        "url": "https://doi.org/10.7910/DVN/AJGVIT",
    },
    read=table(understand, LAYOUT, nothing=NOTHING),
    layout=LAYOUT,
    releases=calendars.POLECAT,
)
