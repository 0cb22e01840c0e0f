"""The log as a file: appended elsewhere, restored, cited."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from command_line import run_annals, started
from golden_forms import put_old_form
from service import eventually, holders
from turmoil import REVISIONS, TURMOIL
from world import World, a_world, bare_database

from api.exporting.details import selection
from api.exporting.events import EVENT
from domain.postgres.locks import AdvisoryLock
from scripts.support.asking import ask

QUESTIONS = (
    f"{{ events(filter: {{includeRetracted: true}}, orderBy: POSITION_ASC, first: 1000) {{ nodes {{ {EVENT} {selection()} }} }} }}",
    "{ actors(first: 1000) { nodes { ref kind name aliases codes { scheme code } offices { office of { ref } } eventCount"
    " predecessors { ref } successors { ref } } } }",
    '{ relationship(between: ["Kim Jong Un", "RUS"]) { eventCount reportCount cooperation kinds { kind count } } }',
    '{ appearances(together: ["PRK", "RUS"]) { ordinal event { key } sincePrevious { days } } }',
    "{ places(first: 1000) { nodes { ref name kind within { ref } latitude } } sources { nodes { ref publisher url } } }",
)
NEW = ("position", "recordedAt", "appendedBy", "program")
"""What is another log's own."""


@pytest.fixture
def eventful(told: World) -> World:
    """A world that has read the article, and seen every revision there is."""
    told.append(*(raw for raw in TURMOIL if raw["kind"] != "SourceRegistered"))
    for revision in REVISIONS:
        told.append(revision)
    return told


@pytest.fixture
def exported(eventful: World, tmp_path: Path) -> Path:
    """Its log as a file."""
    file = tmp_path / "log.ndjson"
    assert run_annals(eventful.url, "export", "ndjson", "--output", file).code == 0
    return file


@pytest.fixture
def elsewhere(server_url: str) -> Iterator[str]:
    """Another database with nothing in it."""
    with bare_database(server_url) as url:
        yield url


def answers(url: str) -> list[Any]:
    """What a database answers, but for what is its own."""
    with a_world(url):
        return [_without(NEW, ask(url, question).response["data"]) for question in QUESTIONS]


def _without(names: tuple[str, ...], value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(names, part) for name, part in value.items() if name not in names}
    return [_without(names, part) for part in value] if isinstance(value, list) else value


def stored(url: str) -> list[tuple[Any, ...]]:
    """The log, byte for byte."""
    with psycopg.connect(url) as conn:
        return conn.execute("SELECT * FROM annals.annals_events ORDER BY notification_id").fetchall()


def test_appended_elsewhere_it_gives_the_same_answers(eventful: World, exported: Path, elsewhere: str) -> None:
    answer = run_annals(elsewhere, "append", exported)

    assert (answer.code, answer.err) == (0, "")
    assert answers(elsewhere) == answers(eventful.url)


def test_appended_twice_or_where_it_comes_from_it_changes_nothing(eventful: World, exported: Path, elsewhere: str) -> None:
    entries = len(exported.read_text().splitlines())
    run_annals(elsewhere, "append", exported)

    again, back = (run_annals(url, "append", exported, "--format", "json") for url in (elsewhere, eventful.url))

    assert [(a.json["recorded"], a.json["already_recorded"]) for a in (again, back)] == [(0, entries)] * 2


def test_restored_it_is_the_same_log_byte_for_byte(eventful: World, exported: Path, elsewhere: str) -> None:
    put_old_form(eventful)
    run_annals(eventful.url, "export", "ndjson", "--output", exported)

    answer = run_annals(elsewhere, "restore", exported)

    assert answer.code == 0
    assert stored(elsewhere) == stored(eventful.url)
    assert run_annals(elsewhere, "verify").code == 0
    assert run_annals(elsewhere, "cite").out == run_annals(eventful.url, "cite").out


def test_a_restored_log_goes_on_after_its_last_position(eventful: World, exported: Path, elsewhere: str) -> None:
    run_annals(elsewhere, "restore", exported)

    with a_world(elsewhere) as world:
        (outcome,) = world.append({"kind": "CallHeld", "key": "new", "participants": ["PRK", "RUS"]})

    assert outcome.position == eventful.log.head() + 1


def test_a_log_as_of_a_position_is_restored_as_it_was_then(eventful: World, elsewhere: str, tmp_path: Path) -> None:
    file, head = tmp_path / "then.ndjson", eventful.log.head() - len(REVISIONS)
    run_annals(eventful.url, "export", "ndjson", "--as-of", str(head), "--output", file)

    run_annals(elsewhere, "restore", file)

    assert stored(elsewhere) == [row for row in stored(eventful.url) if row[4] <= head]
    cited = run_annals(elsewhere, "cite").out
    assert run_annals(eventful.url, "verify", "--citation", cited).code == 0


def test_a_database_that_is_not_empty_is_left_alone(exported: Path, eventful: World) -> None:
    before = stored(eventful.url)

    answer = run_annals(eventful.url, "restore", exported)

    assert answer.code == 2
    assert "restored only into an empty one; name a new database" in answer.err
    assert stored(eventful.url) == before


def test_a_file_with_anything_wrong_restores_nothing_and_says_on_which_line(exported: Path, elsewhere: str) -> None:
    lines = exported.read_text().splitlines(keepends=True)
    exported.write_text("".join([*lines[:9], lines[9].replace('"version":1', '"version":0'), *lines[10:]]))

    answer = run_annals(elsewhere, "restore", exported)

    assert answer.code == 2
    assert answer.err.startswith(f"error: {exported}:10: logged.version: ")
    assert answer.err.endswith("error: nothing was restored\n")
    assert stored(elsewhere) == []


def test_a_stream_with_a_version_missing_restores_nothing(exported: Path, elsewhere: str) -> None:
    lines = [line for line in map(json.loads, exported.read_text().splitlines()) if line["logged"]["version"] != 2]
    exported.write_text("".join(json.dumps(line) + "\n" for line in lines))

    answer = run_annals(elsewhere, "restore", exported)

    assert answer.code == 2
    assert stored(elsewhere) == []


@pytest.mark.slow
def test_a_restore_killed_in_the_middle_has_restored_nothing(exported: Path, elsewhere: str) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)

    with started(elsewhere, "restore", "-") as restore:
        assert restore.stdin is not None
        restore.stdin.write(b"".join(lines[:-1]).decode())
        restore.stdin.flush()
        eventually(lambda: holders(elsewhere, AdvisoryLock.APPEND))
        restore.kill()
        restore.wait()
    eventually(lambda: not holders(elsewhere, AdvisoryLock.APPEND))

    assert stored(elsewhere) == []
    assert run_annals(elsewhere, "restore", exported).code == 0


def test_a_part_of_the_log_stands_on_its_own(eventful: World, elsewhere: str, tmp_path: Path) -> None:
    file = tmp_path / "part.ndjson"
    told = run_annals(eventful.url, "export", "ndjson", "--kind", "CallHeld", "--output", file)

    answer = run_annals(elsewhere, "append", file)

    assert (told.code, answer.code) == (0, 0)
    question = f'{{ event(key: "call") {{ {EVENT} {selection()} }} }}'
    with a_world(elsewhere) as world:
        assert _without(NEW, world.ask(question)) == _without(NEW, eventful.ask(question))
        assert world.ask("{ events { totalCount } }") == {"events": {"totalCount": 1}}


def test_a_part_brings_along_what_its_events_point_at_and_says_so(eventful: World, tmp_path: Path) -> None:
    told = run_annals(eventful.url, "export", "ndjson", "--kind", "SummitHeld", "--occurred", "2025", "--output", tmp_path / "part")

    assert "2 events added: not asked for, but pointed at by others or merged with them" in told.err


def test_a_line_of_an_export_with_something_else_in_logged_is_refused(elsewhere: str) -> None:
    answer = run_annals(elsewhere, "append", "-", stdin=b'{"kind": "CallHeld", "key": "k", "logged": "2025"}')

    assert answer.code == 2
    assert "logged: is what annals export notes of an entry; leave it out" in answer.err
