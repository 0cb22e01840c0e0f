"""`annals show` prints what a file of entries would have; it can be edited and appended again."""

from collections.abc import Iterator

import pytest
import yaml
from command_line import Answer, run_annals
from world import new_database

from domain.identity import event_id, relay_id

CAST = """\
- {kind: SourceRegistered, id: morning, publisher: The "Morning", url: "https://example.org/a?b=c", published: 2025-09-03}
- {kind: SourceRegistered, id: evening}
- {kind: ActorRegistered, id: kim-jong-un, actor_kind: person, name: Kim Jong Un, of: PRK}
- {kind: ActorAliased, actor: kim-jong-un, alias: "Chairman: Kim"}
- {kind: OfficeHeld, actor: kim-jong-un, office: Chairman, of: PRK, held: 2016-06-29/..}
- {kind: PlaceRegistered, id: oslo, name: Oslo, place_kind: city, within: NO, aliases: ["012", "null"], latitude: 59.91}
- {kind: SummitHeld, key: summit, occurred: 2023-09, participants: [PRK, RUS]}
- kind: TroopsDispatched
  key: troops
  sender: {actor: kim-jong-un, representing: PRK}
  recipient: RUS
  occurred: 2024/..
  place: oslo
  follows: summit
  troops: {best: 15000, approximate: true}
  report: {source: morning, quote: "He said: \\"yes\\"\\n# and - no", stated_in: summit}
"""
LATER = """\
- {kind: EventCorroborated, event: troops, report: {source: evening, says: {troops: {low: 10000, high: 12000}}}}
- {kind: EventCorrected, event: troops, changes: {occurred: 2024-10/.., troops: {best: 14000}}, reason: a misprint}
- {kind: ReportCorrected, event: troops, source: evening, changes: {hedge: alleged, dated: 2025-09-04}, reason: read again}
"""
REFS = [
    "troops",
    str(event_id("troops")),
    relay_id("Event", event_id("troops")),
    "kim-jong-un",
    "Chairman: Kim",
    "oslo",
    "NOR",
    "morning",
]


@pytest.fixture(scope="module")
def url(server_url: str) -> Iterator[str]:
    """A database with a few of everything, one event of which was corroborated and corrected."""
    with new_database(server_url) as url:
        for text in (CAST, LATER):
            assert append(url, text).code == 0
        yield url


def append(url: str, text: str) -> Answer:
    return run_annals(url, "append", "-", stdin=text.encode())


def shown(url: str, *words: str) -> str:
    answer = run_annals(url, "show", *words)
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("format", ["yaml", "json"])
def test_what_is_shown_is_recorded_already(url: str, ref: str, format: str) -> None:
    answer = append(url, shown(url, ref, "--format", format))

    assert answer.code == 0, answer.err
    assert ": 0 recorded" in answer.out


def test_an_event_is_shown_as_last_corrected_with_every_report(url: str) -> None:
    (event,) = yaml.load(shown(url, "troops"), yaml.BaseLoader)

    assert (event["occurred"], event["follows"]) == ("2024-10/..", "summit")
    assert [(report["source"], report.get("says")) for report in event["report"]] == [
        ("morning", None),
        ("evening", {"troops": {"low": "10000", "high": "12000"}}),
    ]


def test_an_actor_is_shown_with_all_that_is_registered_of_it(url: str) -> None:
    entries = yaml.load(shown(url, "Kim Jong Un"), yaml.BaseLoader)

    assert [entry["kind"] for entry in entries] == ["ActorRegistered", "ActorAliased", "OfficeHeld"]


def test_what_was_edited_is_answered_with_the_correction_to_append(url: str) -> None:
    answer = append(url, shown(url, "troops").replace("best: 14000", "best: 13000"))

    assert answer.code == 2
    assert "(other troops); append an EventCorrected with changes: {troops: ...} instead" in answer.err


def test_a_correction_to_edit_changes_only_what_was_edited(server_url: str) -> None:
    with new_database(server_url) as url:
        append(url, CAST)
        form = shown(url, "troops", "--correct")
        unedited = append(url, form)
        edited = append(url, form.replace("best: 15000", "best: 14000").replace("reason:", "reason: a misprint"))
        history = shown(url, "troops", "--history")

    assert "reason: is empty" in unedited.err
    assert edited.code == 0, edited.err
    assert '#   troops: {"best":15000,"approximate":true} -> {"best":14000,"approximate":true}' in history
    assert history.count("#   ") == 2, "the figure changed in the event, and in the report that it came with"


def test_a_retracted_event_is_marked(server_url: str) -> None:
    with new_database(server_url) as url:
        append(url, CAST)
        append(url, "- {kind: EventRetracted, event: troops, reason: it was not so}")

        assert shown(url, "troops").startswith("# retracted")
        assert ": 0 recorded" in append(url, shown(url, "troops")).out


def test_a_registration_is_corrected_the_same_way(server_url: str) -> None:
    with new_database(server_url) as url:
        append(url, CAST)
        form = shown(url, "oslo", "--correct")
        replacement = form.index("replacement:")
        edited = form[:replacement] + form[replacement:].replace("name: Oslo", "name: Christiania")
        answer = append(url, edited.replace("reason:", "reason: its old name"))
        again = append(url, shown(url, "oslo"))

        assert answer.code == 0, answer.err
        assert "name: Christiania" in shown(url, "oslo")
        assert ": 0 recorded, 1 already recorded" in again.out


def test_the_history_tells_who_changed_what_and_is_recorded_already(url: str) -> None:
    history = shown(url, "troops", "--history")

    entries = yaml.load(history, yaml.BaseLoader)
    assert [entry["kind"] for entry in entries] == ["TroopsDispatched", "EventCorroborated", "EventCorrected", "ReportCorrected"]
    assert '#   occurred: "2024/.." -> "2024-10/.."' in history
    assert "#   reports.evening: nothing -> {" in history
    assert ": 0 recorded, 4 already recorded" in append(url, history).out


def test_a_merge_is_in_the_history_of_both(server_url: str) -> None:
    with new_database(server_url) as url:
        append(url, CAST)
        append(url, "- {kind: SummitHeld, key: double, participants: [PRK, RUS]}")
        append(url, "- {kind: EventsMerged, event: summit, duplicates: double}")

        assert '#   merged: nothing -> ["double"]' in shown(url, "summit", "--history")
        assert '#   merged_into: nothing -> "summit"' in shown(url, "double", "--history")


def test_what_is_not_there_is_answered_with_what_is_like_it(url: str) -> None:
    answer = run_annals(url, "show", "troop")

    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("error: unknown event, actor, place or source 'troop'; did you mean troops")


def test_what_stands_for_several_things_is_refused_with_the_id_of_each(url: str) -> None:
    append(url, "[{kind: SourceRegistered, id: bergen}, {kind: PlaceRegistered, id: bergen, name: Bergen, place_kind: city}]")

    answer = run_annals(url, "show", "bergen")

    assert answer.code == 2
    assert "reference 'bergen' is ambiguous; give one of the ids" in answer.err
    assert "(place)" in answer.err
    assert "(source)" in answer.err
