"""What is still to come: it counts as nothing that happened, and once it is due the log asks what became of it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from command_line import run_annals
from dsl import TESTER, read
from releases import Releases, counts
from world import World

from domain.errors import Refused
from domain.events.to_come import day_of
from domain.log.stored import Stored

SUMMIT = {"kind": "SummitHeld", "participants": ["FRA", "DEU"]}
FOUND = """query($asOf: AsOf) { event(key: "e", asOf: $asOf) { status plover }
    appearances(together: ["FRA", "DEU"], asOf: $asOf) { event { key } }
    relationship(between: ["FRA", "DEU"], asOf: $asOf) { eventCount lastEvent { key } }
    events(filter: {overdue: true}, asOf: $asOf) { nodes { key } } }"""


def today(world: World) -> date:
    return day_of(world.log.store.now())


def a_summit(key: str, day: date | str, **fields: Any) -> dict[str, Any]:
    return SUMMIT | {"key": key, "occurred": str(day)} | fields


def as_before(world: World, event: dict[str, Any]) -> int:
    """Records an event as programs did that refused none; its position."""
    (entry,) = read(event)
    (recording,) = world.log.events.put([Stored(entry.stream, 1, entry, TESTER, "annals 0.0.9")])
    world.views.fold()
    return int(recording.notification.id)


def overdue(world: World, **as_of: int) -> list[str]:
    found = world.ask("query($asOf: AsOf) { events(filter: {overdue: true}, asOf: $asOf) { nodes { key } } }", asOf=as_of or None)
    return [node["key"] for node in found["events"]["nodes"]]


def test_the_day_after_tomorrow_has_not_come(world: World) -> None:
    with pytest.raises(Refused, match="is still to come"):
        world.append(a_summit("e", today(world) + timedelta(days=2)))

    world.append(a_summit("e", today(world)))


def test_what_an_older_program_recorded_of_the_future_is_announced(world: World) -> None:
    as_before(world, a_summit("e", "2931-01-01"))

    assert world.ask(FOUND) == {
        "event": {"status": "ANNOUNCED", "plover": "AGREE"},
        "appearances": [],
        "relationship": {"eventCount": 0, "lastEvent": None},
        "events": {"nodes": []},
    }


def test_only_a_further_entry_makes_done_what_was_announced(world: World) -> None:
    world.append(a_summit("e", "2025-09-03", status="announced"))
    announced = world.log.head()
    before = world.ask(FOUND)

    world.append({"kind": "EventCorrected", "event": "e", "reason": "They met.", "changes": {"status": None}})

    assert before["event"]["status"] == "ANNOUNCED"
    assert (before["appearances"], before["events"]["nodes"]) == ([], [{"key": "e"}])
    assert world.ask(FOUND, asOf={"position": announced}) == before
    after = world.ask(FOUND)
    assert (after["event"]["status"], after["appearances"], after["events"]["nodes"]) == ("DONE", [{"event": {"key": "e"}}], [])


def test_overdue_is_what_was_to_be_over_before_the_day_of_the_last_entry(world: World) -> None:
    day = today(world)
    world.append(a_summit("yesterday", day - timedelta(days=1), status="planned"))
    then = world.log.head()
    world.append(
        a_summit("today", day, status="planned"),
        a_summit("this year", f"{day.year}-01/..", status="announced") | {"key": "going-on"},
        a_summit("long-ago", "2019", status="announced"),
        a_summit("denied", "2019", status="denied"),
        a_summit("gone", "2019", status="planned"),
    )
    world.append({"kind": "EventRetracted", "event": "gone", "reason": "never planned"})

    status = world.ask("{ status { overdueCount overdue(first: 1) { key } } }")["status"]

    assert overdue(world) == ["yesterday", "long-ago"]
    assert overdue(world, position=then) == ["yesterday"]
    assert status == {"overdueCount": 2, "overdue": [{"key": "long-ago"}]}


def test_status_lists_what_is_overdue(world: World) -> None:
    world.append(a_summit("e", "2019-05", status="planned"))

    told = run_annals(world.url, "status")
    found = run_annals(world.url, "status", "--format", "json").json

    assert "1 event was planned or announced for a day that has passed" in told.out
    assert "Summit held: France, Germany" in told.out
    assert (found["overdue_count"], [event["key"] for event in found["overdue"]]) == (1, ["e"])


QUADRUPLES = "Russia\tConsult\tNorth Korea\t2014-01-01\nRussia\tConsult\tNorth Korea\t2931-01-01\n"


def test_an_import_rejects_rows_that_lie_ahead(world: World, tmp_path: Path) -> None:
    (file := tmp_path / "graph.tsv").write_text(QUADRUPLES)

    answer = run_annals(world.url, "import", "quadruples", file)

    assert "2 rows: 1 recorded, 0 already recorded, 1 rejected" in answer.out
    assert "graph.tsv:2: occurred: 2931-01-01 is still to come" in answer.err
    assert "give it the status planned or announced, or correct the date" in answer.err


def test_so_does_the_import_of_a_release(releases: Releases) -> None:
    ahead = {"date_start": "2931-01-05", "date_end": "2931-01-05"}

    answer = releases.take("23.1", {"id": "1"}, {"id": "2"} | ahead, {"id": "3"}, {"id": "4"} | ahead)

    assert counts(answer) == {"recorded": 0, "corrected": 0, "duplicates": 2, "rejected": 2, "retracted": 0}
    assert "ged23.1.csv:3: occurred: 2931-01-05 is still to come" in answer.err
