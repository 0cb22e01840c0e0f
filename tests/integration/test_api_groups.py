"""Events counted by any mix of dimensions."""

from collections.abc import Iterator
from typing import Any

import pytest
from many_events import a_world_of_many
from world import World, new_database

QUERY = """query($by: [EventDimension!]!, $f: EventFilter, $n: Int) {
    eventGroups(by: $by, filter: $f, first: $n) { keys eventCount reportCount goldsteinMean } }"""

AS_FILTER: dict[str, Any] = {
    "KIND": lambda key: {"kinds": [key]},
    "ACTOR": lambda key: {"actors": [key]},
    "PAIR": lambda key: {"between": key.split(" ")},
    "SOURCE": lambda key: {"source": key},
    "QUAD": lambda key: {"quad": [key]},
    "PLOVER": lambda key: {"plover": [key]},
    "HEDGE": lambda key: {"hedge": [key]},
}
"""What a key of each dimension is as a filter."""


@pytest.fixture(scope="module")
def many(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_many(url) as world:
        yield world


def groups(world: World, *by: str, first: int | None = 1000, **filter: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.ask(QUERY, by=by, f=filter, n=first)["eventGroups"]
    return found


def counts(found: list[dict[str, Any]]) -> list[Any]:
    return [(*group["keys"], group["eventCount"]) for group in found]


@pytest.mark.parametrize("dimension", AS_FILTER)
def test_a_group_counts_the_events_that_its_key_finds_as_a_filter(many: World, dimension: str) -> None:
    found = groups(many, dimension)

    assert len(found) >= 3
    query = "query($f: EventFilter) { events(filter: $f, first: 1000) { totalCount nodes { reportCount } } }"
    for group in found:
        if key := group["keys"][0]:
            page = many.ask(query, f=AS_FILTER[dimension](key))["events"]
            assert group["eventCount"] == page["totalCount"], key
            assert group["reportCount"] == sum(node["reportCount"] for node in page["nodes"]), key


def test_events_are_counted_by_their_earliest_date_else_their_latest_the_undated_last(many: World) -> None:
    assert counts(groups(many, "YEAR")) == [("2024", 8), ("2025", 6), ("2023", 1), ("2026", 1), ("", 2)]
    assert counts(groups(many, "MONTH"))[:2] == [("2024-08", 3), ("2025-09", 3)]
    assert ("2024-12-31", 1) in counts(groups(many, "DAY"))


def test_an_event_happens_at_a_place_and_in_the_state_around_it(many: World) -> None:
    assert counts(groups(many, "PLACE")) == [("beijing", 2), *((p, 1) for p in PLACES), ("", 12)]
    assert counts(groups(many, "COUNTRY", "PLACE"))[:2] == [("CHN", "beijing", 2), ("CHN", "diaoyutai", 1)]
    assert counts(groups(many, "COUNTRY")) == [("CHN", 4), ("PRK", 1), ("", 13)]


PLACES = ("diaoyutai", "high-seas", "pyongyang", "villa-18")


def test_dimensions_are_mixed_in_the_order_asked_for(many: World) -> None:
    found = groups(many, "PAIR", "KIND", between=["PRK", "RUS"], kinds=["SUMMIT_HELD", "TROOPS_DISPATCHED"])

    of_the_two = [(kind, n) for pair, kind, n in counts(found) if pair == "PRK RUS"]
    assert of_the_two == [("SUMMIT_HELD", 4), ("TROOPS_DISPATCHED", 2)]


def test_the_mean_score_of_a_pair_leaves_out_where_both_stand_on_one_side(many: World) -> None:
    (together,) = [g for g in groups(many, "PAIR", kinds=["FORCE_USED"]) if g["keys"] == ["PRK RUS"]]
    (against,) = [g for g in groups(many, "PAIR", kinds=["FORCE_USED"]) if g["keys"] == ["PRK UKR"]]

    assert (together["eventCount"], together["goldsteinMean"]) == (1, None)
    assert (against["eventCount"], against["goldsteinMean"]) == (1, -10.0)


def test_no_dimension_makes_one_group_of_all(many: World) -> None:
    (everything,) = groups(many)

    assert everything["keys"] == []
    assert everything["eventCount"] == 18
    assert groups(many, plover=["NONE SUCH"]) == []


def test_there_are_twenty_groups_unless_told_otherwise(many: World) -> None:
    assert len(groups(many, "ACTOR", "KIND", first=None)) == 20
    assert len(groups(many, "ACTOR", "KIND")) > 20
    assert groups(many, "ACTOR", "KIND", first=3) == groups(many, "ACTOR", "KIND")[:3]


@pytest.mark.parametrize(
    ("by", "first", "message"),
    [
        (["KIND", "KIND"], 1, "names a dimension twice"),
        (["KIND"], 1001, "0 to 1000 rows"),
        (["KIND"], -1, "0 to 1000 rows"),
    ],
)
def test_what_cannot_be_counted_is_refused(many: World, by: list[str], first: int, message: str) -> None:
    error = many.refusal(QUERY, by=by, n=first)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]


def test_what_was_counted_earlier_can_be_asked_for_later(world: World) -> None:
    world.append({"kind": "CallHeld", "key": "call", "occurred": "2024", "participants": ["PRK", "RUS"]})
    before = world.log.head()
    world.append({"kind": "EventRetracted", "event": "call", "reason": "it was another day"})

    query = "query($at: AsOf) { eventGroups(by: [YEAR, PAIR], asOf: $at) { keys eventCount } }"
    assert world.ask(query, at={"position": before})["eventGroups"] == [{"keys": ["2024", "PRK RUS"], "eventCount": 1}]
    assert world.ask(query)["eventGroups"] == []
