"""What `annals append` records, and what it says of files with something wrong in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import run_annals
from world import new_database

from scripts.demo import ARTICLE

CAST = """\
- {kind: SourceRegistered, id: paper, publisher: The Paper}
- {kind: ActorRegistered, id: kim-jong-un, actor_kind: person, name: Kim Jong Un, of: PRK}
- {kind: TroopsDispatched, key: troops-2024, sender: PRK, recipient: RUS, occurred: 2024/.., troops: {best: 15000}}
"""

GOOD = "- {kind: SourceRegistered, id: other-paper, publisher: Other}\n"

WRONG = {
    "a misspelt actor": (
        "- kind: VisitMade\n  key: visit\n  visitor: {actor: kim-jong-on}\n  host: RUS\n",
        "bad.yaml:4: VisitMade: visitor.actor: unknown actor 'kim-jong-on'; did you mean kim-jong-un?",
    ),
    "an impossible date": (
        "- kind: SummitHeld\n  key: summit\n  occurred: 2025-02-30\n  participants: [PRK, RUS]\n",
        "bad.yaml:4: SummitHeld: occurred: '2025-02-30' is not a date: February 2025 has 28 days",
    ),
    "an unknown kind": (
        "- key: summit\n  kind: SumitHeld\n",
        "bad.yaml:3: entry: kind: unknown kind 'SumitHeld'; did you mean SummitHeld? annals kinds lists the kinds of events",
    ),
    "no kind": ("- key: summit\n", "bad.yaml:2: entry: kind: is missing"),
    "a field too many": (
        "- kind: SummitHeld\n  key: summit\n  participants: [PRK, RUS]\n  hosst: CHN\n",
        "bad.yaml:5: SummitHeld: hosst: SummitHeld has no such field; did you mean host?",
    ),
    "a field too many inside": (
        "- kind: SummitHeld\n  key: summit\n  participants:\n    - PRK\n    - actr: RUS\n      actor: RUS\n",
        "bad.yaml:6: SummitHeld: participants.1.actr: Party has no such field; did you mean actor?",
    ),
    "a field too many in a replacement": (
        "- kind: EventCorrected\n  event: troops-2024\n  reason: x\n"
        "  replacement: {kind: TroopsDispatched, sender: PRK, recipient: RUS,\n    trops: {best: 1}}\n",
        "bad.yaml:6: EventCorrected: replacement.trops: TroopsDispatched has no such field; did you mean troops?",
    ),
    "a field missing": (
        "- kind: SummitHeld\n  key: summit\n",
        "bad.yaml:2: SummitHeld: participants: is missing",
    ),
    "the same key with other content": (
        "- kind: TroopsDispatched\n  key: troops-2024\n  sender: PRK\n  recipient: RUS\n  occurred: 2024/..\n",
        "bad.yaml:3: TroopsDispatched: key: is recorded already with other content (other troops);"
        " append an EventCorrected with changes: {troops: null} instead",
    ),
    "a revision of an unknown event": (
        "- kind: EventRetracted\n  reason: wrong\n  event: troops-2042\n",
        "bad.yaml:4: EventRetracted: event: unknown event 'troops-2042'; did you mean troops-2024?",
    ),
    "a figure that the event has not": (
        "- kind: EventCorroborated\n  event: troops-2024\n  report: {source: paper, says: {tanks: {best: 3}}}\n",
        "bad.yaml:4: EventCorroborated: report.says: TroopsDispatched has no figure 'tanks'; it has ships, aircraft, vehicles,",
    ),
    "a key that is no key": (
        "- kind: EventRetracted\n  event: troops-2024\n  reason: x\n  key: two words\n",
        "bad.yaml:5: EventRetracted: key: 'two words' will not do; write letters, digits",
    ),
    "an unknown hedge": (
        "- kind: EventCorroborated\n  event: troops-2024\n  report:\n    source: paper\n    hedge: sure\n",
        "bad.yaml:6: EventCorroborated: report.hedge: 'sure' is not one of 'asserted', 'reported', 'alleged' or 'denied'",
    ),
    "broken YAML": ("- kind: [\n- b\n", "bad.yaml:3: is not YAML: "),
    "not UTF-8": (
        "- kind: \udce9\n",
        "bad.yaml:2: is not UTF-8: byte 0xe9 at column 9 does not belong there; save",
    ),
}


@pytest.fixture(scope="module")
def stocked_url(server_url: str) -> Iterator[str]:
    """A database that holds the cast; what is refused leaves it as it is."""
    with new_database(server_url) as url:
        assert run_annals(url, "append", "-", stdin=CAST.encode()).code == 0
        yield url


def head(url: str) -> int:
    return int(run_annals(url, "status", "--format", "json").json["head"])


@pytest.mark.parametrize("wrong", WRONG)
def test_one_bad_entry_among_good_ones_refuses_all_and_names_its_place(stocked_url: str, tmp_path: Path, wrong: str) -> None:
    text, said = WRONG[wrong]
    file = tmp_path / "bad.yaml"
    file.write_bytes((GOOD + text).encode(errors="surrogateescape"))
    before = head(stocked_url)

    answer = run_annals(stocked_url, "append", file)

    assert (answer.code, answer.out) == (2, "")
    assert f"{tmp_path}/{said}" in answer.err
    assert answer.err.splitlines()[1:] == ["error: nothing was recorded"]
    assert head(stocked_url) == before


def test_the_problems_of_all_files_are_told_at_once(stocked_url: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.json"
    one.write_text("- {kind: SummitHeld, key: a, participants: [PRK, RUS], occurred: 2025-13}\n- {kind: Summit, key: b}\n")
    two.write_text('[\n{"kind": "EventRetracted",\n"event": "troops-2024"}]')

    answer = run_annals(stocked_url, "append", one, two)

    places = [line.removeprefix(f"{tmp_path}/").split(" ")[0] for line in answer.err.splitlines()]
    assert places == ["one.yaml:1:", "one.yaml:2:", "two.json:2:", "error:"]


def test_all_objections_of_the_log_are_told_at_once(stocked_url: str) -> None:
    entries = "- {kind: EventReinstated, event: troops-2024}\n- {kind: SourceRegistered, id: paper, publisher: Another}\n"

    answer = run_annals(stocked_url, "append", "-", stdin=entries.encode())

    assert "standard input:1: EventReinstated: event: reinstates an event that is not retracted" in answer.err
    assert "standard input:2: SourceRegistered: id: is recorded already with other content (other publisher)" in answer.err


def test_the_same_key_twice_in_one_call_is_told_apart_from_one_in_the_log(stocked_url: str) -> None:
    entries = "- {kind: SourceRegistered, id: x, title: A}\n- {kind: SourceRegistered, id: x, title: B}\n"

    answer = run_annals(stocked_url, "append", "-", stdin=entries.encode())

    assert "standard input:2: SourceRegistered: id: is in this call already with other content (other title)" in answer.err


def test_a_file_that_is_not_there_is_bad_input(stocked_url: str) -> None:
    answer = run_annals(stocked_url, "append", "/nowhere.yaml")

    assert answer == (2, "", "/nowhere.yaml: cannot be read: No such file or directory\nerror: nothing was recorded\n")


def test_a_dry_run_tells_what_would_be_recorded_and_records_nothing(stocked_url: str) -> None:
    before = head(stocked_url)

    answer = run_annals(stocked_url, "append", "--dry-run", "-", stdin=(CAST + GOOD).encode())

    assert "standard input: 1 would be recorded, 3 already recorded" in answer.out
    assert head(stocked_url) == before


def test_appending_the_article_twice_records_it_once(database_url: str) -> None:
    first = run_annals(database_url, "append", ARTICLE, "--format", "json").json

    second = run_annals(database_url, "append", ARTICLE, "--format", "json").json

    count = len(first["entries"])
    assert (first["recorded"], first["already_recorded"]) == (count, 0)
    assert (second["recorded"], second["already_recorded"]) == (0, count)
    assert [e["position"] for e in second["entries"]] == [e["position"] for e in first["entries"]]
    assert second["head"] == first["head"] == max(e["position"] for e in first["entries"])


def test_what_was_appended_is_in_the_views_at_once(database_url: str) -> None:
    run_annals(database_url, "append", ARTICLE)

    status = run_annals(database_url, "status", "--format", "json").json

    assert status["lag"] == 0
    assert {"kind": "SUMMIT_HELD", "count": 4} in status["counts"]


def test_entries_may_come_a_line_each_and_in_any_order(database_url: str) -> None:
    lines = b"""\
{"kind": "EventCorroborated", "event": "t", "report": {"source": "p", "says": {"troops": {"low": 10000, "high": 12000}}}}
{"kind": "TroopsDispatched", "key": "t", "sender": "North Korea", "recipient": "RU", "troops": {"best": 15000, "approximate": true}}
{"kind": "SourceRegistered", "id": "p"}
"""

    answer = run_annals(database_url, "append", "-", "--format", "json", "--by", "Ada", stdin=lines)

    revision, event, source = (e["position"] for e in answer.json["entries"])
    assert source < event < revision
    history = run_annals(database_url, "query", stdin=b'{ event(key: "t") { history { appendedBy } } }').json
    assert {revision["appendedBy"] for revision in history["data"]["event"]["history"]} == {"Ada"}


def test_an_append_takes_no_surname_for_somebody_and_names_who_may_be_meant(database_url: str) -> None:
    people = b"""\
- {kind: ActorRegistered, id: vladimir-putin, actor_kind: person, name: Vladimir Putin, of: RUS}
- {kind: CallHeld, key: call-1, occurred: 2026-03-01, participants: [vladimir-putin, China]}
"""
    assert run_annals(database_url, "append", "-", stdin=people).code == 0
    call = b"""\
- {kind: ActorRegistered, id: recep-tayyip-erdogan, actor_kind: person, name: Recep Tayyip Erdogan, of: TUR}
- {kind: CallHeld, key: call-2, occurred: 2026-03-02, participants: [Putin, Erdogan]}
"""

    answer = run_annals(database_url, "append", "-", stdin=call)

    assert answer.code == 2
    assert "unknown actor 'Putin'; did you mean vladimir-putin" in answer.err
    assert "unknown actor 'Erdogan'; did you mean recep-tayyip-erdogan" in answer.err
