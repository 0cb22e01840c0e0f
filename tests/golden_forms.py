"""Entries as older programs stored them, put into a log of today."""

from pathlib import Path
from typing import Any

import orjson
from by_hand import put_state
from world import World

from domain.identity import event_id

GOLDEN = Path(__file__).parent / "golden"
KEY = "interaction_coded-2025"


def old_form() -> dict[str, Any]:
    """An InteractionCoded as version 1 of its class wrote it, with nothing in it that other entries would have to found."""
    state: dict[str, Any] = orjson.loads((GOLDEN / "interaction_coded.json").read_bytes())
    assert state["version"] == 1
    assert state["content"]["quad_class"] == "material_cooperation"
    kept = ("key", "occurred", "scheme", "code", "quad_class", "intensity")
    state["content"] = {name: state["content"][name] for name in kept} | {"source": {"actor": "PRK"}}
    return state


def put(world: World, topic: str, version: int, state: dict[str, Any]) -> None:
    """Puts an entry about that event into the log as an older program stored it, and folds it."""
    put_state(world.url, event_id(KEY), topic, state, version)
    world.views.fold()


def put_old_form(world: World) -> None:
    """Puts the InteractionCoded there."""
    put(world, "interaction_coded", 1, old_form())
