"""Entries stored in an older form: read, folded and answered like those of today."""

from typing import Any

import pytest
from golden_forms import old_form, put
from world import World

from domain.identity import event_id

QUERY = """{ event(key: "interaction_coded-2025") { quad
    ... on InteractionCoded { codedQuad source { ref } } history { entryKind changes { field before after } } } }"""


@pytest.fixture
def golden() -> dict[str, Any]:
    return old_form()


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
