"""Doubles at the command line: listed, judged, written down for a person to edit, and what the API counts then."""

from pathlib import Path
from typing import Any

import pytest
from command_line import Answer, run_annals
from world import World

SOURCES = [{"kind": "SourceRegistered", "id": id} for id in ("paper", "other-paper", "third-paper")]


def a_call(key: str, one: str, other: str, source: str) -> dict[str, Any]:
    fields = {"kind": "InteractionCoded", "key": key, "scheme": "icews", "code": "041", "occurred": "2025-09-05"}
    return fields | {"source": one, "target": other, "report": {"source": source}}


CALLS = [
    a_call("call-1", "PRK", "RUS", "paper"),
    a_call("call-2", "PRK", "RUS", "other-paper"),
    a_call("call-3", "RUS", "PRK", "third-paper"),
]

COUNTS = """{
  relationship(between: ["PRK", "RUS"]) { eventCount reportCount cooperation kinds { count } timeline { eventCount reportCount } }
  relationships(actor: "PRK") { nodes { eventCount reportCount } }
  events(filter: {kinds: [INTERACTION_CODED]}) { totalCount nodes { reportCount reports { source { ref } } } }
  actor(ref: "PRK") { eventCount }
  event(key: "call-3") { key reportCount }
}"""


@pytest.fixture
def calls(world: World) -> World:
    """A world with three rows of one telephone call."""
    world.append(*SOURCES, *CALLS)
    return world


def annals(world: World, *arguments: str | Path) -> Answer:
    answer = run_annals(world.url, *arguments)
    world.views.fold()
    return answer


def test_events_and_reports_are_counted_apart_once_events_are_merged(calls: World) -> None:
    before = calls.ask(COUNTS)

    merged = annals(calls, "events", "merge", "call-1", "call-2", "call-3", "--reason", "one call")
    after = calls.ask(COUNTS)
    unmerged = annals(calls, "events", "unmerge", "call-1", "call-2", "call-3")

    assert (merged.code, unmerged.code) == (0, 0)
    assert before["relationship"] == {
        "eventCount": 3,
        "reportCount": 3,
        "cooperation": 3,
        "kinds": [{"count": 3}],
        "timeline": [{"eventCount": 3, "reportCount": 3}],
    }
    assert after["relationship"] == {
        "eventCount": 1,
        "reportCount": 3,
        "cooperation": 1,
        "kinds": [{"count": 1}],
        "timeline": [{"eventCount": 1, "reportCount": 3}],
    }
    assert after["relationships"]["nodes"] == [{"eventCount": 1, "reportCount": 3}]
    (event,) = after["events"]["nodes"]
    assert (after["events"]["totalCount"], event["reportCount"]) == (1, 3)
    assert [report["source"]["ref"] for report in event["reports"]] == ["paper", "other-paper", "third-paper"]
    assert after["actor"] == {"eventCount": 1}
    assert after["event"] == {"key": "call-1", "reportCount": 3}
    assert calls.ask(COUNTS) == before


def test_a_verdict_undone_can_be_said_again_in_the_same_words(calls: World) -> None:
    for _ in range(2):
        annals(calls, "events", "merge", "call-1", "call-2")
        assert calls.ask(COUNTS)["actor"] == {"eventCount": 2}
        annals(calls, "events", "unmerge", "call-1", "call-2")
        assert calls.ask(COUNTS)["actor"] == {"eventCount": 3}


def test_a_verdict_said_twice_is_recorded_once(calls: World) -> None:
    first = annals(calls, "events", "merge", "call-1", "call-2", "--format", "json").json
    second = annals(calls, "events", "merge", "call-1", "call-2", "--format", "json").json

    assert (first["status"], second["status"]) == ("recorded", "already recorded")
    assert first["position"] == second["position"]


def test_the_list_is_a_table_or_json(calls: World) -> None:
    table = annals(calls, "events", "suggest", "--first", "1")
    listed = annals(calls, "events", "suggest", "--format", "json").json

    assert "0.86" in table.out
    assert "2 likely doubles; the 1 likeliest are shown." in table.out
    assert [(s["score"], s["survivor"], s["duplicate"]) for s in listed] == [(0.86, "call-1", "call-2"), (0.85, "call-1", "call-3")]


def test_what_is_told_apart_is_listed_no_more(calls: World) -> None:
    answer = annals(calls, "events", "distinguish", "call-1", "call-2", "call-3", "--reason", "they called three times")

    assert answer.code == 0
    assert [s["survivor"] for s in annals(calls, "events", "suggest", "--format", "json").json] == ["call-2"]
    history = calls.ask('{ event(key: "call-1") { history { entryKind reason } } }')["event"]["history"]
    assert {"entryKind": "EventsDistinguished", "reason": "they called three times"} in history


def test_proposals_are_written_for_a_person_to_edit_and_append(calls: World, tmp_path: Path) -> None:
    file = tmp_path / "merges.yaml"

    written = annals(calls, "events", "suggest", "--above", "0.8", "--write", file)
    appended = annals(calls, "append", file)
    again = annals(calls, "append", file)

    assert f"1 merges are in {file}" in written.out
    assert "# 0.86 call-1 / call-2: the same parties, code and day, no place named" in file.read_text()
    assert "1 recorded" in appended.out
    assert "0 recorded, 1 already recorded" in again.out
    assert calls.ask(COUNTS)["event"] == {"key": "call-1", "reportCount": 3}


def test_a_proposal_edited_to_a_no_is_kept_as_one(calls: World, tmp_path: Path) -> None:
    file = tmp_path / "merges.yaml"
    annals(calls, "events", "suggest", "--above", "0.86", "--write", file)
    file.write_text(
        file.read_text().replace("- kind: EventsMerged", "- kind: EventsDistinguished").replace("duplicates:", "others:")
    )

    assert annals(calls, "append", file).code == 0

    assert ("call-1", "call-2") not in [
        (s["survivor"], s["duplicate"]) for s in annals(calls, "events", "suggest", "--format", "json").json
    ]


def test_what_was_unmerged_and_is_proposed_again_can_be_appended_again(calls: World, tmp_path: Path) -> None:
    for number in range(2):
        file = tmp_path / f"merges-{number}.yaml"
        annals(calls, "events", "suggest", "--above", "0.86", "--write", file)
        assert "1 recorded" in annals(calls, "append", file).out
        annals(calls, "events", "unmerge", "call-1", "call-2")


def test_a_file_that_is_there_is_not_overwritten(calls: World, tmp_path: Path) -> None:
    file = tmp_path / "merges.yaml"
    file.write_text("mine")

    answer = annals(calls, "events", "suggest", "--write", file)

    assert answer.code == 2
    assert "is there already; name another file" in answer.err
    assert file.read_text() == "mine"


def test_where_nothing_is_alike_no_file_is_written(world: World, tmp_path: Path) -> None:
    file = tmp_path / "merges.yaml"

    answer = annals(world, "actors", "suggest", "--write", file)

    assert answer.code == 0
    assert "0 likely doubles." in answer.out
    assert f"0 merges to write; there is no {file}" in answer.out
    assert not file.exists()


def test_actors_are_listed_merged_told_apart_and_taken_apart(world: World) -> None:
    def listed() -> list[tuple[str, int, str]]:
        found = annals(world, "actors", "suggest", "--format", "json").json
        return [(s["survivor"]["ref"], s["survivor"]["events"], s["duplicate"]["ref"]) for s in found]

    for id in ("v-putin", "vladimir-putin"):
        world.append({"kind": "ActorRegistered", "id": id, "actor_kind": "person", "name": "Vladimir Putin", "of": "RUS"})
    world.append({"kind": "CallHeld", "key": "call", "participants": ["vladimir-putin", "PRK"]})
    first = listed()
    table = annals(world, "actors", "suggest").out
    annals(world, "actors", "merge", "vladimir-putin", "v-putin")
    merged, ref = listed(), world.ask('{ actor(ref: "v-putin") { ref } }')["actor"]["ref"]
    annals(world, "actors", "unmerge", "vladimir-putin", "v-putin")
    apart = listed()
    annals(world, "actors", "distinguish", "v-putin", "vladimir-putin")

    assert first == apart == [("vladimir-putin", 1, "v-putin")]
    assert "both are called Vladimir Putin" in table
    assert (merged, ref) == ([], "vladimir-putin")
    assert listed() == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("actors", "merge", "PRK", "Nowhereland"), "ActorsMerged: duplicates.0: unknown actor 'Nowhereland'"),
        (("actors", "merge", "PRK", "North Korea"), "ActorsMerged: duplicates: merges something with itself"),
        (("actors", "unmerge", "PRK", "KOR"), "ActorsUnmerged: duplicates: takes apart what is not merged"),
        (("events", "merge", "call-1", "call-7"), "EventsMerged: duplicates.0: unknown event 'call-7'; did you mean call-"),
        (("events", "distinguish", "call-1", "call-1"), "EventsDistinguished: others: tells something apart from itself"),
    ],
)
def test_a_wrong_verdict_is_refused_with_what_is_wrong(calls: World, words: tuple[str, ...], message: str) -> None:
    head = calls.log.head()

    answer = annals(calls, *words)

    assert answer.code == 2
    assert message in answer.err
    assert "error: nothing was recorded" in answer.err
    assert calls.log.head() == head
