"""gdelt: the 61 columns of GDELT 2.0 events, tab-separated, without a heading."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO

from api.exporting.format import EventFormat, Raw
from api.exporting.losses import Losses
from scripts.exporting.gdelt_codes import geo_type, quad_class
from scripts.exporting.gdelt_losses import note_losses
from scripts.importing.codes import cameo_of_iso, fips_of_iso
from scripts.importing.formats.cameo_actors import columns_of_code

ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
GEO = ("Geo_Type", "Geo_FullName", "Geo_CountryCode", "Geo_ADM1Code", "Geo_ADM2Code", "Geo_Lat", "Geo_Long", "Geo_FeatureID")

HEADINGS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{number}{name}" for number in "12" for name in ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{what}{name}" for what in ("Actor1", "Actor2", "Action") for name in GEO),
    *("DATEADDED", "SOURCEURL"),
)
"""What the columns are called, in order. Source: the header file of gdeltPyR for GDELT 2.0."""

START = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:/.*)?")
"""A date known to the day, the month or the year; of an interval, its start."""

OWN_KEY = re.compile(r"gdelt(?P<release>[12]):(?P<id>[0-9]+)")
"""The keys of events that GDELT coded."""

INTENDED = "03"
"""The root of what is only intended: GDELT has no other way to tell that something is still to come."""


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a row an event, as far as GDELT has a place for it."""
    for event in events:
        if _fits(event, losses):
            row = _row(event)
            out.write("\t".join(_clean(row.get(name, "")) for name in HEADINGS).encode() + b"\n")
            note_losses(event, row, [party for party in _two(event) if party], losses)


def _fits(event: Raw, losses: Losses) -> bool:
    cameo, status = event["cameo"], event["status"]
    if cameo is None:
        losses.left_out("no CAMEO code")
    elif status == "DENIED":
        losses.left_out("denied, which GDELT cannot say")
    elif status in ("PLANNED", "ANNOUNCED") and not cameo.startswith(INTENDED):
        losses.left_out("still to come, which GDELT cannot say")
    elif event["retracted"]:
        losses.left_out("retracted, which GDELT cannot say")
    else:
        return True
    return False


def _row(event: Raw) -> dict[str, str]:
    first, second = _two(event)
    made = when(event) | _actor(1, first, event) | _actor(2, second, event) | _what(event) | _where(event) | _told(event)
    return made | _coded(event)


def _coded(event: Raw) -> dict[str, str]:
    """The cells that GDELT itself has for an event, where they were kept word for word."""
    cells = {each["column"]: each["values"] for r in event["reports"] if r["source"]["ref"] == "gdelt" for each in r["coded"]}
    return {column: values[0] for column, values in cells.items() if column in HEADINGS and len(values) == 1}


def _two(event: Raw) -> tuple[Raw | None, Raw | None]:
    """The first who acts and the first acted towards; of those who act together, the first two."""
    parties = [p for p in event["parties"] if p["role"] != "MENTIONED"]
    acting, acted_on, together = ([p for p in parties if p["side"] == side] for side in ("INITIATOR", "TARGET", "MUTUAL"))
    if not acting and not (acted_on and not together):
        acting, together = together[:1], together[1:]
    return next(iter(acting), None), next(iter([*acted_on, *together]), None)


def _actor(number: int, party: Raw | None, event: Raw) -> dict[str, str]:
    """An actor by the code that it has in CAMEO, else by that of the state it is or acts for; by name as the source has it."""
    if party is None:
        return {}
    actor, represented = party["actor"], party["representing"]
    state = represented["ref"] if represented else actor["ref"] if actor["kind"] in ("STATE", "TERRITORY") else ""
    country = cameo_of_iso(state) if re.fullmatch("[A-Z]{3}", state) else ""
    own = next((each["code"] for each in actor["codes"] if each["scheme"] == "cameo"), "")
    name = party["asSaid"] or ("" if _is_gdelts(event) else actor["name"].upper())
    # What a code seems to be made of says less than GDELT's own columns, where these were kept.
    parts = columns_of_code(own) if own and f"Actor{number}Code" not in _coded(event) else {}
    cells = {"Code": country, "CountryCode": country} | parts | {"Name": name}
    return {f"Actor{number}{column}": cell for column, cell in cells.items()}


def _is_gdelts(event: Raw) -> bool:
    """Whether GDELT itself coded the event."""
    return OWN_KEY.fullmatch(event["key"]) is not None


def when(event: Raw) -> dict[str, str]:
    """The cells of the date, as far as it is known; and of the id."""
    known = START.fullmatch(event["occurred"]["edtf"])
    year, month, day = known.groups("") if known else ("", "", "")
    own = OWN_KEY.fullmatch(event["key"])
    cells = {
        "GLOBALEVENTID": own["id"] if own else str(event["position"]),
        "Year": year,
        "MonthYear": year + month if month else "",
    }
    if day:
        fraction = ((int(month) - 1) * 30 + int(day)) / 365
        cells |= {"SQLDATE": f"{year}{month}{day}", "FractionDate": f"{int(year) + fraction:.4f}"}
    return cells


def _what(event: Raw) -> dict[str, str]:
    cameo, score = event["cameo"], event["intensity"] if _is_gdelts(event) else event["goldstein"]
    return {
        "EventCode": cameo,
        "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2],
        "QuadClass": quad_class(cameo),
        "GoldsteinScale": "" if score is None else _number(score),
    }


def _where(event: Raw) -> dict[str, str]:
    place = event["place"]
    if place is None:
        return {}
    country = place["country"]
    iso = country and country["ref"]
    cells = {"Type": geo_type(place["kind"], iso), "FullName": ", ".join(_names(place)), "CountryCode": fips_of_iso(iso)}
    if place["latitude"] is not None and place["longitude"] is not None:
        cells |= {"Lat": _number(place["latitude"]), "Long": _number(place["longitude"])}
    if _is_gdelts(event):
        # GDELT has the country's code where it knows no province; a province's own is kept word for word.
        cells |= {"ADM1Code": cells["CountryCode"]}
    return {f"ActionGeo_{name}": cell for name, cell in cells.items()}


def _names(place: Raw) -> list[str]:
    """The name of a place and of what it lies in, up to its country; of a whole country, the country's alone."""
    country = (place["country"] or {"name": ""})["name"]
    if place["kind"] == "COUNTRY" and country:
        return [country]
    names, around = [_own_name(place, country)], place["within"]
    while around and around["kind"] != "COUNTRY":
        names.append(_own_name(around, country))
        around = around.get("within")
    return [*names, country] if country or len(names) > 1 else names


def _own_name(place: Raw, country: str) -> str:
    """A place's name without the word that tells it from the country of the same name."""
    name, mark = str(place["name"]), f" ({place['kind'].lower()})"
    return name.removesuffix(mark) if name == f"{country}{mark}" else name


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _told(event: Raw) -> dict[str, str]:
    """Who tells of it: the article of the first report that has one. An event of GDELT 1.0 has a day as its DATEADDED."""
    reports = event["reports"]
    sources = {r["source"]["ref"]: r["source"] for r in reports}
    vias = [r["via"] for r in reports if r["via"] and ("://" in r["via"] or r["source"]["ref"] == "gdelt")]
    urls = [source["url"] for ref, source in sources.items() if source["url"] and ref != "gdelt"]
    own = OWN_KEY.fullmatch(event["key"])
    added = datetime.fromisoformat(event["recordedAt"]).astimezone(UTC)
    count = str(event["reportCount"])
    return {
        "NumMentions": count,
        "NumSources": str(len(sources)),
        "NumArticles": count,
        "DATEADDED": added.strftime("%Y%m%d" if own and own["release"] == "1" else "%Y%m%d%H%M%S"),
        "SOURCEURL": next(iter([*vias, *urls]), ""),
    }


def _clean(cell: str) -> str:
    """A cell in which nothing looks like the end of one."""
    return re.sub(r"[\t\r\n]+", " ", cell)


FORMAT = EventFormat(
    "gdelt",
    write,
    "The 61 columns of GDELT 2.0 events, tab-separated, without a heading. GLOBALEVENTID is GDELT's own, else the position; the"
    " quad class is that of GDELT for the code's root; actors are the first of each side, with their CAMEO codes or that of the"
    " state they are or act for; places have FIPS country codes; SOURCEURL is the article of the first report. What GDELT knows and"
    " annals does not (tone, root event, actors' places) is empty. annals import gdelt makes the same events of it again.",
)
