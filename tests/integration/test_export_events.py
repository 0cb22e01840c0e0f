"""Events in the formats of other programs: what is in them, and what they are told not to hold."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals, started
from pyarrow import parquet
from turmoil import REVISIONS, TURMOIL
from world import World, a_world, new_database, the_article

from domain.identity import event_id
from scripts.exporting.columns import COLUMNS, Type
from scripts.exporting.gdelt import HEADINGS
from scripts.exporting.gdelt_codes import fips, quad_class

Raw = dict[str, Any]


@pytest.fixture(scope="module")
def eventful(server_url: str) -> Iterator[World]:
    """A world that has read the article and seen every revision there is; for questions only."""
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        world.append(*TURMOIL)
        for revision in REVISIONS:
            world.append(revision)
        yield world


def export(world: World, *options: str) -> Answer:
    answer = run_annals(world.url, "export", *options)
    assert answer.code == 0, answer.err
    return answer


def rows_of_csv(text: str) -> dict[str, dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    return {row["key"]: row for row in rows}


def rows_of_gdelt(text: str) -> dict[str, dict[str, str]]:
    rows = [line.split("\t") for line in text.splitlines()]
    assert {len(row) for row in rows} == {61}
    found = [dict(zip(HEADINGS, row, strict=True)) for row in rows]
    return {row["GLOBALEVENTID"]: row for row in found}


def position(world: World, key: str) -> str:
    return str(world.ask("query($key: String!) { event(key: $key) { position } }", key=key)["event"]["position"])


def test_csv_has_a_row_an_event_and_says_what_it_cannot_hold(eventful: World) -> None:
    answer = export(eventful, "csv")

    rows = rows_of_csv(answer.out)
    events = eventful.ask("{ events(first: 1000) { nodes { key } } }")["events"]["nodes"]
    assert rows.keys() == {event["key"] for event in events}
    assert answer.err.splitlines() == [
        "1 event left out: retracted; --include-retracted exports them",
        "3 events shortened: how it was revised; jsonld has when and why, ndjson every version",
        "9 events shortened: on whose word each report says it, when and with which figures; jsonld and ndjson have it",
        f"{len(rows)} of {len(rows) + 1} events exported, as known at position {eventful.log.head()}",
    ]


def test_a_row_of_csv_says_what_is_known_of_an_event(eventful: World) -> None:
    row = rows_of_csv(export(eventful, "csv").out)["call"]

    assert row["id"] == str(event_id("call"))
    assert (row["occurred"], row["earliest"], row["latest"], row["precision"]) == ("2025-09-06", "2025-09-06", "2025-09-06", "DAY")
    assert (row["place"], row["place_name"], row["country"]) == ("vladivostok", "Vladivostok, on the sea", "RUS")
    assert (float(row["latitude"]), float(row["longitude"])) == (43.1198, 131.8869)
    assert row["mutual"].split(";") == ["kim-jong-un", "RUS"]
    assert json.loads(row["quotes"]) == ['He said "yes";\nthen "no".']
    assert (row["cameo"], row["goldstein"], row["retracted"], row["plover_mode"]) == ("041", "1", "false", "phone")


def test_the_rows_of_csv_have_the_details_of_their_kinds(eventful: World) -> None:
    rows = rows_of_csv(export(eventful, "csv").out)

    troops = json.loads(rows["troops-prk-rus-2024"]["details"])
    assert (troops["troops"], troops["troopsRange"]["low"]) == ({"best": 15000, "approximate": True, "basis": "CUMULATIVE"}, 10000)
    parade = json.loads(rows["parade-tiananmen-2025-09-03"]["details"])
    assert {attendee["position"] for attendee in parade["attendees"]} == {"center", "beside"}


def test_the_columns_are_documented(eventful: World) -> None:
    listed = run_annals(eventful.url, "export", "csv", "--columns").out

    assert [line.split()[0] for line in listed.splitlines()[2:]] == [column.name for column in COLUMNS]


def test_parquet_has_what_csv_has_with_types(eventful: World, tmp_path: Path) -> None:
    export(eventful, "parquet", "--output", str(tmp_path / "events.parquet"))

    table = parquet.read_table(tmp_path / "events.parquet")
    rows = {row["key"]: row for row in table.to_pylist()}
    same = rows_of_csv(export(eventful, "csv").out)
    assert rows.keys() == same.keys()
    for key, row in rows.items():
        assert {name: in_csv(value) for name, value in row.items() if name != "recorded_at"} == {
            name: value for name, value in same[key].items() if name != "recorded_at"
        }
    call = rows["call"]
    assert (str(call["earliest"]), call["latitude"], call["mutual"]) == ("2025-09-06", 43.1198, ["kim-jong-un", "RUS"])
    assert call["recorded_at"].isoformat() == eventful.ask('{ event(key: "call") { recordedAt } }')["event"]["recordedAt"]


def in_csv(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else repr(value)
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_no_id_holds_what_joins_ids(eventful: World) -> None:
    rows = rows_of_csv(export(eventful, "csv").out).values()

    joined = [row[column.name] for column in COLUMNS if column.type is Type.IDS for row in rows]
    assert {part for cell in joined for part in cell.split(";") if " " in part} == set()


def test_geojson_has_only_events_at_a_point(eventful: World) -> None:
    answer = export(eventful, "geojson")

    found = json.loads(answer.out)
    (feature,) = found["features"]
    assert (found["type"], feature["type"], feature["id"]) == ("FeatureCollection", "Feature", str(event_id("call")))
    assert feature["geometry"] == {"type": "Point", "coordinates": [131.8869, 43.1198]}
    assert (feature["properties"]["key"], feature["properties"]["mutual"]) == ("call", ["kim-jong-un", "RUS"])
    assert answer.err.splitlines()[:4] == [
        "13 events left out: no place is known",
        "1 event left out: retracted; --include-retracted exports them",
        "8 events left out: the place has no coordinates",
        "1 event left out: the place is a whole country or region, and a point in it would be false",
    ]


def test_gdelt_has_the_61_columns_in_its_own_codes(eventful: World) -> None:
    rows = rows_of_gdelt(export(eventful, "gdelt").out)

    row = rows[position(eventful, "summit-prk-rus-2025-09-03")]
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], row["FractionDate"]) == ("20250903", "202509", "2025", "2025.6658")
    assert (row["Actor1Name"], row["Actor1CountryCode"], row["Actor2CountryCode"]) == ("VLADIMIR PUTIN", "RUS", "PRK")
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("046", "046", "04", "1")
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]) == (
        "4",
        "Diaoyutai State Guesthouse, China",
        "CH",
    )
    assert (row["NumMentions"], row["NumSources"], row["AvgTone"], row["IsRootEvent"]) == ("3", "1", "", "")


def test_gdelt_says_no_more_of_a_date_than_is_known(eventful: World) -> None:
    rows = rows_of_gdelt(export(eventful, "gdelt").out)

    dates = ("SQLDATE", "MonthYear", "Year", "FractionDate")
    month, since, unknown = ("summit-prk-rus-2023-09", "troops-prk-rus-2024", "incursion-ukr-rus-kursk")
    assert [rows[position(eventful, month)][d] for d in dates] == ["", "202309", "2023", ""]
    assert [rows[position(eventful, since)][d] for d in dates] == ["", "", "2024", ""]
    assert [rows[position(eventful, unknown)][d] for d in dates] == [""] * 4


def test_what_gdelt_cannot_say_is_left_out_and_counted(eventful: World) -> None:
    answer = export(eventful, "gdelt", "--include-retracted")

    assert [line for line in answer.err.splitlines() if "left out" in line or "changed" in line or "parties" in line] == [
        "2 events changed: the quad class is the one that GDELT gives the code, not that of annals",
        "1 event left out: denied, which GDELT cannot say",
        "1 event left out: retracted, which GDELT cannot say",
        "1 event left out: still to come, which GDELT cannot say",
        "4 events shortened: more than two parties, of whom the row has the first of each side",
    ]


def test_jsonld_is_in_the_words_of_schema_org_and_prov(eventful: World) -> None:
    found = json.loads(export(eventful, "jsonld", "--include-retracted").out)

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


def test_every_word_of_jsonld_is_either_ours_or_schema_orgs(eventful: World) -> None:
    found = json.loads(export(eventful, "jsonld", "--include-retracted").out)

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


def test_dates_that_schema_org_cannot_say_are_left_to_edtf(eventful: World) -> None:
    events = {event["identifier"]: event for event in json.loads(export(eventful, "jsonld").out)["@graph"]}

    dates = {key: tuple(events[key].get(name) for name in ("startDate", "endDate", "occurred")) for key in events}
    assert dates["summit-prk-rus-2023-09"] == ("2023-09", "2023-09", "2023-09")
    assert dates["troops-prk-rus-2024"] == ("2024", None, "2024/..")
    assert dates["incursion-ukr-rus-kursk"][:2] == (None, None)
    assert events["sanctions"]["eventStatus"] == {"@id": "https://schema.org/EventScheduled"}


FILTERS = (
    ("kinds: [SUMMIT_HELD]", ["--kind", "SummitHeld"]),
    ("kinds: [SUMMIT_HELD, CALL_HELD]", ["--kind", "SUMMIT_HELD", "--kind", "call_held"]),
    ('actors: ["Kim Jong Un", "CHN"]', ["--actor", "Kim Jong Un", "--actor", "CHN"]),
    ('anyActor: ["USA", "UKR"]', ["--any-actor", "USA", "--any-actor", "UKR"]),
    ('actors: ["RUS"], role: RECIPIENT', ["--actor", "RUS", "--role", "recipient"]),
    ('between: ["PRK", "RUS"], directed: true', ["--between", "PRK", "RUS", "--directed"]),
    ('occurred: {from: "2024-01-01", to: "2025-09-04"}', ["--occurred", "2024/2025-09-04"]),
    ('occurred: {from: "2025-09-01"}', ["--occurred", "2025-09/.."]),
    ('place: "China"', ["--place", "China"]),
    ('source: "other-paper"', ["--source", "other-paper"]),
    ('plover: ["AID"]', ["--plover", "AID"]),
    ("quad: [MATERIAL_CONFLICT]", ["--quad", "material_conflict"]),
    ("goldstein: {min: 5, max: 8.5}", ["--goldstein", "5/8.5"]),
    ("goldstein: {max: -5}", ["--goldstein", "../-5"]),
    ("hedge: [ALLEGED]", ["--hedge", "alleged"]),
    ("status: [PLANNED, DENIED]", ["--status", "planned", "--status", "denied"]),
    ('text: "Kursk"', ["--text", "Kursk"]),
    ("includeRetracted: true", ["--include-retracted"]),
)


@pytest.mark.parametrize(("filter", "options"), FILTERS, ids=[filter for filter, _ in FILTERS])
def test_the_options_are_the_filter_of_the_api(eventful: World, filter: str, options: list[str]) -> None:
    events = eventful.ask(f"{{ events(filter: {{{filter}}}, first: 1000) {{ nodes {{ key }} }} }}")["events"]["nodes"]

    assert rows_of_csv(export(eventful, "csv", *options).out).keys() == {event["key"] for event in events}
    assert events


def test_every_condition_of_the_filter_has_its_option(eventful: World) -> None:
    asked = " ".join(filter for filter, _ in FILTERS)
    conditions = eventful.ask('{ __type(name: "EventFilter") { inputFields { name } } }')["__type"]["inputFields"]

    assert [c["name"] for c in conditions if f"{c['name']}:" not in asked] == []


def test_an_export_as_of_a_position_knows_nothing_later(eventful: World) -> None:
    before = int(position(eventful, "call")) - 1

    rows = rows_of_csv(export(eventful, "csv", "--as-of", str(before)).out)

    assert len(rows) == 20
    assert rows["kursk-liberated"]["retracted"] == "false"


def test_pages_do_not_show(eventful: World, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = export(eventful, "csv")
    monkeypatch.setattr("scripts.exporting.events.PAGE", 4)

    assert export(eventful, "csv") == whole


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["exel"], "there is no format 'exel'; the formats are ndjson, csv, geojson, jsonld, gdelt, parquet"),
        (["csv", "--kind", "SumitHeld"], "--kind: unknown kind 'SumitHeld'; did you mean SummitHeld?"),
        (["csv", "--actor", "Rusia"], "unknown actor 'Rusia'; did you mean"),
        (["csv", "--occurred", "2025-13"], "--occurred: '2025-13' is not a date: months run from 01 to 12"),
        (["csv", "--goldstein", "much"], "--goldstein: 'much' is not a number; write -10/-5, or 5/.."),
        (["csv", "--output", "no/such/folder/x"], "no/such/folder/x cannot be written: No such file or directory"),
        (["ndjson", "--kind", "HostagesTaken"], "no event meets the filter; there is nothing to export"),
    ],
)
def test_what_cannot_be_exported_is_told(eventful: World, options: list[str], problem: str) -> None:
    answer = run_annals(eventful.url, "export", *options)

    assert answer.code in (1, 2)
    assert answer.err.startswith(f"error: {problem}")


def test_an_export_that_fails_leaves_the_file_that_was_there(
    eventful: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "events.csv"
    file.write_text("what was there")
    monkeypatch.setattr("scripts.exporting.csv_rows.note_losses", lambda event, losses: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run_annals(eventful.url, "export", "csv", "--output", file)

    assert file.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [file]


def test_whoever_reads_may_stop_early(eventful: World) -> None:
    with started(eventful.url, "export", "ndjson") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()

        assert process.wait(timeout=30) == 0
        assert "Error" not in process.stderr.read()


@pytest.mark.parametrize(
    ("cameo", "number"),
    [("010", "1"), ("020", "1"), ("057", "1"), ("0871", "2"), ("090", "2"), ("100", "3"), ("141", "3"), ("150", "4"), ("204", "4")],
)
def test_the_quad_class_is_that_of_gdelt_for_the_root(cameo: str, number: str) -> None:
    assert quad_class(cameo) == number


def test_a_state_with_several_fips_codes_or_none_gets_none() -> None:
    assert [fips(iso) for iso in ("PRK", "RUS", "PSE", "SUN", None)] == ["KN", "RS", "", "", ""]
