"""The columns of the formats that have a row an event: csv, parquet, and the properties in geojson."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from strawberry.utils.str_converters import to_camel_case

from api.exporting.details import details
from api.exporting.format import Raw
from api.exporting.losses import Losses
from domain.events import EVENT_KINDS
from domain.identity import read_uuid


class Type(StrEnum):
    """What a column holds. ids: a list of refs, codes or the like, in none of which a `;` can stand; json: any JSON value."""

    TEXT = "text"
    IDS = "ids"
    JSON = "json"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    TIME = "time"


class Column(NamedTuple):
    """A column: its name, what it holds, its value for an event (None where there is none), what that is in the world."""

    name: str
    type: Type
    value: Callable[[Raw], Any]
    meaning: str


def uuid_of(event: Raw) -> str:
    """The bare uuid of an event."""
    return str(read_uuid(event["id"], "Event"))


def _get(*path: str) -> Callable[[Raw], Any]:
    def value(event: Raw) -> Any:
        found: Any = event
        for step in path:
            found = found and found[step]
        return found

    return value


def _on(side: str) -> Callable[[Raw], list[str]]:
    return lambda event: _once(p["actor"]["ref"] for p in event["parties"] if p["side"] == side)


def _names(side: str) -> Callable[[Raw], list[str]]:
    return lambda event: _once(p["actor"]["name"] for p in event["parties"] if p["side"] == side)


def _represented_names(event: Raw) -> list[str]:
    return _once(p["representing"]["name"] for p in event["parties"] if p["representing"])


def _represented(event: Raw) -> list[str]:
    return _once(p["representing"]["ref"] for p in event["parties"] if p["representing"])


def _parties(event: Raw) -> list[Raw]:
    return [
        {"actor": p["actor"]["ref"], "role": p["role"], "side": p["side"]}
        | ({"representing": p["representing"]["ref"]} if p["representing"] else {})
        | ({"asSaid": p["asSaid"]} if p["asSaid"] else {})
        for p in event["parties"]
    ]


def _of_reports(take: Callable[[Raw], Any]) -> Callable[[Raw], list[Any]]:
    return lambda event: _once(found for report in event["reports"] if (found := take(report)))


def _once(values: Any) -> list[Any]:
    return list(dict.fromkeys(values))


def _figure(name: str, bound: str) -> Callable[[Raw], Any]:
    return lambda event: (event.get(name) or {}).get(bound)


def _terms(event: Raw) -> Raw:
    """What is to be known of figures before they are summed."""
    given = {name: estimate for name in FIGURES.values() if (estimate := event.get(name))}
    terms = {name: {t: e[t] for t in ("unit", "basis", "approximate") if e.get(t)} for name, e in given.items()}
    return {name: known for name, known in terms.items() if known}


def _figure_columns() -> Iterator[Column]:
    for column, name in FIGURES.items():
        said = column.replace("_", " ")
        yield Column(column, Type.NUMBER, _figure(name, "best"), f"{said}: the figure itself, as last corrected")
        yield Column(f"{column}_low", Type.NUMBER, _figure(name, "low"), f"{said}: the least it can be")
        yield Column(f"{column}_high", Type.NUMBER, _figure(name, "high"), f"{said}: the most it can be")


FIGURES = {name: to_camel_case(name) for name in dict.fromkeys(name for kind in EVENT_KINDS for name in kind.figures())}
"""The figures that events of some kind have: the names of their columns, and what the API calls them."""

SELECTED = """
    id key kind title status retracted occurred { edtf earliest latest precision }
    place { ref name kind country { ref } latitude longitude }
    parties { actor { ref name } role side representing { ref name } asSaid }
    plover ploverMode cameo quad goldstein reportCount reports { source { ref } hedge quote }
    partOf { key } follows { key } precedes { key } responseTo { key } claimedOrdinal claimedFirstSince { key }
    recordedAt position
"""
"""GraphQL for what the columns are made of, but for the details, which `api.exporting.details` asks for."""

COLUMNS = (
    Column("id", Type.TEXT, uuid_of, "the event's uuid, the same in every annals"),
    Column("key", Type.TEXT, _get("key"), "what names the event"),
    Column("kind", Type.TEXT, _get("kind"), "what sort of event: SUMMIT_HELD"),
    Column("title", Type.TEXT, _get("title"), "its title, else one made of kind and parties"),
    Column("status", Type.TEXT, _get("status"), "DONE, UNDER_WAY, PLANNED, ANNOUNCED or DENIED"),
    Column("retracted", Type.YES_NO, _get("retracted"), "whether it has been taken back"),
    Column("occurred", Type.TEXT, _get("occurred", "edtf"), "when, as EDTF; empty where unknown"),
    Column("earliest", Type.DATE, _get("occurred", "earliest"), "the first day it can have been"),
    Column("latest", Type.DATE, _get("occurred", "latest"), "the last day it can have been"),
    Column("precision", Type.TEXT, _get("occurred", "precision"), "how exactly the date is known: DAY, MONTH, INTERVAL"),
    Column("place", Type.TEXT, _get("place", "ref"), "where: the place's ref"),
    Column("place_name", Type.TEXT, _get("place", "name"), "its name"),
    Column("place_kind", Type.TEXT, _get("place", "kind"), "what sort of place: CITY, COUNTRY; the coordinates are no finer"),
    Column("country", Type.TEXT, _get("place", "country", "ref"), "the state it lies in, ISO 3166-1 alpha-3"),
    Column("latitude", Type.NUMBER, _get("place", "latitude"), "degrees north"),
    Column("longitude", Type.NUMBER, _get("place", "longitude"), "degrees east"),
    Column("initiators", Type.IDS, _on("INITIATOR"), "the refs of those who act towards others"),
    Column("targets", Type.IDS, _on("TARGET"), "the refs of those acted towards"),
    Column("mutual", Type.IDS, _on("MUTUAL"), "the refs of those who act together"),
    Column("represented", Type.IDS, _represented, "the states or bodies that persons act for"),
    Column("parties", Type.JSON, _parties, "everyone in it: actor, role, side, representing, asSaid"),
    Column("plover", Type.TEXT, _get("plover"), "the PLOVER type"),
    Column("plover_mode", Type.TEXT, _get("ploverMode"), "the PLOVER mode"),
    Column("cameo", Type.TEXT, _get("cameo"), "the CAMEO code; text, for its leading zeros"),
    Column("quad", Type.TEXT, _get("quad"), "the quad class: VERBAL_COOPERATION"),
    Column("goldstein", Type.NUMBER, _get("goldstein"), "the Goldstein score, -10 to 10"),
    Column("details", Type.JSON, details, "what only this kind of event says: troops, gist; named as in the API"),
    Column("reports", Type.WHOLE, _get("reportCount"), "how many reports there are"),
    Column("sources", Type.IDS, _of_reports(lambda r: r["source"]["ref"]), "the refs of their sources"),
    Column("hedges", Type.IDS, _of_reports(lambda r: r["hedge"]), "how firmly they say so: ASSERTED, ALLEGED"),
    Column("quotes", Type.JSON, _of_reports(lambda r: r["quote"]), "their sentences"),
    Column("part_of", Type.TEXT, _get("partOf", "key"), "the key of the event it is a part of"),
    Column("follows", Type.TEXT, _get("follows", "key"), "of the event it came after"),
    Column("precedes", Type.TEXT, _get("precedes", "key"), "of the event it came before"),
    Column("response_to", Type.TEXT, _get("responseTo", "key"), "of the event it answers"),
    Column("claimed_ordinal", Type.WHOLE, _get("claimedOrdinal"), "the rank a source gives it"),
    Column(
        "claimed_first_since",
        Type.TEXT,
        _get("claimedFirstSince", "key"),
        "the key of the event since which it is called the first",
    ),
    Column("position", Type.WHOLE, _get("position"), "where in the log it was first recorded"),
    Column("recorded_at", Type.TIME, _get("recordedAt"), "when the log first learned of it"),
    Column("initiator_names", Type.JSON, _names("INITIATOR"), "the names of those who act towards others"),
    Column("target_names", Type.JSON, _names("TARGET"), "the names of those acted towards"),
    Column("mutual_names", Type.JSON, _names("MUTUAL"), "the names of those who act together"),
    Column("represented_names", Type.JSON, _represented_names, "the names of the states or bodies that persons act for"),
    *_figure_columns(),
    Column("figure_terms", Type.JSON, _terms, "of figures: unit; basis NEW, or CUMULATIVE, never to be summed; approximate"),
)


HAVE_REPORTS = "csv and parquet with --reports, jsonld and ndjson"
NO_JSONLD = "csv and parquet with --reports, and ndjson"
NOT_IN_JSONLD = ("reports.confidence", "reports.coded")
ONLY_IN_REPORTS = ("attributedTo", "via", "dated", "statedIn", "confidence", "says", "coded")
"""What a report says that no row an event holds."""


def fields_of_reports(event: Raw) -> list[str]:
    """Those fields of the reports of an event that are given and that no row an event holds."""
    return [f"reports.{name}" for name in ONLY_IN_REPORTS if any(r.get(name) not in (None, []) for r in event["reports"])]


def noting_losses(events: Iterable[Raw], losses: Losses) -> Iterator[Raw]:
    """The events, one after the other; notes what no row an event can hold."""
    for event in events:
        yield event
        note_losses(event, losses)


def note_losses(event: Raw, losses: Losses) -> None:
    """Notes what no row an event can hold, by the names of the fields."""
    for field in fields_of_reports(event):
        losses.shortened(f"{field}: {NO_JSONLD if field in NOT_IN_JSONLD else HAVE_REPORTS} have it")
    if len(event["history"]) > 1:
        losses.shortened("history: jsonld has when and why it was revised, ndjson every version")
