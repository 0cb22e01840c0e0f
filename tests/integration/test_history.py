"""The history of an event tells field by field what each entry changed: in the event, in its reports, in what is merged into it."""

import json
from typing import Any

from dsl import (
    a_report,
    a_source,
    change,
    correct_report,
    corroborate,
    merge,
    reinstate,
    retract,
    troops,
    unmerge,
    withdraw,
)
from world import World

PAPERS = [a_source("morning"), a_source("evening")]
HISTORY = "query($key: String!) { event(key: $key) { history { entryKind changes { field before after } } } }"
TOLD = {"source": "evening", "hedge": "asserted", "says": {"troops": {"best": 9000, "approximate": False}}}


def last(world: World, key: str = "troops") -> dict[str, Any]:
    """What the last entry about an event changed: what each field had before and after."""
    step = world.ask(HISTORY, key=key)["event"]["history"][-1]
    assert "null" not in {c[side] for c in step["changes"] for side in ("before", "after")}
    return {c["field"]: tuple(c[side] and json.loads(c[side]) for side in ("before", "after")) for c in step["changes"]}


def test_what_an_event_was_recorded_with_is_no_change(world: World) -> None:
    world.append(*PAPERS, troops(report=a_report("morning")))

    assert last(world) == {}


def test_a_corroboration_adds_a_report(world: World) -> None:
    world.append(*PAPERS, troops(report=a_report("morning")))

    world.append(corroborate("troops", "evening", says={"troops": {"best": 9000}}))

    assert last(world) == {"reports.evening": (None, TOLD)}


def test_a_withdrawal_takes_the_report_away(world: World) -> None:
    world.append(*PAPERS, troops(report=a_report("morning")), corroborate("troops", "evening", says={"troops": {"best": 9000}}))

    world.append(withdraw("troops", "evening"))

    assert last(world) == {"reports.evening": (TOLD, None)}


def test_a_corrected_report_is_told_field_by_field(world: World) -> None:
    world.append(*PAPERS, troops(report=a_report("morning", quote="They went.")))

    world.append(correct_report("troops", "morning", hedge="alleged", quote=None))

    assert last(world) == {
        "reports.morning.hedge": ("asserted", "alleged"),
        "reports.morning.quote": ("They went.", None),
    }


def test_a_correction_tells_the_event_and_whose_figure_it_is(world: World) -> None:
    world.append(*PAPERS, troops(troops={"best": 15000}, report=a_report("morning")))

    world.append(change("troops", troops={"best": 9000}, report=a_report("evening")))
    by_another = last(world)
    world.append(change("troops", troops={"best": 8000}))

    assert by_another == {"troops": ({"best": 15000}, {"best": 9000}), "reports.evening": (None, TOLD)}
    now = {"best": 8000, "approximate": False}
    assert last(world) == {
        "troops": ({"best": 9000}, {"best": 8000}),
        "reports.evening.says": (TOLD["says"], {"troops": now}),
    }


def test_a_retraction_and_its_undoing_are_changes(world: World) -> None:
    world.append(troops())

    world.append(retract("troops"))
    retracted = last(world)
    world.append(reinstate("troops"))

    assert retracted == {"retracted": (False, True)}
    assert last(world) == {"retracted": (True, False)}


def test_a_merge_tells_the_reports_that_came_with_it(world: World) -> None:
    world.append(*PAPERS, troops("one", report=a_report("morning")))
    world.append(troops("two", troops={"best": 9000}, report=a_report("evening")))

    world.append(merge("one", "two"))
    merged = last(world, "one")
    steps = world.ask(HISTORY.replace("history {", "history(first: 500) {"), key="one")["event"]["history"]
    world.append(unmerge("one", "two"))

    assert [step["entryKind"] for step in steps] == ["TroopsDispatched", "EventsMerged"]
    assert merged == {"merged": (None, ["two"]), "reports.evening": (None, TOLD)}
    assert last(world, "one") == {"merged": (["two"], None), "reports.evening": (TOLD, None)}
    assert last(world, "two") == {"merged_into": ("one", None)}


def test_what_came_along_with_a_duplicate_is_told_too(world: World) -> None:
    world.append(*PAPERS, troops("one"), troops("two"), troops("three", troops={"best": 9000}, report=a_report("evening")))
    world.append(merge("two", "three"))

    world.append(merge("one", "two"))

    assert last(world, "one") == {"merged": (None, ["two", "three"]), "reports.evening": (None, TOLD)}
