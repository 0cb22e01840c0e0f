"""What is said later changes the answers now, and none of those as of before."""

from typing import Any

import pytest
from world import World, limited

from domain.errors import BadInput, Refused

EVERYTHING = """query($at: Position!) {
  events(asOf: {position: $at}, filter: {includeRetracted: true}, first: 500, orderBy: POSITION_ASC) { totalCount nodes {
    id key kind title occurred { edtf } status retracted reportCount plover goldstein
    parties { actor { ref name } role representing { ref } }
    reports { quote hedge source { ref } says { field estimate { low high } } }
    history { position entryKind reason changes { field before after } }
    ... on TroopsDispatched { troops { best approximate } troopsRange { low best high approximate } } } }
  relationship(between: ["PRK", "RUS"], asOf: {position: $at}) {
    eventCount reportCount cooperation goldsteinMean kinds { kind count } }
  appearances(together: ["PRK", "RUS"], asOf: {position: $at}) { ordinal event { key } }
}"""


def troops(world: World, **as_of: int) -> dict[str, Any]:
    """What is known of the troops."""
    query = """query($asOf: AsOf) { event(key: "troops-prk-rus-2024", asOf: $asOf) { retracted reportCount
        reports { hedge } history { entryKind reason appendedBy changes { field before after } reports { source { ref } } }
        ... on TroopsDispatched { troops { best } troopsRange { low best high approximate } } } }"""
    event: dict[str, Any] = world.ask(query, asOf=as_of or None)["event"]
    return event


CORROBORATION = {
    "kind": "EventCorroborated",
    "event": "troops-prk-rus-2024",
    "report": {"source": "other-paper", "hedge": "alleged", "says": {"troops": {"low": "10000", "high": "12000"}}},
}
CORRECTION = {
    "kind": "EventCorrected",
    "event": "troops-prk-rus-2024",
    "reason": "the paper printed a correction",
    "replacement": {
        "kind": "TroopsDispatched",
        "occurred": "2024-10/..",
        "sender": "PRK",
        "recipient": "RUS",
        "troops": {"best": "14000", "approximate": "true"},
    },
}
RETRACTION = {"kind": "EventRetracted", "event": "troops-prk-rus-2024", "reason": "the source took it back"}


def test_a_corroboration_widens_the_range_and_leaves_the_figure(told: World) -> None:
    told.append(CORROBORATION)

    event = troops(told)

    assert event["troops"] == {"best": 15000}
    assert event["troopsRange"] == {"low": 10000, "best": None, "high": 15000, "approximate": True}
    assert [r["hedge"] for r in event["reports"]] == ["REPORTED", "ALLEGED"]
    assert event["history"][-1]["reports"] == [{"source": {"ref": "other-paper"}}]


def test_a_correction_changes_the_figure_and_tells_what_and_why(told: World) -> None:
    told.append(CORRECTION)

    event = troops(told)

    assert event["troops"] == {"best": 14000}
    assert event["reportCount"] == 1
    last = event["history"][-1]
    assert (last["entryKind"], last["reason"], last["appendedBy"]) == (
        "EventCorrected",
        "the paper printed a correction",
        "tester",
    )
    assert {"field": "occurred", "before": '"2024/.."', "after": '"2024-10/.."'} in last["changes"]


def test_a_retracted_event_counts_nowhere_and_a_reinstated_one_again(told: World) -> None:
    counts = '{ events { totalCount } relationship(between: ["PRK", "RUS"]) { eventCount } actor(ref: "PRK") { eventCount } }'
    before = told.ask(counts)

    told.append(RETRACTION)
    without = told.ask(counts)
    told.append({"kind": "EventReinstated", "event": "troops-prk-rus-2024"})

    assert without["events"]["totalCount"] == before["events"]["totalCount"] - 1
    assert without["relationship"]["eventCount"] == before["relationship"]["eventCount"] - 1
    assert without["actor"]["eventCount"] == before["actor"]["eventCount"] - 1
    assert told.ask(counts) == before


def test_a_retracted_event_is_still_found_by_its_key_and_on_request(told: World) -> None:
    told.append(RETRACTION)

    data = told.ask("{ events(filter: {kinds: [TROOPS_DISPATCHED], includeRetracted: true}) { nodes { retracted } } }")

    assert data["events"]["nodes"] == [{"retracted": True}]
    assert troops(told)["retracted"] is True


def test_answers_as_of_before_are_byte_for_byte_what_they_were(told: World) -> None:
    def everything(at: int) -> bytes:
        with limited(told, max_cost=10**9) as client:
            content: bytes = client.post("/graphql", json={"query": EVERYTHING, "variables": {"at": at}}).content
        assert b'"errors"' not in content
        return content

    before = told.log.head()
    answer = everything(before)

    for revision in (CORROBORATION, CORRECTION, RETRACTION):
        told.append(revision)
        told.append({"kind": "ActorAliased", "actor": "PRK", "alias": f"Chosun {revision['kind']}"})

    assert everything(before) == answer
    assert everything(told.log.head()) != answer


def test_a_withdrawn_report_is_gone_from_the_event_but_not_from_its_past(told: World) -> None:
    told.append(CORROBORATION)
    before = told.log.head()

    told.append({"kind": "ReportWithdrawn", "event": "troops-prk-rus-2024", "source": "other-paper", "reason": "an error"})

    assert troops(told)["reportCount"] == 1
    assert troops(told, position=before)["reportCount"] == 2


def test_the_grounds_of_a_retraction_are_no_account_of_the_event(told: World) -> None:
    told.append(RETRACTION | {"report": {"source": "other-paper", "quote": "We were wrong."}})

    event = troops(told)

    assert event["reportCount"] == 1
    assert event["history"][-1]["reports"] == [{"source": {"ref": "other-paper"}}]


def test_the_same_revision_twice_is_once_unless_it_has_a_key_of_its_own(told: World) -> None:
    told.append(RETRACTION)
    told.append({"kind": "EventReinstated", "event": "troops-prk-rus-2024"})

    (again,) = told.append(RETRACTION)
    (on_purpose,) = told.append(RETRACTION | {"key": "retracted-again"})

    assert (again.status, on_purpose.status) == ("already recorded", "recorded")
    assert troops(told)["retracted"] is True


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (CORROBORATION | {"event": "troops-prk-rus-2042"}, "did you mean troops-prk-rus-2024"),
        (
            {
                "kind": "EventCorroborated",
                "event": "troops-prk-rus-2024",
                "report": {"source": "other-paper", "says": {"troop": {"best": 1}}},
            },
            "has no figure 'troop'; it has troops",
        ),
        ({"kind": "EventReinstated", "event": "troops-prk-rus-2024"}, "not retracted"),
        ({"kind": "EventsMerged", "event": "troops-prk-rus-2024", "duplicates": ["troops-prk-rus-2024"]}, "with itself"),
        ({"kind": "EventsUnmerged", "event": "troops-prk-rus-2024", "duplicates": ["materiel-prk-rus-2024"]}, "not merged"),
        (
            {"kind": "RegistrationRetracted", "registration": {"kind": "ActorAliased", "actor": "PRK"}, "reason": "x"},
            "give more fields",
        ),
        (
            CORRECTION | {"replacement": {"kind": "TroopsDispatched", "key": "other", "sender": "PRK", "recipient": "RUS"}},
            "of another event",
        ),
    ],
)
def test_a_revision_that_cannot_be_is_refused_and_says_why(told: World, entry: dict[str, Any], message: str) -> None:
    head = told.log.head()

    with pytest.raises((BadInput, Refused), match=message):
        told.append(entry)

    assert told.log.head() == head
