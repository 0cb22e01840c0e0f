"""What is said later changes the answers now, and none of those as of before."""

from typing import Any

import pytest
from world import World, the_article

from domain.errors import BadInput, Refused

EVERYTHING = """query($at: Position!) {
  events(asOf: {position: $at}, filter: {includeRetracted: true}, first: 1000, orderBy: POSITION_ASC) { totalCount nodes {
    id key kind title occurred { edtf } status retracted reportCount plover goldstein
    parties { actor { ref name } role representing { ref } }
    reports { quote hedge source { ref } says { field estimate { low high } } }
    history { position entryKind reason changes { field before after } }
    ... on TroopsDispatched { troops { best approximate } troopsRange { low best high approximate } } } }
  relationship(between: ["PRK", "RUS"], asOf: {position: $at}) {
    eventCount reportCount cooperation goldsteinMean kinds { kind count } }
  appearances(together: ["PRK", "RUS"], asOf: {position: $at}) { ordinal event { key } }
}"""


@pytest.fixture
def told(world: World) -> World:
    """A world that has read the article, and one other paper."""
    world.append(*the_article(), {"kind": "SourceRegistered", "id": "other-paper", "publisher": "Other Paper"})
    return world


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
    before = told.log.head()
    answer = told.client.post("/graphql", json={"query": EVERYTHING, "variables": {"at": before}}).content

    for revision in (CORROBORATION, CORRECTION, RETRACTION):
        told.append(revision)
        told.append({"kind": "ActorAliased", "actor": "PRK", "alias": f"Chosun {revision['kind']}"})

    again = told.client.post("/graphql", json={"query": EVERYTHING, "variables": {"at": before}}).content
    assert again == answer
    assert told.client.post("/graphql", json={"query": EVERYTHING, "variables": {"at": told.log.head()}}).content != answer


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


def test_merged_events_count_once_with_all_their_reports_until_told_apart(told: World) -> None:
    twin = {
        "kind": "TroopsDispatched",
        "key": "troops-again",
        "occurred": "2024",
        "sender": "PRK",
        "recipient": "RUS",
        "troops": {"best": "11000"},
        "report": {"source": "other-paper"},
    }
    told.append(twin)
    pair = {"event": "troops-prk-rus-2024", "duplicates": "troops-again", "reason": "the same"}
    query = '{ events(filter: {kinds: [TROOPS_DISPATCHED]}) { nodes { key reportCount } } event(key: "troops-again") { key } }'

    told.append({"kind": "EventsMerged", **pair})
    merged = told.ask(query)
    told.append({"kind": "EventsUnmerged", **pair})
    apart = told.ask(query)

    assert merged["events"]["nodes"] == [{"key": "troops-prk-rus-2024", "reportCount": 2}]
    assert merged["event"] == {"key": "troops-prk-rus-2024"}
    assert len(apart["events"]["nodes"]) == 2
    assert apart["event"] == {"key": "troops-again"}


def test_merged_actors_answer_as_one_until_told_apart(told: World) -> None:
    told.append(
        {"kind": "ActorRegistered", "id": "v-putin", "actor_kind": "person", "name": "V. Putin"},
        {"kind": "CallHeld", "key": "call-1", "occurred": "2025-09-05", "participants": ["v-putin", "xi-jinping"]},
    )
    pair = {"actor": "vladimir-putin", "duplicates": ["v-putin"]}
    query = """{ a: actor(ref: "v-putin") { ref aliases } calls: events(filter: {actors: ["Vladimir Putin"], kinds: [CALL_HELD]}) {
        nodes { parties { actor { ref } } } } relationship(between: ["Vladimir Putin", "Xi Jinping"]) { kinds { kind count } } }"""

    told.append({"kind": "ActorsMerged", **pair})
    merged = told.ask(query)
    told.append({"kind": "ActorsUnmerged", **pair})
    apart = told.ask(query)

    assert merged["a"] == {"ref": "vladimir-putin", "aliases": ["V. Putin", "President Putin"]}
    assert merged["calls"]["nodes"] == [{"parties": [{"actor": {"ref": "vladimir-putin"}}, {"actor": {"ref": "xi-jinping"}}]}]
    assert {"kind": "CALL_HELD", "count": 1} in merged["relationship"]["kinds"]
    assert apart["a"]["ref"] == "v-putin"
    assert apart["calls"]["nodes"] == []


def test_a_corrected_registration_holds_from_then_on(told: World) -> None:
    before = told.log.head()
    told.append(
        {
            "kind": "RegistrationCorrected",
            "registration": {"kind": "OfficeHeld", "actor": "Xi Jinping", "office": "President"},
            "replacement": {"kind": "OfficeHeld", "actor": "Xi Jinping", "office": "President", "of": "CHN", "held": "2013-03/.."},
            "reason": "with its dates",
        }
    )
    query = """query($asOf: AsOf, $on: Date) { actor(ref: "Xi Jinping", asOf: $asOf) {
        offices(on: $on) { office held { edtf earliest } } } }"""

    def offices(**variables: Any) -> Any:
        return told.ask(query, **variables)["actor"]["offices"]

    assert offices() == [{"office": "President", "held": {"edtf": "2013-03/..", "earliest": "2013-03-01"}}]
    assert offices(asOf={"position": before}) == [{"office": "President", "held": None}]
    assert offices(on="2013-02-28") == []
    assert len(offices(on="2013-03-01")) == 1


def test_a_retracted_alias_names_nobody(told: World) -> None:
    told.append(
        {
            "kind": "RegistrationRetracted",
            "registration": {"kind": "ActorAliased", "actor": "PRK", "alias": "DPRK"},
            "reason": "for the test",
        }
    )

    assert told.ask('{ actor(ref: "DPRK") { ref } }') == {"actor": None}


def test_a_retracted_actor_is_found_no_more_but_events_still_show_it(told: World) -> None:
    told.append(
        {
            "kind": "RegistrationRetracted",
            "registration": {"kind": "ActorRegistered", "id": "xi-jinping"},
            "reason": "for the test",
        }
    )

    data = told.ask(
        """{ actor(ref: "Xi Jinping") { ref } actors(search: "Xi Jinping") { totalCount }
            event(key: "parade-tiananmen-2025-09-03") { parties { actor { ref } } } }"""
    )

    assert data["actor"] is None
    assert data["actors"]["totalCount"] == 0
    assert {"actor": {"ref": "xi-jinping"}} in data["event"]["parties"]


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
