"""A past that differs from the present, and what the ids in answers say about it."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dsl import Raw, a_place, a_source, a_summit, an_actor, correct_registration, merge, merge_actors, retract
from world import World, a_world, new_database

from domain.identity import read_relay_id


def a_call(key: str, *participants: str) -> Raw:
    return {"kind": "CallHeld", "key": key, "participants": participants or ["PRK", "RUS"]}


def a_kim(name: str) -> Raw:
    return an_actor("kim", "person", name=f"Kim {name}", of="PRK")


@contextmanager
def a_changed_world(server_url: str) -> Iterator[World]:
    """A world of which something is told, and then all of it told otherwise."""
    with new_database(server_url) as url, a_world(url) as world:
        world.append(
            a_kim("One"),
            an_actor("kim-again", "person", name="Kim Again", of="PRK"),
            {"kind": "OfficeHeld", "actor": "kim", "office": "Chairman", "of": "PRK"},
            a_source("paper", title="First Edition", published="2025-09-04"),
            a_place("hall", name="The Hall", within="PRK"),
            a_place("stage", name="The Stage", within="hall"),
            a_call("before"),
            a_summit("talks", participants=[{"actor": "kim", "representing": "PRK"}, "RUS"], host="PRK", place="stage")
            | {"report": {"source": "paper"}, "follows": "before"},
            {"kind": "ParadeAttended", "key": "parade", "occasion": "a day", "host": "PRK"}
            | {"attendees": [{"actor": "kim", "representing": "PRK"}, "CHN"]},
            a_call("again", "kim-again", "RUS"),
        )
        world.append(
            correct_registration(a_kim("One"), a_kim("Two")),
            correct_registration(
                a_source("paper", title="First Edition", published="2025-09-04"),
                a_source("paper", title="Second Edition", published="2025-09-05"),
            ),
            correct_registration(a_place("stage", name="The Stage", within="hall"), a_place("stage", name="A Stage", within="PRK")),
            merge_actors("kim", "kim-again"),
            merge("talks", "again"),
            retract("before"),
        )
        yield world


def ids_in(answer: Any) -> Iterator[str]:
    """Every id in an answer."""
    if isinstance(answer, dict):
        yield from (value for name, value in answer.items() if name == "id")
        for part in answer.values():
            yield from ids_in(part)
    elif isinstance(answer, list):
        for part in answer:
            yield from ids_in(part)


def positions_in(answer: Any) -> list[int | None]:
    """The positions of all ids in an answer."""
    read = [read_relay_id(id) for id in ids_in(answer)]
    return [named.position for named in read if named]


def as_shown_now(answer: bytes) -> bytes:
    """An answer as of a position, with the ids that things have now."""

    def id_now(found: re.Match[bytes]) -> bytes:
        of_then = base64.b64decode(found[1])
        assert b"@" in of_then
        return b'"id":"%s"' % base64.b64encode(of_then.partition(b"@")[0])

    return re.sub(rb'"id":"([^"]*)"', id_now, answer)
