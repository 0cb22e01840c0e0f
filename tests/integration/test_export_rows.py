"""Events as rows and points: csv, parquet, geojson."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from command_line import run_annals
from exporting import export, rows_of_csv
from pyarrow import parquet
from world import World

from api.exporting.columns import COLUMNS, Type
from domain.identity import event_id


def test_csv_has_a_row_an_event_and_says_what_it_cannot_hold(turmoil: World) -> None:
    answer = export(turmoil, "csv")

    rows = rows_of_csv(answer.out)
    events = turmoil.ask("{ events(first: 1000) { nodes { key } } }")["events"]["nodes"]
    assert rows.keys() == {event["key"] for event in events}
    assert answer.err.splitlines() == [
        "1 event left out: retracted; --include-retracted exports them",
        "3 events shortened: history: jsonld has when and why it was revised, ndjson every version",
        "8 events shortened: reports.attributedTo: csv and parquet with --reports, jsonld and ndjson have it",
        "1 event shortened: reports.coded: csv and parquet with --reports, and ndjson have it",
        "2 events shortened: reports.dated: csv and parquet with --reports, jsonld and ndjson have it",
        "1 event shortened: reports.says: csv and parquet with --reports, jsonld and ndjson have it",
        "4 events shortened: reports.statedIn: csv and parquet with --reports, jsonld and ndjson have it",
        "1 event shortened: reports.via: csv and parquet with --reports, jsonld and ndjson have it",
        f"{len(rows)} of {len(rows) + 1} events exported, as known at position {turmoil.log.head()}",
    ]


def test_a_row_of_csv_says_what_is_known_of_an_event(turmoil: World) -> None:
    row = rows_of_csv(export(turmoil, "csv").out)["call"]

    assert row["id"] == str(event_id("call"))
    assert (row["occurred"], row["earliest"], row["latest"], row["precision"]) == ("2025-09-06", "2025-09-06", "2025-09-06", "DAY")
    assert (row["place"], row["place_name"], row["country"]) == ("vladivostok", "Vladivostok, on the sea", "RUS")
    assert (float(row["latitude"]), float(row["longitude"])) == (43.1198, 131.8869)
    assert row["mutual"].split(";") == ["kim-jong-un", "RUS"]
    assert json.loads(row["quotes"]) == ['He said "yes";\nthen "no".']
    assert (row["cameo"], row["goldstein"], row["retracted"], row["plover_mode"]) == ("041", "1", "false", "phone")


def test_the_rows_of_csv_have_the_details_of_their_kinds(turmoil: World) -> None:
    rows = rows_of_csv(export(turmoil, "csv").out)

    troops = json.loads(rows["troops-prk-rus-2024"]["details"])
    assert (troops["troops"], troops["troopsRange"]["low"]) == ({"best": 15000, "approximate": True, "basis": "CUMULATIVE"}, 9000)
    parade = json.loads(rows["parade-tiananmen-2025-09-03"]["details"])
    assert {attendee["position"] for attendee in parade["attendees"]} == {"center", "beside"}


def test_figures_and_the_names_of_parties_have_columns_of_their_own(turmoil: World) -> None:
    rows = rows_of_csv(export(turmoil, "csv").out)

    troops = rows["troops-prk-rus-2024"]
    assert (troops["troops"], troops["troops_low"], troops["deaths"]) == ("15000", "", "")
    assert json.loads(troops["figure_terms"]) == {"troops": {"basis": "CUMULATIVE", "approximate": True}}
    assert (json.loads(troops["initiator_names"]), json.loads(troops["target_names"])) == (["North Korea"], ["Russia"])
    assert json.loads(rows["call"]["mutual_names"]) == ["Kim Jong Un", "Russia"]


def test_the_columns_are_documented(turmoil: World) -> None:
    listed = run_annals(turmoil.url, "export", "csv", "--columns").out

    assert [line.split()[0] for line in listed.splitlines()[2:]] == [column.name for column in COLUMNS]


def test_parquet_has_what_csv_has_with_types(turmoil: World, tmp_path: Path) -> None:
    export(turmoil, "parquet", "--output", str(tmp_path / "events.parquet"))

    table = parquet.read_table(tmp_path / "events.parquet")
    rows = {row["key"]: row for row in table.to_pylist()}
    same = rows_of_csv(export(turmoil, "csv").out)
    assert rows.keys() == same.keys()
    for key, row in rows.items():
        assert {name: in_csv(value) for name, value in row.items() if name != "recorded_at"} == {
            name: value for name, value in same[key].items() if name != "recorded_at"
        }
    call = rows["call"]
    assert (str(call["earliest"]), call["latitude"], call["mutual"]) == ("2025-09-06", 43.1198, ["kim-jong-un", "RUS"])
    recorded_at = turmoil.ask('{ event(key: "call") { recordedAt } }')["event"]["recordedAt"]
    assert call["recorded_at"] == datetime.fromisoformat(recorded_at)


def in_csv(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else repr(value)
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_no_id_holds_what_joins_ids(turmoil: World) -> None:
    rows = rows_of_csv(export(turmoil, "csv").out).values()

    joined = [row[column.name] for column in COLUMNS if column.type is Type.IDS for row in rows]
    assert {part for cell in joined for part in cell.split(";") if " " in part} == set()


def test_geojson_has_only_events_at_a_point(turmoil: World) -> None:
    answer = export(turmoil, "geojson")

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
