"""Things found to be one, and registrations put right: what the API answers then."""

from typing import Any

from world import World


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
