"""urql asks as it does by itself, and graphcache keeps each object under its id: the past of one and its present are two."""

from typing import Any

import pytest
from demo import DOUBLED, Demo, position_of
from node import Node

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(demo: Demo, node: Node) -> Any:
    """What came of asking."""
    return node.run("urql.mjs", *demo.arguments)


def test_a_query_is_answered_though_its_client_lists_event_streams_too(found: Any) -> None:
    assert any("application/json" in accept and "text/event-stream" in accept for accept in found["accepts"])
    assert found["both"]["now"]["eventCount"] == 20
    assert found["byGet"] == found["both"]


def test_now_and_then_of_one_actor_are_two(demo: Demo, found: Any) -> None:
    now, then = found["both"]["now"], found["both"]["then"]

    assert (now["eventCount"], then["eventCount"]) == (20, 19)
    assert (position_of(now), position_of(then)) == (None, demo.then)
    assert found["kept"] == {"now": found["now"], "then": found["then"]}


def test_nodes_of_several_moments_come_in_their_order(demo: Demo, found: Any) -> None:
    now, then, event = found["nodes"]

    assert (now["eventCount"], then["eventCount"]) == (20, 19)
    assert event["id"] == found["then"]["actor"]["events"]["nodes"][0]["id"]
    assert {position_of(party["actor"]) for party in event["parties"]} == {demo.then}


def test_changes_told_anew_leave_the_present_in_the_cache_alone(found: Any) -> None:
    told = [change["event"] for change in found["changes"]]

    assert [position_of(event) for event in told] == [change["position"] for change in found["changes"]]
    assert (DOUBLED, 1) in [(event["key"], event["reportCount"]) for event in told]
    assert found["before"]["event"]["reportCount"] == 2
    assert found["after"] == found["before"]


def test_an_error_has_its_code(found: Any) -> None:
    assert found["error"] == {"message": "[GraphQL] event takes an id or a key; give one of the two", "code": "BAD_USER_INPUT"}


def test_graphcache_warns_of_nothing(found: Any) -> None:
    assert found["warnings"] == []
