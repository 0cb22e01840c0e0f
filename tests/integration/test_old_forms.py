"""Entries stored in an older form: read, folded and answered like those of today."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from by_hand import put_state
from world import World

from domain.identity import event_id

GOLDEN = Path(__file__).parents[1] / "golden"
QUERY = """{ event(key: "interaction_coded-2025") { quad
    ... on InteractionCoded { codedQuad source { ref } } history { entryKind changes { field before after } } } }"""


@pytest.fixture
def golden() -> dict[str, Any]:
    """An InteractionCoded as version 1 of its class wrote it, with nothing in it that other entries would have to found."""
    state: dict[str, Any] = orjson.loads((GOLDEN / "interaction_coded.json").read_bytes())
    assert state["version"] == 1
    assert state["content"]["quad_class"] == "material_cooperation"
    kept = ("key", "occurred", "scheme", "code", "quad_class", "intensity")
    state["content"] = {name: state["content"][name] for name in kept} | {"source": {"actor": "PRK"}}
    return state


def test_a_field_renamed_in_version_2_is_answered_from_the_bytes_of_version_1(world: World, golden: dict[str, Any]) -> None:
    put(world, "interaction_coded", 1, golden)

    event = world.ask(QUERY)["event"]

    assert (event["quad"], event["codedQuad"], event["source"]) == ("MATERIAL_COOPERATION", "MATERIAL_COOPERATION", {"ref": "PRK"})


def test_an_old_form_within_a_correction_is_read_too(world: World, golden: dict[str, Any]) -> None:
    put(world, "interaction_coded", 1, golden)
    replacement = {"topic": "interaction_coded", "version": 1, "content": golden["content"] | {"quad_class": "verbal_conflict"}}
    id = str(event_id("interaction_coded-2025"))
    put(world, "event_corrected", 2, golden | {"content": {"event": id, "reason": "miscoded", "replacement": replacement}})

    event = world.ask(QUERY)["event"]

    assert event["codedQuad"] == "VERBAL_CONFLICT"
    assert event["history"][-1]["changes"] == [
        {"field": "coded_quad", "before": '"material_cooperation"', "after": '"verbal_conflict"'}
    ]


def test_the_same_entry_is_already_recorded_in_whatever_form_it_was_stored(world: World, golden: dict[str, Any]) -> None:
    put(world, "interaction_coded", 1, golden)
    renamed = {"coded_quad" if name == "quad_class" else name: value for name, value in golden["content"].items()}

    (outcome,) = world.append({"kind": "InteractionCoded", **renamed})

    assert outcome.status == "already recorded"


def put(world: World, topic: str, version: int, state: dict[str, Any]) -> None:
    """Puts an entry into the log as an older program stored it, and folds it."""
    put_state(world.url, event_id("interaction_coded-2025"), topic, state, version)
    world.runner.catch_up()
