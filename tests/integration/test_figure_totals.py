"""What figures add up to over groups of events, and over what two have in common."""

from collections.abc import Iterator
from typing import Any

import pytest
from world import World, a_world, new_database

TOTAL = "low best high unit basis eventCount without cumulative { best }"
GROUPS = f"""query($by: [EventDimension!]!, $name: String!, $f: EventFilter, $o: EventGroupOrder!, $at: AsOf) {{
    eventGroups(by: $by, filter: $f, orderBy: $o, asOf: $at) {{ keys eventCount figure(name: $name) {{ {TOTAL} }} }} }}"""
SUMS = ("low", "best", "high")
NOTHING = dict.fromkeys(("low", "best", "high", "unit", "basis", "cumulative"))


def strike(key: str, occurred: str | None, deaths: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"kind": "ForceUsed", "key": key, "occurred": occurred, "by": ["RUS"], "against": ["UKR"], "deaths": deaths}


def aid(key: str, occurred: str, **amount: Any) -> dict[str, Any]:
    return {"kind": "AidProvided", "key": key, "occurred": occurred, "donor": "DEU", "recipient": "UKR", "amount": amount}


ENTRIES = (
    strike("a", "2022-03-01", {"best": 14}),
    strike("b", "2022-04", {"low": 10, "best": 12, "high": 15}),
    strike("c", "2022-05-05"),
    strike("d", "2023-01-01", {"low": 3, "high": 5}),
    strike("e", "2023-02-01", {"best": 4, "approximate": True}),
    strike("f", "2024-03-01", {"best": 150, "basis": "cumulative"}),
    strike("g", "2024-02-01", {"best": 140, "basis": "cumulative"}),
    strike("h", "2025-02-01", {"best": 7, "basis": "new"}),
    strike("i", "2025-02-02", {"low": 180, "high": 190, "basis": "cumulative"}),
    strike("j", "2025-02-03", {"best": 2}),
    strike("k", None, {"best": 1.5}),
    strike("l", "2026-01-01", {"low": 4}),
    strike("m", "2026-01-02", {"best": 1}),
    aid("money", "2022", best=5, unit="USD"),
    aid("more-money", "2022", best=7, unit="USD"),
    aid("others", "2023", best=7, unit="EUR"),
    aid("both", "2023", best=7, unit="USD"),
    aid("bare", "2024", best=7),
    aid("priced", "2024", best=7, unit="USD"),
    {"kind": "SummitHeld", "key": "summit", "occurred": "2022", "participants": ["DEU", "UKR"]},
)


@pytest.fixture(scope="module")
def world(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *ENTRIES) as world:
        yield world


def groups(world: World, name: str = "deaths", *by: str, order: str = "KEYS_ASC", **variables: Any) -> dict[str, dict[str, Any]]:
    found = world.ask(GROUPS, by=by or ["YEAR"], name=name, o=order, **variables)["eventGroups"]
    assert all(g["figure"]["eventCount"] + g["figure"]["without"] == g["eventCount"] for g in found)
    return {" ".join(group["keys"]): group["figure"] for group in found}


def sums(total: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(total[bound] for bound in SUMS)


def test_bounds_and_best_figures_are_added_up(world: World) -> None:
    total = groups(world, f={"kinds": ["FORCE_USED"]})["2022"]

    assert sums(total) == (24, 26, 29)
    assert (total["basis"], total["eventCount"], total["without"]) == ("NEW", 2, 1)


def test_where_an_event_lacks_a_bound_there_is_no_sum_of_it(world: World) -> None:
    found = groups(world)

    assert sums(found["2023"]) == (7, None, 9)
    assert sums(found["2026"]) == (5, None, None)
    assert sums(found[""]) == (1.5, 1.5, 1.5)


def test_of_running_totals_the_last_is_told_and_none_added_up(world: World) -> None:
    found = groups(world, f={"kinds": ["FORCE_USED"]})

    assert (sums(found["2024"]), found["2024"]["basis"], found["2024"]["eventCount"]) == ((150, 150, 150), "CUMULATIVE", 2)
    assert found["2024"]["cumulative"] == {"best": 150}


def test_where_there_are_both_the_new_ones_are_added_up_and_the_last_running_total_stands_beside(world: World) -> None:
    found = groups(world)["2025"]

    assert (sums(found), found["basis"], found["eventCount"], found["without"]) == ((9, 9, 9), "NEW", 3, 0)
    assert found["cumulative"] == {"best": None}


def test_what_has_different_units_is_not_added_up(world: World) -> None:
    found = groups(world, "amount", f={"kinds": ["AID_PROVIDED"]})

    assert (sums(found["2022"]), found["2022"]["unit"]) == ((12, 12, 12), "USD")
    assert (sums(found["2023"]), found["2023"]["unit"], found["2023"]["eventCount"]) == ((None, None, None), None, 2)
    assert (sums(found["2024"]), found["2024"]["unit"]) == ((14, 14, 14), "USD")


def test_a_figure_that_no_event_gives_adds_up_to_nothing(world: World) -> None:
    assert groups(world, "troops")["2022"] == NOTHING | {"eventCount": 0, "without": 6}


def test_figures_are_called_as_in_files_or_as_in_the_api(world: World) -> None:
    assert groups(world, "deaths_civilians") == groups(world, "deathsCivilians")


def test_a_figure_that_there_is_not_is_refused_with_the_nearest(world: World) -> None:
    error = world.refusal('{ eventGroups(by: []) { figure(name: "death") { best } } }')

    assert error["message"].startswith("no event has a figure 'death'; did you mean deaths")
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("EVENTS_DESC", ["2022", "2023", "2024", "2025", "2026", ""]),
        ("KEYS_ASC", ["2022", "2023", "2024", "2025", "2026", ""]),
        ("KEYS_DESC", ["2026", "2025", "2024", "2023", "2022", ""]),
    ],
)
def test_groups_come_by_size_or_by_keys_those_that_lack_a_key_last(world: World, order: str, expected: list[str]) -> None:
    assert list(groups(world, order=order)) == expected


def test_the_timeline_of_a_relationship_has_the_same_sums(world: World) -> None:
    query = f"""{{ relationship(between: ["RUS", "UKR"]) {{
        timeline {{ start eventCount figure(name: "deaths") {{ {TOTAL} }} }} }} }}"""
    by_year = groups(world, f={"between": ["RUS", "UKR"]})

    found = world.ask(query)["relationship"]["timeline"]

    assert {(bucket["start"] or "")[:4]: bucket["figure"] for bucket in found} == by_year


def test_what_was_corrected_later_leaves_the_sum_of_before(world: World) -> None:
    before = groups(world)
    position = world.log.head()

    stated = {name: value for name, value in strike("a", "2022-03-01", {"best": 20}).items() if name != "key"}
    world.append({"kind": "EventCorrected", "event": "a", "reason": "found later", "replacement": stated})

    assert groups(world)["2022"]["best"] == 32
    assert groups(world, at={"position": position}) == before
