"""PLOVER JSON: records of events, one a line or in one array.

Source: PLOVER's manual (2024), section on the JSON format."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.encodings import AUTO, Tell, decodable, ignore
from scripts.importing.formats import plover_codes
from scripts.importing.formats.plover_actors import party, roles
from scripts.importing.json_records import Record, read_records
from scripts.importing.layout import Layout
from scripts.importing.reading import BadRow, Row


def read(file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
    """A draft or reject for every record."""
    with decodable(file, encoding, tell) as (plain, known):
        for record in read_records(plain, known):
            if isinstance(record, Reject):
                yield record
                continue
            try:
                yield _understand(record)
            except ValueError as error:
                yield Reject(record.line, str(error), record.raw)


def _understand(record: Record) -> Draft:
    said, row = record.fields, Row()
    row.line, row.raw = record.line, record.raw
    if str(said.get("has_event", "1")) in ("0", "False"):
        raise BadRow("has_event is 0: the coder found no event in this text")
    entry = {
        "kind": "InteractionCoded",
        "key": f"plover:{_need(said, 'id')}",
        "occurred": _when(said),
        "scheme": "plover",
        "code": plover_codes.code(_one(_texts(said, "event"), "event"), _texts(said, "mode")),
        **roles(_parties(said, "actor"), _parties(said, "recipient")),
        "contexts": row.attempt("context", plover_codes.contexts, _texts(said, "context")),
        "coded_quad": row.attempt("quad_code", plover_codes.quad, str(said["quad_code"])) if said.get("quad_code") else None,
        "intensity": said.get("event_scale"),
        "report": _report(said),
    }
    return row.draft({name: value for name, value in entry.items() if value not in (None, [])})


def _need(said: Mapping[str, Any], field: str) -> Any:
    if not said.get(field):
        old = " (records of 2016 have source and target instead; PLOVER has changed since)" if "source" in said else ""
        raise BadRow(f"{field} is missing{old}")
    return said[field]


def _texts(said: Mapping[str, Any], field: str) -> list[str]:
    """A list of words; one alone may stand without a list."""
    value = said.get(field) or []
    return [str(item) for item in (value if isinstance(value, list) else [value])]


def _one(values: list[str], field: str) -> str:
    if len(values) != 1:
        raise BadRow(f"{field} has {len(values)} types, but a record becomes one event; write a record for each")
    return values[0]


def _when(said: Mapping[str, Any]) -> str:
    start, end = str(_need(said, "date")), said.get("enddate")
    return start if not end or end == start else f"{start}/{end}"


def _parties(said: Mapping[str, Any], field: str) -> list[dict[str, Any]]:
    found = (_need(said, field) if field == "actor" else said.get(field)) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadRow(f'{field} is not a list of entities: [{{"code": "USA", "sector": "GOV"}}]')
    return [_party(one) for one in found]


def _party(entity: Mapping[str, Any]) -> dict[str, Any]:
    name, identifier, code, text = (
        " ".join(_texts(entity, field)) or None for field in ("identifier_text", "identifier_id", "code", "entity_text")
    )
    return party(name, identifier, code, _texts(entity, "sector"), text)


def _report(said: Mapping[str, Any]) -> dict[str, Any]:
    cited: Any = said.get("cite_info")
    via, by = (cited.get("url") or cited.get("citation"), cited.get("publication")) if isinstance(cited, dict) else (None, None)
    told = {"source": "plover", "quote": said.get("text"), "via": via, "attributed_to": by}
    return {name: value for name, value in told.items() if value}


PLOVER = Format(
    name="plover",
    description="PLOVER JSON, a record a line or in an array. Left out: sizes, marked-up text, the actors' religion and ethnicity.",
    source={
        "kind": "SourceRegistered",
        "id": "plover",
        "title": "Events coded in PLOVER",
        "url": "https://osf.io/preprints/socarxiv/rm5dw",
    },
    read=read,
    records=True,
    layout=Layout(orders=(("id", "date", "event", "actor"),), needs=("id", "date", "event", "actor")),
)
