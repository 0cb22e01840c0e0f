"""Relay compiles what it asks against the served schema, and finds each object again by its id, that of the past as of the past."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from demo import DOUBLED, Demo, position_of
from node import CLIENTS, Node

pytestmark = pytest.mark.slow

CONFIG = {
    "src": "./source",
    "schema": "./schema.graphql",
    "language": "javascript",
    "eagerEsModules": False,
    "artifactDirectory": "./artifacts",
}


@pytest.fixture(scope="module")
def artifacts(demo: Demo, node: Node, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What relay-compiler makes of the source."""
    folder = tmp_path_factory.mktemp("relay")
    shutil.copytree(CLIENTS / "relay_source", folder / "source")
    (folder / "artifacts").mkdir()
    (folder / "relay.config.json").write_text(json.dumps(CONFIG))
    (folder / "schema.graphql").write_text(demo.schema())
    node.use("relay-compiler", "relay.config.json", within=folder)
    return folder / "artifacts"


@pytest.fixture(scope="module")
def found(demo: Demo, node: Node, artifacts: Path) -> Any:
    """What came of asking."""
    return node.run("relay.cjs", *demo.arguments, str(artifacts))


def test_now_and_then_of_one_actor_are_two_records(demo: Demo, found: Any) -> None:
    assert (found["now"]["eventCount"], found["then"]["eventCount"]) == (20, 19)
    assert (position_of(found["now"]), position_of(found["then"])) == (None, demo.then)
    assert found["kept"] == {"now": found["now"], "then": found["then"]}


def test_relay_warns_of_nothing(found: Any) -> None:
    assert found["warnings"] == []


def test_the_list_of_an_actor_of_the_past_is_continued_by_its_id(demo: Demo, found: Any) -> None:
    events = found["events"]

    assert found["pages"] == [8, 12, 16, 19]
    assert len({event["id"] for event in events}) == len(events) == found["then"]["eventCount"]
    assert {position_of(event) for event in events} == {demo.then}
    assert "call" not in {event["key"] for event in events}
    assert {position_of(report["source"]) for event in events for report in event["told"]["reports"]} == {demo.then}
    assert all(event["told"]["participants"] for event in events if event["__typename"] == "SummitHeld")


def test_nodes_of_several_moments_come_in_their_order(found: Any) -> None:
    now, then, event = found["nodes"]["nodes"]

    assert (now["eventCount"], then["eventCount"]) == (20, 19)
    assert event["__typename"] == found["events"][0]["__typename"]
    assert event["id"] == found["events"][0]["id"]


def test_changes_told_anew_leave_the_present_in_the_store_alone(found: Any) -> None:
    told = [change["event"] for change in found["changes"]]

    assert [position_of(event) for event in told] == [change["position"] for change in found["changes"]]
    assert (DOUBLED, 1) in [(event["key"], event["reportCount"]) for event in told]
    assert found["before"]["event"]["reportCount"] == 2
    assert found["after"] == found["before"]
