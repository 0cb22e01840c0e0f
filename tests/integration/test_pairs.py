"""Who forms a pair with whom in an event, and which pairs it says something about."""

from typing import Any

import pytest
from world import World


@pytest.fixture
def table(world: World) -> World:
    """Two who represent Russia at one table with one who represents North Korea; allies against a third; a statement."""
    people = (("putin", "Vladimir Putin", "RUS"), ("lavrov", "Sergei Lavrov", "RUS"), ("kim", "Kim Jong Un", "PRK"))
    world.append(
        *({"kind": "ActorRegistered", "id": id, "actor_kind": "person", "name": name, "of": of} for id, name, of in people),
        {
            "kind": "MeetingHeld",
            "key": "meeting",
            "occurred": "2025-09-03",
            "participants": [{"actor": id, "representing": of} for id, _, of in people],
        },
        {"kind": "ForceUsed", "key": "fighting", "by": ["RUS"], "helped_by": ["PRK"], "against": ["UKR"]},
        {
            "kind": "StatementMade",
            "key": "statement",
            "speaker": "kim",
            "about": ["CHN", "USA"],
            "mentions": ["JPN"],
            "stance": "neutral",
        },
    )
    return world


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("putin", "kim", {"MEETING_HELD": 1}, id="two who meet"),
        pytest.param("lavrov", "PRK", {"MEETING_HELD": 1}, id="one with the state that the other represents"),
        pytest.param("putin", "lavrov", {}, id="two who represent the same state form none"),
        pytest.param("putin", "RUS", {}, id="nor does a person with the state it represents"),
        pytest.param("lavrov", "RUS", {}, id="however many represent it"),
        pytest.param("RUS", "PRK", {"FORCE_USED": 1, "MEETING_HELD": 1}, id="an event counts once for a pair"),
        pytest.param("kim", "USA", {"STATEMENT_MADE": 1}, id="a speaker with whom the statement is about"),
        pytest.param("CHN", "USA", {}, id="two subjects of one statement form none"),
        pytest.param("kim", "JPN", {}, id="nor does a speaker with whom it only mentions"),
    ],
)
def test_who_has_an_event_in_common(table: World, one: str, other: str, expected: dict[str, int]) -> None:
    assert kinds(table, one, other) == kinds(table, other, one) == expected


@pytest.mark.parametrize(
    ("names", "events"),
    [
        (["putin", "kim"], ["meeting"]),
        (["RUS", "lavrov", "putin", "kim"], ["meeting"]),
        (["RUS", "PRK"], ["meeting", "fighting"]),
        (["RUS", "UKR", "PRK"], ["fighting"]),
        (["RUS", "UKR", "kim"], []),
        (["kim", "USA"], ["statement"]),
        (["CHN", "USA"], []),
        (["kim", "CHN", "USA"], []),
        (["kim", "JPN"], []),
        (["kim", "kim"], ["meeting", "statement"]),
        (["USA"], ["statement"]),
        (["USA", "USA"], []),
    ],
)
def test_all_of_several_take_part_in_events_of_given_kinds_and_at_most_one_of_them_is_only_spoken_about(
    table: World, names: list[str], events: list[str]
) -> None:
    query = """query($names: [String!]!) {
        appearances(together: $names, kinds: [MEETING_HELD, FORCE_USED, STATEMENT_MADE]) { event { key } } }"""

    assert [found["event"]["key"] for found in table.ask(query, names=names)["appearances"]] == events


@pytest.mark.parametrize(
    ("names", "role", "events"),
    [
        (["CHN", "USA", "kim"], None, ["statement"]),
        (["CHN", "USA"], "SUBJECT", ["statement"]),
        (["CHN", "USA", "kim"], "SUBJECT", []),
        (["JPN", "kim"], None, ["statement"]),
        (["RUS", "PRK", "UKR"], None, ["fighting"]),
        (["RUS", "RUS", "UKR"], None, ["fighting"]),
    ],
)
def test_all_of_several_are_found_in_an_event_in_whatever_role_or_each_in_a_given_one(
    table: World, names: list[str], role: str | None, events: list[str]
) -> None:
    query = "query($filter: EventFilter) { events(filter: $filter) { nodes { key } } }"

    found = table.ask(query, filter={"actors": names, "role": role})["events"]["nodes"]

    assert [node["key"] for node in found] == events


def test_allies_against_a_third_have_the_event_in_common_but_it_tells_nothing_of_the_two(table: World) -> None:
    query = """query($pair: [String!]!) { relationship(between: $pair) { eventCount cooperation conflict goldsteinMean } }"""

    allies = table.ask(query, pair=["RUS", "PRK"])["relationship"]
    foes = table.ask(query, pair=["PRK", "UKR"])["relationship"]

    assert allies == {"eventCount": 2, "cooperation": 1, "conflict": 0, "goldsteinMean": 1}
    assert foes == {"eventCount": 1, "cooperation": 0, "conflict": 1, "goldsteinMean": -10}


def kinds(world: World, one: str, other: str) -> dict[str, int]:
    """How many events of each kind two actors have in common."""
    query = """query($pair: [String!]!) { relationship(between: $pair) { kinds { kind count } } }"""
    found: list[dict[str, Any]] = world.ask(query, pair=[one, other])["relationship"]["kinds"]
    return {k["kind"]: k["count"] for k in found}
