"""jsonld: events in the words of schema.org, their reports and retractions in those of PROV-O, the rest in our own."""

from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from api.exporting.columns import uuid_of
from api.exporting.details import details
from api.exporting.format import EventFormat, Raw
from api.exporting.losses import Losses

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "annals": "urn:annals:",
    "generatedAt": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "invalidatedAt": {"@id": "prov:invalidatedAtTime", "@type": "xsd:dateTime"},
    "invalidatedBy": "prov:wasInvalidatedBy",
    "details": {"@id": "annals:details", "@type": "@json"},
    "says": {"@id": "annals:says", "@type": "@json"},
    "follows": {"@id": "annals:follows", "@type": "@id"},
    "precedes": {"@id": "annals:precedes", "@type": "@id"},
    "responseTo": {"@id": "annals:responseTo", "@type": "@id"},
    "claimedFirstSince": {"@id": "annals:claimedFirstSince", "@type": "@id"},
    "representing": {"@id": "annals:representing", "@type": "@id"},
    "statedIn": {"@id": "annals:statedIn", "@type": "@id"},
} | {
    name: f"annals:{name}"
    for name in (
        *("occurred", "earliest", "latest", "precision", "status", "party", "role", "side", "asSaid"),
        *("plover", "ploverMode", "cameo", "quad", "goldstein", "claimedOrdinal", "position", "revision", "program"),
        *("hedge", "attributedTo", "via", "dated", "reason", "entryKind", "appendedBy"),
    )
}
"""What the words stand for: schema.org's where it has them, PROV-O's for where things come from, else our own."""

ACTOR_TYPES = {"STATE": "Country", "TERRITORY": "AdministrativeArea", "PERSON": "Person"}
"""schema.org's types of actors; all others are organizations."""

PLACE_TYPES = {"COUNTRY": "Country", "REGION": "AdministrativeArea", "DISTRICT": "AdministrativeArea", "CITY": "City"}

EXACT = ("DAY", "MONTH", "YEAR")
"""Dates that schema.org's own date can say, cut off where knowledge ends: 2025-09."""


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes one document, an event a line."""
    out.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[')
    separator = b"\n"
    for event in events:
        out.write(separator + orjson.dumps(_given(_event(event))))
        separator = b",\n"
        if sum(entry["entryKind"] == "EventCorrected" for entry in event["history"]):
            losses.shortened("what it said before it was corrected; ndjson has every version")
    out.write(b"\n]}\n")


def _event(event: Raw) -> Raw:
    links = {"partOf": "superEvent", "follows": "follows", "precedes": "precedes", "responseTo": "responseTo"}
    links |= {"claimedFirstSince": "claimedFirstSince"}
    return (
        {"@id": _urn(uuid_of(event)), "@type": ["Event", "prov:Entity", f"annals:{_kind(event)}"]}
        | {"identifier": event["key"], "name": event["title"]}
        | _when(event)
        | {"location": event["place"] and _place(event["place"])}
        | _who(event)
        | {name: event[name] for name in ("plover", "ploverMode", "cameo", "quad", "goldstein", "claimedOrdinal", "position")}
        | {term: event[name] and _urn(uuid_of(event[name])) for name, term in links.items()}
        | {"details": details(event), "subjectOf": [_report(report) for report in event["reports"]]}
        | {"derivedFrom": list(dict.fromkeys(_source_id(r["source"]) for r in event["reports"]))}
        | _provenance(event)
    )


def _when(event: Raw) -> Raw:
    when, status = event["occurred"], event["status"]
    start, _, end = when["edtf"].partition("/")
    if when["precision"] in EXACT:
        end = start
    elif when["precision"] != "INTERVAL":
        start = end = ""
    scheduled = "https://schema.org/EventScheduled" if status in ("PLANNED", "ANNOUNCED") else None
    return {
        "startDate": start if start[:4].isdigit() and start[-1:].isdigit() else None,
        "endDate": end if end[:4].isdigit() and end[-1:].isdigit() else None,
        "eventStatus": scheduled and {"@id": scheduled},
        "status": status,
        "occurred": when["edtf"],
        "earliest": when["earliest"],
        "latest": when["latest"],
        "precision": when["precision"],
    }


def _place(place: Raw) -> Raw:
    has_point = place["latitude"] is not None and place["longitude"] is not None
    geo = {"@type": "GeoCoordinates", "latitude": place["latitude"], "longitude": place["longitude"]}
    return {
        "@id": f"urn:annals:place:{place['ref']}",
        "@type": PLACE_TYPES.get(place["kind"], "Place"),
        "name": place["name"],
        "geo": geo if has_point else None,
        "containedInPlace": place["country"]
        and {"@id": _actor_id(place["country"]), "@type": "Country", "name": place["country"]["name"]},
    }


def _who(event: Raw) -> Raw:
    parties = [p for p in event["parties"] if p["role"] != "MENTIONED"]
    attending = [p for p in parties if p["role"] not in ("HOST", "SUBJECT")]
    return {
        "organizer": [_actor(p["actor"]) for p in parties if p["role"] == "HOST"],
        "attendee": [_actor(p["actor"]) for p in attending],
        "about": [_actor(p["actor"]) for p in event["parties"] if p["role"] == "SUBJECT"],
        "party": [_party(p) for p in event["parties"]],
    }


def _party(party: Raw) -> Raw:
    represented = party["representing"]
    return {
        "prov:agent": {"@id": _actor_id(party["actor"])},
        "role": party["role"],
        "side": party["side"],
        "asSaid": party["asSaid"],
        "representing": represented and _actor_id(represented),
    }


def _actor(actor: Raw) -> Raw:
    return {"@id": _actor_id(actor), "@type": ACTOR_TYPES.get(actor["kind"], "Organization"), "name": actor["name"]}


def _report(report: Raw) -> Raw:
    source, stated_in = report["source"], report["statedIn"]
    article = {
        "@id": _source_id(source),
        "@type": ["CreativeWork", "prov:Entity"],
        "name": source["title"],
        "publisher": source["publisher"] and {"@type": "Organization", "name": source["publisher"]},
        "inLanguage": source["language"],
        "url": source["url"],
        "datePublished": source["published"] and source["published"]["edtf"],
    }
    return {
        "@type": ["Quotation", "prov:Entity"],
        "text": report["quote"],
        "isPartOf": article,
        "hedge": report["hedge"],
        "attributedTo": report["attributedTo"],
        "via": report["via"],
        "dated": report["dated"] and report["dated"]["edtf"],
        "statedIn": stated_in and _urn(uuid_of(stated_in)),
        "says": {claim["field"]: _given(claim["estimate"]) for claim in report["says"]},
    }


def _provenance(event: Raw) -> Raw:
    """When the log learned of it and by whom; every revision; and what ended it, where it is retracted."""
    first, *later = event["history"]
    told = {"generatedAt": event["recordedAt"], "prov:wasAttributedTo": _agent(first), "revision": [_activity(e) for e in later]}
    ends = [e for e in later if e["entryKind"] == "EventRetracted"] if event["retracted"] else []
    if not ends:
        return told
    return told | {"invalidatedAt": ends[-1]["recordedAt"], "invalidatedBy": _activity(ends[-1])}


def _activity(entry: Raw) -> Raw:
    return {
        "@id": f"urn:annals:entry:{entry['position']}",
        "@type": "prov:Activity",
        "entryKind": entry["entryKind"],
        "reason": entry["reason"],
        "prov:endedAtTime": {"@type": "xsd:dateTime", "@value": entry["recordedAt"]},
        "prov:wasAssociatedWith": _agent(entry),
    }


def _agent(entry: Raw) -> Raw:
    return {"@type": "prov:Agent", "name": entry["appendedBy"], "program": entry["program"]}


def _given(value: Any) -> Any:
    """A value without what is not there."""
    if isinstance(value, dict):
        return {name: _given(part) for name, part in value.items() if part not in (None, [], {}, "")}
    return [_given(part) for part in value] if isinstance(value, list) else value


def _kind(event: Raw) -> str:
    return "".join(word.capitalize() for word in event["kind"].split("_"))


def _urn(uuid: str) -> str:
    return f"urn:uuid:{uuid}"


def _actor_id(actor: Raw) -> str:
    return f"urn:annals:actor:{actor['ref']}"


def _source_id(source: Raw) -> str:
    return f"urn:annals:source:{source['ref']}"


FORMAT = EventFormat(
    "jsonld",
    write,
    "One JSON-LD document: schema.org Events with their parties, places and reports; PROV-O says which sources they were derived"
    " from, when they were recorded, how revised, and what ended those retracted (--include-retracted). Terms that schema.org"
    " lacks are in the `annals:` vocabulary of the document's own context; dates it cannot say are there as EDTF.",
)
