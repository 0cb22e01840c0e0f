"""The log as text: read back it is the same, and what was tampered with is noticed."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from dsl import Memory, Raw, a_report, a_summit, read
from examples import GOLDEN
from histories import START, histories, told
from hypothesis import given, settings

from domain.errors import BadInput
from domain.kinds import BY_TOPIC
from domain.log import Log
from domain.log.archive.citation import Checksum
from domain.log.archive.lines import ArchiveReader, End, write_line
from domain.log.store.recorder import LoggedEvent
from domain.log.stored import read_stored

FILES = sorted(GOLDEN.glob("*.json"))
BEGIN = datetime(2025, 9, 3, 12, tzinfo=UTC)


def stored(number: int, topic: str, state: bytes) -> LoggedEvent:
    """Stored bytes as a log has them at a position."""
    dated = LoggedEvent(uuid4(), 1, topic, state, number, BEGIN + timedelta(microseconds=number))
    if topic not in BY_TOPIC:
        return dated
    return LoggedEvent(read_stored(dated).entry.stream, 1, topic, state, number, dated.recorded_at)


def written(entries: Sequence[LoggedEvent]) -> list[bytes]:
    """The lines of an exported log."""
    checksum = Checksum()
    for dated in entries:
        checksum.add(dated)
    end = End(entries=checksum.entries, sha256=checksum.sha256)
    return [write_line(dated, end if dated is entries[-1] else None)[0] for dated in entries]


def restored(lines: Sequence[bytes]) -> list[LoggedEvent]:
    """What the lines of an exported log stand for."""
    archive = ArchiveReader()
    entries = [archive.read(line)[0] for line in lines]
    archive.check_end()
    return entries


def a_log(*raws: Raw) -> list[LoggedEvent]:
    memory = Memory()
    memory.given(*START, *raws)
    return list(memory.log.walk(memory.log.head()))


def test_every_form_that_was_ever_stored_comes_back_byte_for_byte() -> None:
    entries = [stored(n, path.stem.partition(".")[0], path.read_bytes().strip()) for n, path in enumerate(FILES, start=1)]

    assert restored(written(entries)) == entries


def test_a_line_repeats_the_bytes_only_where_it_does_not_give_them() -> None:
    old, new = (GOLDEN / f"interaction_coded{version}.json" for version in ("", ".v2"))

    lines = [
        orjson.loads(line)
        for line in written([stored(n, "interaction_coded", p.read_bytes().strip()) for n, p in ((1, old), (2, new))])
    ]

    assert ["state" in line["logged"] for line in lines] == [True, False]
    assert lines[0]["coded_quad"] == "material_cooperation"


def test_an_entry_of_a_kind_that_is_not_known_is_kept_and_told() -> None:
    unknown = stored(1, "war_ended", b'{"content": {}}')

    line, readable = write_line(unknown)

    assert not readable
    assert orjson.loads(line)["kind"] == "war_ended"
    assert ArchiveReader().read(line) == (unknown, None)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(history=histories)
def test_an_exported_log_appended_elsewhere_holds_the_same_entries_in_the_same_streams(history: list[Raw]) -> None:
    memory = Memory()
    memory.given(*START)
    list(told(memory, history))
    lines = written(list(memory.log.walk(memory.log.head())))

    elsewhere = Log.in_memory()
    elsewhere.append(read(*map(orjson.loads, lines)), "somebody else", as_given=True)

    assert contents(elsewhere) == contents(memory.log)


def contents(log: Log) -> list[Any]:
    """The entries of a log and their places, but for who appended them and when."""
    return [(r.position, r.stream, r.version, r.entry) for r in log.read(limit=10_000)]


def test_a_log_that_is_cut_off_is_refused() -> None:
    lines = written(a_log())

    with pytest.raises(BadInput, match="is cut off"):
        restored(lines[:-1])


def change(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"They met.", b"They wed.") for line in lines]


@pytest.mark.parametrize(
    ("tampered", "problem"),
    [
        (change, "the checksum differs"),
        (lambda lines: lines[1:], "the checksum differs"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "was recorded before the line above it"),
        (lambda lines: [*lines, lines[-1]], "follows the line that says it is the last"),
        (lambda lines: [line.replace(b'"kind":"SummitHeld"', b'"kind":"SumitHeld"') for line in lines], "did you mean SummitHeld"),
        (lambda lines: [line.replace(b'"key":"met"', b'"key":"wed"') for line in lines], "logged.stream"),
        (lambda lines: [line.replace(b'"position":1,', b'"position":0,') for line in lines], "logged.position"),
        (lambda lines: [line.replace(b'"logged":', b'"noted":') for line in lines], "has no 'logged'"),
        (lambda lines: [b"{", *lines], "is not JSON"),
    ],
    ids=["changed", "left out", "exchanged", "repeated", "unknown kind", "other event", "no position", "plain", "broken"],
)
def test_a_log_that_was_tampered_with_is_refused(tampered: Callable[[list[bytes]], list[bytes]], problem: str) -> None:
    lines = written(a_log(a_summit("met", report=a_report(quote="They met."))))
    assert restored(lines)

    with pytest.raises(BadInput, match=problem):
        restored(tampered(lines))


def test_the_salt_of_a_sealed_entry_goes_with_it() -> None:
    logged, salt = stored(1, "unheard_of", b"x"), bytes(range(16))

    line, _ = write_line(logged, salt=salt)

    assert ArchiveReader().read(line) == (logged, salt)


@pytest.mark.parametrize("salt", ["", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAA", 7])
def test_a_salt_that_is_none_is_refused(salt: object) -> None:
    line, _ = write_line(stored(1, "unheard_of", b"x"))
    raw = orjson.loads(line)
    raw["logged"]["salt"] = salt

    with pytest.raises(BadInput, match=r"logged\.salt"):
        ArchiveReader().read(orjson.dumps(raw))
