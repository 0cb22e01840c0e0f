"""ACLED: happenings of political violence and protest. Its licence forbids passing rows on, so only the layout is tested.

Source: ACLED's codebook and the documentation of acledR."""

import re
from functools import lru_cache
from typing import Any

from scripts.importing.codes import iso_of_number
from scripts.importing.countries import country_named
from scripts.importing.dates import iso_day
from scripts.importing.draft import Draft, Format, Mention, Spot
from scripts.importing.formats.governments import state_of_forces
from scripts.importing.layout import Layout
from scripts.importing.layouts import columns
from scripts.importing.points import point
from scripts.importing.reading import BadRow, Row, table

LAYOUT = Layout(
    orders=(columns("acled"),),
    needs=("event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "geo_precision"),
    reads=(
        "actor2",
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
)
"""Files of before 2023 have data_id, event_id_no_cnty and iso3 besides, and lack three columns that are not read; the oldest lack
iso."""

CIVILIANS = "Violence against civilians"
VIOLENT = ("Battles", "Explosions/Remote violence", CIVILIANS)
RIOTS = "Riots"

Raw = dict[str, Any]
EXACT, AROUND, REGION = "1", "2", "3"
"""How precise a day or place is; a day then is that day, about it, or some day of its month."""


def understand(row: Row) -> Draft:
    """What a row tells of: violence, or a protest that nobody died in. Raises BadRow for what has no kind here."""
    sort, deaths = row.need("event_type"), row.whole("fatalities") or "0"
    if sort == "Protests":
        own = _protest(row, deaths)
    elif sort in VIOLENT or (sort == RIOTS and deaths != "0"):
        own = _violence(_sides(row, "1"), _sides(row, "2"), sort == CIVILIANS, deaths)
    elif sort == RIOTS:
        own = {"kind": "ProtestHeld", "protesters": _sides(row, "1"), "against": _sides(row, "2"), "form": "riot"}
    else:
        raise BadRow(f"event_type {sort!r} has no kind of event here; append it by hand where it matters")
    where = {"key": f"acled:{row.need('event_id_cnty')}", "occurred": occurred(row), "place": row.attempt("a place", place, row)}
    return row.draft({name: value for name, value in {**own, **where, "report": report(row)}.items() if value is not None})


def _protest(row: Row, deaths: str) -> Raw:
    """A protest, or violence against those who protest: never of them, whichever column names them."""
    columns = ("2", "1") if _protests(row, "2") and not _protests(row, "1") else ("1", "2")
    protesters, others = (_sides(row, column) for column in columns)
    if deaths != "0" and others:
        return _violence(others, protesters, True, deaths)
    if deaths != "0":
        row.spoil("without fatalities", f"fatalities is {deaths!r}, and nobody is named but those who protested")
    return {"kind": "ProtestHeld", "protesters": protesters, "against": others, "form": "demo"}


def _protests(row: Row, number: str) -> bool:
    return row.get(f"inter{number}") in ("6", "Protesters") or row.get(f"actor{number}", "").startswith("Protesters")


def _violence(side_a: list[Raw], side_b: list[Raw], one_sided: bool, deaths: str) -> Raw:
    return {"kind": "ViolenceRecorded", "side_a": side_a, "side_b": side_b, "one_sided": one_sided, "deaths": {"best": deaths}}


def _sides(row: Row, number: str) -> list[Raw]:
    """Those on a side, each a party of its own; a state's government and forces act for it."""
    listed = [name.strip() for name in row.get(f"assoc_actor_{number}", "").split(";")]
    names = dict.fromkeys(name for name in (row.get(f"actor{number}", ""), *listed) if name)
    return [{"actor": _mention(name)} for name in names]


@lru_cache(maxsize=65_536)
def _mention(name: str) -> Mention:
    state = state_of_forces(name)
    return Mention(name, state, of=state is not None)


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
    """What ACLED says in its notes, and from whom it has that."""
    sources = [name.strip() for name in re.split(";", row.get("source", "")) if name.strip()]
    notes = {"quote": row["notes"]} if "notes" in row else {}
    return {"source": "acled", **notes} | ({"attributed_to": sources} if sources else {})


ACLED = Format(
    name="acled",
    description="ACLED. Left out: sub-event types, inter codes, civilian targeting, tags; strategic developments are rejected.",
    source={
        "kind": "SourceRegistered",
        "id": "acled",
        "publisher": "Armed Conflict Location & Event Data",
        "title": "ACLED",
        "url": "https://acleddata.com",
    },
    read=table(understand, LAYOUT),
    layout=LAYOUT,
    releases=True,
)
