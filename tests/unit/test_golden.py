"""What was ever stored is read for ever."""

from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from dsl import read
from eventsourcing.persistence import StoredEvent
from examples import GOLDEN, golden_file, raw_of

from domain.entries import Entry
from domain.kinds import BY_TOPIC, ENTRY_KINDS
from domain.log import Log
from domain.log.stored import read_stored
from domain.revisions import EventCorrected

FILES = sorted(GOLDEN.glob("*.json"))
LINES = {path.stem: path.read_bytes().removesuffix(b"\n") for path in FILES}


def stored(path: Path) -> StoredEvent:
    return StoredEvent(UUID(int=0), 1, path.stem.partition(".")[0], LINES[path.stem])


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_every_kind_has_a_golden_file_of_todays_form(kind: type[Entry]) -> None:
    assert golden_file(kind, kind.VERSION).exists(), "run tests/examples.py, look at what it writes, and commit it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_stored_entry_can_be_read(path: Path) -> None:
    entry = read_stored(stored(path))

    assert stored(path).topic == entry.entry.TOPIC
    assert (entry.appended_by, entry.program) == ("tester", "annals 0.1.0")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_entry_of_todays_form_is_written_as_it_was(path: Path) -> None:
    entry: Any = read_stored(stored(path))
    if orjson.loads(LINES[path.stem])["version"] < BY_TOPIC[stored(path).topic].VERSION:
        pytest.skip("an older form")

    assert Log.in_memory().mapper.to_stored_event(entry).state == LINES[path.stem]


@pytest.mark.parametrize("kind", ENTRY_KINDS, ids=lambda kind: kind.TOPIC)
def test_an_example_leaves_no_field_out(kind: type[Entry]) -> None:
    (entry,) = read(raw_of(kind))

    # The version is found when the entry is appended; a correction has changes, or a replacement with what it drops.
    elsewhere = {"version"} if kind is not EventCorrected else {"changes", "drop"}
    assert kind.model_fields.keys() - elsewhere == entry.content().keys() - elsewhere


def test_no_golden_file_is_of_an_unknown_kind() -> None:
    assert {stored(path).topic for path in FILES} <= BY_TOPIC.keys()
