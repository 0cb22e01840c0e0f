"""Events as linked data."""

import json
from collections.abc import Iterator
from typing import Any

from exporting import export
from world import World

from domain.identity import event_id


def test_jsonld_is_in_the_words_of_schema_org_and_prov(turmoil: World) -> None:
    found = json.loads(export(turmoil, "jsonld", "--include-retracted").out)

    events = {event["identifier"]: event for event in found["@graph"]}
    call, gone = events["call"], events["kursk-liberated"]
    assert (call["@id"], call["@type"]) == (f"urn:uuid:{event_id('call')}", ["Event", "prov:Entity", "annals:CallHeld"])
    assert (call["startDate"], call["endDate"]) == ("2025-09-06", "2025-09-06")
    assert call["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": 43.1198, "longitude": 131.8869}
    assert [(a["@type"], a["name"]) for a in call["attendee"]] == [("Person", "Kim Jong Un"), ("Country", "Russia")]
    (report,) = call["subjectOf"]
    assert (report["text"], report["hedge"], report["attributedTo"]) == ('He said "yes";\nthen "no".', "ASSERTED", ["TASS"])
    assert call["derivedFrom"] == [report["isPartOf"]["@id"]] == ["urn:annals:source:other-paper"]
    assert next((r["entryKind"], r.get("reason")) for r in call["revision"]) == ("EventCorrected", "another day")
    assert (gone["invalidatedBy"]["reason"], gone["invalidatedBy"]["entryKind"]) == ("disputed", "EventRetracted")
    assert gone["invalidatedAt"] == gone["invalidatedBy"]["prov:endedAtTime"]["@value"]
    assert "invalidatedBy" not in call


def test_every_word_of_jsonld_is_either_ours_or_schema_orgs(turmoil: World) -> None:
    found = json.loads(export(turmoil, "jsonld", "--include-retracted").out)

    schema_org = {
        *("identifier", "name", "startDate", "endDate", "eventStatus", "location", "geo", "latitude", "longitude", "organizer"),
        *("attendee", "about", "subjectOf", "superEvent", "containedInPlace", "text", "isPartOf", "publisher", "inLanguage", "url"),
        "datePublished",
    }
    used = set(_words(found["@graph"]))
    assert {word for word in used if word not in found["@context"] and not word.startswith(("@", "prov:"))} <= schema_org


def _words(value: Any) -> Iterator[str]:
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if isinstance(name, str):
            yield name
        if name not in ("details", "says"):
            yield from _words(part)


def test_dates_that_schema_org_cannot_say_are_left_to_edtf(turmoil: World) -> None:
    events = {event["identifier"]: event for event in json.loads(export(turmoil, "jsonld").out)["@graph"]}

    dates = {key: tuple(events[key].get(name) for name in ("startDate", "endDate", "occurred")) for key in events}
    assert dates["summit-prk-rus-2023-09"] == ("2023-09", "2023-09", "2023-09")
    assert dates["troops-prk-rus-2024"] == ("2024", None, "2024/..")
    assert dates["incursion-ukr-rus-kursk"][:2] == (None, None)
    assert events["sanctions"]["eventStatus"] == {"@id": "https://schema.org/EventScheduled"}
