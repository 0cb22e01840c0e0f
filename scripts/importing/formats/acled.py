"""ACLED: happenings of political violence and protest. Its licence forbids passing rows on, so only the layout is tested.

Source: ACLED's codebook and the documentation of acledR."""

import re
from typing import Any

from scripts.importing import calendars
from scripts.importing.codes import iso_of_number
from scripts.importing.countries import country_named
from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Spot
from scripts.importing.formats.acled_crowds import CROWD, crowd
from scripts.importing.formats.acled_kinds import KindRule, in_general, meaning
from scripts.importing.formats.acled_sides import Side, in_order, sides
from scripts.importing.formats.plover_actors import roles
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.points import point
from scripts.importing.reading import BadRow, Row, table

LAYOUT = Layout(
    orders=(columns("acled"),),
    needs=("event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "geo_precision"),
    reads=(
        "sub_event_type",
        "actor2",
        "inter1",
        "inter2",
        "civilian_targeting",
        "tags",
        "assoc_actor_1",
        "assoc_actor_2",
        "admin1",
        "admin2",
        "admin3",
        "location",
        "latitude",
        "longitude",
        "source",
        "notes",
        "fatalities",
    ),
    either=("iso", "country"),
    names={"geo_precis": "geo_precision", "geoprecis": "geo_precision", "timeprecision": "time_precision"},
    days=("event_date",),
    besides=("year", "disorder_type", "interaction", "region"),
)
"""Files of before 2023 have data_id, event_id_no_cnty and iso3 besides, and lack three columns that are not read; the oldest lack
iso."""

Raw = dict[str, Any]
EXACT, AROUND, REGION = "1", "2", "3"
"""How precise a day or place is; a day then is that day, about it, or some day of its month."""

CODED = ("event_type", "sub_event_type", "inter1", "inter2", "civilian_targeting")
"""The columns that are kept as they are, beside what they mean."""


def understand(row: Row) -> Draft:
    """What a row tells of: its kind by event and sub-event, and who did it to whom by the inter codes. Raises BadRow."""
    meant, (first, second) = _told(row)
    where = {"key": f"acled:{row.need('event_id_cnty')}", "occurred": occurred(row), "place": row.attempt("a place", place, row)}
    own = meant.fixed | _parties(row, meant, first.parties, second.parties) | _figures(row, meant)
    return row.draft({name: value for name, value in {**own, **where, "report": report(row)}.items() if value is not None})


def _told(row: Row) -> tuple[KindRule, tuple[Side, Side]]:
    """What the row means, and its sides, those who acted first: only in general, where it lacks what the sub-event needs."""
    event_type, sub_event = row.need("event_type"), row.get("sub_event_type", "")
    killed = (row.whole("fatalities") or "0") != "0"
    meant = row.attempt("sub_event_type", meaning, event_type, sub_event, killed) or meaning(event_type, "", killed)
    found = sides(row)
    ordered = in_order(*found, meant.first)
    if ordered and (ordered[1].parties or meant.second_field not in NEEDED):
        return meant, ordered
    general = in_general(meant)
    ordered = in_order(*found, general.first) if general else None
    if general is None or ordered is None:
        raise BadRow(f"{sub_event or event_type}: who acted, and towards whom, cannot be told from actor1, actor2 and inter codes")
    row.remark(f"as {event_type} in general, since it is not told who acted in {sub_event}, or towards whom")
    return general, ordered


NEEDED = ("victims", "detained", "signatories")
"""The fields without which there is no event of the kind."""


def _parties(row: Row, meant: KindRule, first: list[Raw], second: list[Raw]) -> Raw:
    if meant.kind == "InteractionCoded":
        return {"scheme": "acled", "code": row.need("sub_event_type"), **roles(first, second)}
    if meant.first_field == meant.second_field:
        return {meant.first_field: [*first, *second]}
    return {meant.first_field: first, meant.second_field: second}


def _figures(row: Row, meant: KindRule) -> Raw:
    """How many died, and how many took part, where the kind of event has these figures."""
    deaths = row.whole("fatalities")
    if deaths and deaths != "0" and "deaths" not in meant.figures:
        row.spoil("without fatalities", f"fatalities is {deaths!r}, and {meant.kind} has no deaths")
    size = next((crowd(text) for text in tags(row).get(CROWD, ())), None)
    figures = {"deaths": {"best": deaths} if deaths else None, "size": size}
    return {name: figure for name, figure in figures.items() if name in meant.figures}


def tags(row: Row) -> dict[str, list[str]]:
    """The tags by their names; those that have none, under `tags`."""
    found: dict[str, list[str]] = {}
    for text in filter(None, (part.strip() for part in row.get("tags", "").split(";"))):
        name, equals, value = text.partition("=")
        found.setdefault(name.strip() if equals else "tags", []).append(value.strip() if equals else text)
    return {name: values for name, values in found.items() if name and all(values)}


def occurred(row: Row) -> str:
    """When: the day, about that day, or some day of its month."""
    day, precision = iso_day("event_date", row.need("event_date")), row.need_whole("time_precision")
    if precision not in (EXACT, AROUND, REGION):
        raise BadRow(f"time_precision is {precision!r}; it is 1, 2 or 3")
    return day if precision == EXACT else f"{day}~" if precision == AROUND else day[:7]


def place(row: Row) -> Spot:
    """The place; only where it is exact does it have a point."""
    country, precision, name = _country(row), row.need_whole("geo_precision"), row.get("location")
    around = tuple(row[column] for column in ("admin1", "admin2", "admin3") if column in row)
    if precision == EXACT and name:
        return Spot(name, "other", country, around, *point(row, "latitude", "longitude"))
    if precision == AROUND and name:
        return Spot(f"around {name}", "region", country)
    if precision not in (EXACT, AROUND, REGION):
        raise BadRow(f"geo_precision is {precision!r}; it is 1, 2 or 3")
    return Spot(around[0], "region", country) if around else Spot("", "country", country)


def _country(row: Row) -> str:
    """By its number, which its name bears out; by the name alone where the number is none, as of Kosovo. Raises BadRow."""
    named = country_named(row["country"]) if "country" in row else None
    number = iso_of_number(row.whole("iso") or "")
    if number and named and number != named:
        raise BadRow(f"iso is {row['iso']!r}, which is {number}, but country is {row['country']!r}, which is {named}")
    if found := number or named:
        return found
    raise BadRow(f"iso is {row.get('iso', '')!r}, which is not a number of ISO 3166, and country is {row.get('country', '')!r}")


def report(row: Row) -> dict[str, Any]:
    """What ACLED says in its notes, from whom it has that, and how it codes the event."""
    sources = [name.strip() for name in re.split(";", row.get("source", "")) if name.strip()]
    notes = {"quote": row["notes"]} if "notes" in row else {}
    coded = {name: row[name] for name in CODED if name in row} | tags(row)
    return {"source": "acled", **notes, "coded": coded} | ({"attributed_to": sources} if sources else {})


ACLED = Format(
    name="acled",
    description="ACLED. Left out: source scale, timestamp, and what other columns say: disorder type, interaction, region.",
    source={
        "kind": "SourceRegistered",
        "id": "acled",
        "publisher": "Armed Conflict Location & Event Data",
        "title": "ACLED",
        "url": "https://acleddata.com",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    releases=calendars.ACLED,
)
