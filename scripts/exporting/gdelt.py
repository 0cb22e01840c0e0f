"""gdelt: the 61 columns of GDELT 2.0 events, tab-separated, without a heading."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import BinaryIO

from api.exporting.columns import note_losses
from api.exporting.format import EventFormat, Raw
from api.exporting.losses import Losses
from scripts.exporting.gdelt_codes import cameo_country, fips, geo_type, quad_class

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

INTENDED = "03"
"""The root of what is only intended: GDELT has no other way to tell that something is still to come."""


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a row an event, as far as GDELT has a place for it."""
    for event in events:
        if _fits(event, losses):
            row = _row(event)
            out.write("\t".join(_clean(row.get(name, "")) for name in HEADINGS).encode() + b"\n")
            _note(event, row, losses)


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
    return when(event) | _actor(1, first) | _actor(2, second) | _what(event) | _where(event) | _told(event)


def _two(event: Raw) -> tuple[Raw | None, Raw | None]:
    """The first who acts and the first acted towards; of those who act together, the first two."""
    parties = [p for p in event["parties"] if p["role"] != "MENTIONED"]
    acting, acted_on, together = ([p for p in parties if p["side"] == side] for side in ("INITIATOR", "TARGET", "MUTUAL"))
    if not acting and not (acted_on and not together):
        acting, together = together[:1], together[1:]
    return next(iter(acting), None), next(iter([*acted_on, *together]), None)


def _actor(number: int, party: Raw | None) -> dict[str, str]:
    if party is None:
        return {}
    actor, represented = party["actor"], party["representing"]
    state = represented["ref"] if represented else actor["ref"] if actor["kind"] in ("STATE", "TERRITORY") else ""
    code = cameo_country(state) if re.fullmatch("[A-Z]{3}", state) else ""
    cells = {"Code": code, "Name": actor["name"].upper(), "CountryCode": code}
    return {f"Actor{number}{name}": cell for name, cell in cells.items()}


def when(event: Raw) -> dict[str, str]:
    """The cells of the date, as far as it is known; and of the id."""
    known = START.fullmatch(event["occurred"]["edtf"])
    year, month, day = known.groups("") if known else ("", "", "")
    cells = {"GLOBALEVENTID": str(event["position"]), "Year": year, "MonthYear": year + month if month else ""}
    if day:
        fraction = ((int(month) - 1) * 30 + int(day)) / 365
        cells |= {"SQLDATE": f"{year}{month}{day}", "FractionDate": f"{int(year) + fraction:.4f}"}
    return cells


def _what(event: Raw) -> dict[str, str]:
    cameo, score = event["cameo"], event["goldstein"]
    return {
        "EventCode": cameo,
        "EventBaseCode": cameo[:3],
        "EventRootCode": cameo[:2],
        "QuadClass": quad_class(cameo),
        "GoldsteinScale": "" if score is None else f"{score:g}",
    }


def _where(event: Raw) -> dict[str, str]:
    place = event["place"]
    if place is None:
        return {}
    country = place["country"]
    iso = country and country["ref"]
    names = [place["name"], country["name"]] if country and country["name"] != place["name"] else [place["name"]]
    cells = {"Type": geo_type(place["kind"], iso), "FullName": ", ".join(names), "CountryCode": fips(iso)}
    if place["latitude"] is not None and place["longitude"] is not None:
        cells |= {"Lat": f"{place['latitude']:g}", "Long": f"{place['longitude']:g}"}
    return {f"ActionGeo_{name}": cell for name, cell in cells.items()}


def _told(event: Raw) -> dict[str, str]:
    sources = {r["source"]["ref"]: r["source"] for r in event["reports"]}
    count = str(event["reportCount"])
    return {
        "NumMentions": count,
        "NumSources": str(len(sources)),
        "NumArticles": count,
        "DATEADDED": datetime.fromisoformat(event["recordedAt"]).astimezone(UTC).strftime("%Y%m%d%H%M%S"),
        "SOURCEURL": next((s["url"] for s in sources.values() if s["url"]), ""),
    }


def _note(event: Raw, row: dict[str, str], losses: Losses) -> None:
    note_losses(event, losses)
    if "SQLDATE" not in row:
        losses.shortened("no day is known, so SQLDATE is empty")
    shown = {party["actor"]["ref"] for party in _two(event) if party}
    if {party["actor"]["ref"] for party in event["parties"]} - shown:
        losses.shortened("more than two parties, of whom the row has the first of each side")
    if row["QuadClass"] != str(QUADS.index(event["quad"]) + 1 if event["quad"] in QUADS else ""):
        losses.changed("the quad class is the one that GDELT gives the code, not that of annals")


QUADS = ("VERBAL_COOPERATION", "MATERIAL_COOPERATION", "VERBAL_CONFLICT", "MATERIAL_CONFLICT")


def _clean(cell: str) -> str:
    """A cell in which nothing looks like the end of one."""
    return re.sub(r"[\t\r\n]+", " ", cell)


FORMAT = EventFormat(
    "gdelt",
    write,
    "The 61 columns of GDELT 2.0 events, tab-separated, without a heading. GLOBALEVENTID is the position; the quad class is that"
    " of GDELT for the code's root; actors are the first of each side, with CAMEO's code of the state they are or act for; places"
    " have FIPS country codes. What GDELT knows and annals does not (tone, root event, actors' places) is empty.",
)
