"""Apollo Client keeps each object under its id: the past of one and its present are two."""

from typing import Any

import pytest
from demo import DOUBLED, Demo, position_of
from node import Node

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(demo: Demo, node: Node) -> Any:
    """What came of asking."""
    return node.run("apollo.mjs", *demo.arguments)


def test_now_and_then_of_one_actor_in_one_answer_are_two(demo: Demo, found: Any) -> None:
    now, then = found["both"]["now"], found["both"]["then"]

    assert (now["eventCount"], then["eventCount"]) == (20, 19)
    assert (position_of(now), position_of(then)) == (None, demo.then)


def test_what_is_asked_of_the_past_leaves_the_present_in_the_cache_alone(demo: Demo, found: Any) -> None:
    assert found["kept"] == {"now": found["now"], "then": found["then"]}
    assert found["seen"] == [20]
    assert {position_of(event) for event in found["now"]["actor"]["events"]["nodes"]} == {None}
    assert {position_of(event) for event in found["then"]["actor"]["events"]["nodes"]} == {demo.then}


def test_an_object_of_the_past_is_found_again_by_its_id(found: Any) -> None:
    assert found["again"]["node"] == found["then"]["actor"]


def test_pages_follow_each_other_with_fragments_of_interfaces_filled_in(demo: Demo, found: Any) -> None:
    total = demo.service.ask("{ events { totalCount } }")["events"]["totalCount"]
    summits = [event for event in found["events"] if event["__typename"] == "SummitHeld"]

    assert len({event["id"] for event in found["events"]}) == len(found["events"]) == total > 10
    assert all(event["title"] and event["parties"] for event in found["events"])
    assert summits
    assert all("host" in event for event in summits)


def test_changes_told_anew_leave_the_present_in_the_cache_alone(found: Any) -> None:
    told = [change["event"] for change in found["changes"]]

    assert [position_of(event) for event in told] == [change["position"] for change in found["changes"]]
    assert (DOUBLED, 1) in [(event["key"], event["reportCount"]) for event in told]
    assert found["before"]["event"]["reportCount"] == 2
    assert found["after"] == found["before"]
