"""When something could be known: by what had been published, whenever it was appended."""

from collections.abc import Iterator
from typing import Any

import pytest
from world import World, a_world, new_database


def a_source(id: str, published: str | None) -> dict[str, Any]:
    return {"kind": "SourceRegistered", "id": id, "published": published}


def a_call(key: str, *reports: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "CallHeld", "key": key, "participants": ["PRK", "RUS"], "report": list(reports)}


ENTRIES = (
    a_source("morning", "2025-09-04"),
    a_source("monthly", "2025-10"),
    a_source("archive", "2026"),
    a_source("undated", None),
    a_call("at-once", {"source": "morning"}),
    a_call("at-once-and-later", {"source": "monthly", "quote": "Late."}, {"source": "morning", "quote": "Early."}),
    a_call("early-in-the-archive", {"source": "archive", "dated": "2025-09-05"}),
    a_call("merged", {"source": "undated"}),
    a_call("double", {"source": "morning"}),
    a_call("withdrawn", {"source": "morning"}, {"source": "undated"}),
    a_call("never-said-when", {"source": "undated"}),
    a_call("unreported"),
)


@pytest.fixture(scope="module")
def world(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *ENTRIES) as world:
        world.append({"kind": "EventsMerged", "event": "merged", "duplicates": ["double"]})
        world.append({"kind": "ReportWithdrawn", "event": "withdrawn", "source": "morning"})
        yield world


def keys(world: World, days: dict[str, str], **as_of: int) -> list[str]:
    query = """query($f: EventFilter, $at: AsOf) {
        events(filter: $f, asOf: $at, orderBy: POSITION_ASC) { totalCount nodes { key } } }"""
    found = world.ask(query, f={"reported": days}, at=as_of or None)["events"]
    assert found["totalCount"] == len(found["nodes"])
    return [event["key"] for event in found["nodes"]]


SOON = ["at-once", "at-once-and-later", "early-in-the-archive", "merged"]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"to": "2025-09-05"}, SOON),
        ({"from": "2025-09-04", "to": "2025-09-04"}, ["at-once", "at-once-and-later", "merged"]),
        ({"to": "2025-09-03"}, []),
        ({"from": "2025-10-15", "to": "2025-10-16"}, ["at-once-and-later"]),
        ({"from": "2026-06-01"}, ["early-in-the-archive"]),
        ({"from": "2027-01-01"}, []),
        ({}, [*SOON, "withdrawn", "never-said-when", "unreported"]),
    ],
)
def test_events_are_found_by_when_they_were_reported(world: World, days: dict[str, str], expected: list[str]) -> None:
    assert keys(world, days) == expected


def test_a_report_counts_while_it_stands(world: World) -> None:
    before = next(e.position for e in world.log.read(limit=5000) if e.entry.kind() == "ReportWithdrawn") - 1

    assert "withdrawn" in keys(world, {"to": "2025-09-05"}, position=before)


@pytest.mark.parametrize(
    ("key", "days", "quotes"),
    [
        ("at-once-and-later", {}, ["Late.", "Early."]),
        ("at-once-and-later", {"to": "2025-09-30"}, ["Early."]),
        ("at-once-and-later", {"from": "2025-09-05"}, ["Late."]),
        ("merged", {"to": "2025-09-30"}, [None]),
        ("never-said-when", {"to": "2025-09-30"}, []),
    ],
)
def test_of_an_event_the_reports_of_some_days_are_shown(
    world: World, key: str, days: dict[str, str], quotes: list[str | None]
) -> None:
    query = "query($k: String, $d: DateRange) { event(key: $k) { reports(published: $d) { quote } } }"

    assert [report["quote"] for report in world.ask(query, k=key, d=days)["event"]["reports"]] == quotes


@pytest.mark.parametrize(
    "query",
    [
        '{ events(filter: {reported: {from: "2025-02-01", to: "2025-01-01"}}) { totalCount } }',
        '{ event(key: "at-once") { reports(published: {from: "2025-02-01", to: "2025-01-01"}) { quote } } }',
    ],
)
def test_days_the_wrong_way_round_are_refused(world: World, query: str) -> None:
    error = world.refusal(query)

    assert error["message"] == "the range of days ends (2025-01-01) before it begins (2025-02-01); exchange them"
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
