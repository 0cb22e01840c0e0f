"""What every event has, and what single kinds demand."""

from typing import Any

import pytest
from dsl import KIM, PUTIN, Raw, a_report, a_statement, a_summit, read, troops
from hypothesis import given, settings
from pydantic import ValidationError
from strategies import events

from domain.entries import Entry
from domain.events import EVENT_KINDS
from domain.events.base import Event
from domain.events.fighting import ViolenceRecorded
from domain.events.support import MaterielSupplied, TroopsDispatched
from domain.events.truces import CeasefireAgreed
from domain.identity import event_id
from domain.values.party import Role, Side

TWO = ["PRK", "RUS"]
BY_NAME = {kind.__name__: kind for kind in EVENT_KINDS}


def an_event(raw: Raw) -> Event:
    (event,) = read(raw)
    assert isinstance(event, Event)
    return event


def problem_of(raw: Raw) -> str:
    fields = {name: value for name, value in raw.items() if name != "kind"}
    with pytest.raises(ValidationError) as caught:
        BY_NAME[raw["kind"]].model_validate(fields)
    return str(caught.value)


def test_parties_stand_in_the_order_of_the_fields_with_role_and_side() -> None:
    summit = an_event(a_summit(host="CHN"))

    parties = [(t.party.actor, t.party.representing, t.how.role, t.how.side) for t in summit.taking_part]

    assert parties == [
        ("vladimir-putin", "RUS", Role.PARTICIPANT, Side.MUTUAL),
        ("kim-jong-un", "PRK", Role.PARTICIPANT, Side.MUTUAL),
        ("CHN", None, Role.HOST, Side.MUTUAL),
    ]


def test_troops_run_from_the_sender_to_the_recipient() -> None:
    sides = {t.field: t.how.side for t in an_event(troops()).taking_part}

    assert sides == {"sender": Side.INITIATOR, "recipient": Side.TARGET}


def test_an_events_id_follows_from_its_key() -> None:
    assert an_event(a_summit("a")).stream == event_id("a")


@given(events())
@settings(max_examples=100, deadline=None)
def test_every_event_takes_place_between_its_dates_and_has_a_quad_with_its_type(event: Entry) -> None:
    assert isinstance(event, Event)

    when, coding = event.when, event.coding
    assert when.earliest is None or when.latest is None or when.earliest <= when.latest
    assert (coding.quad is None) == (coding.plover is None)
    assert event.goldstein is None or -1000 <= event.goldstein <= 1000


def test_links_and_the_statement_that_makes_a_claim_must_be_there() -> None:
    summit = an_event(a_summit(follows="ride", part_of="visit", report=a_report(stated_in="statement")))

    assert summit.targets == {
        event_id("ride"): "follows",
        event_id("visit"): "part_of",
        event_id("statement"): "report.stated_in",
    }


def test_a_kind_knows_which_of_its_fields_are_figures_and_dates() -> None:
    assert TroopsDispatched.figures() == ("ships", "aircraft", "vehicles", "troops")
    assert MaterielSupplied.figures() == ()
    assert ViolenceRecorded.figures() == ("deaths", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    assert CeasefireAgreed.date_fields() == {"until"}


def test_three_states_at_one_table_meet_multilaterally_however_many_speak_for_them() -> None:
    two = an_event(a_summit(participants=[PUTIN, KIM, {"actor": "lavrov", "representing": "RUS"}]))
    three = an_event(a_summit(participants=[PUTIN, KIM, "CHN"]))

    assert (two.coding.mode, three.coding.mode) == (None, "multilateral")


def test_a_summit_at_the_home_of_one_of_the_two_is_a_visit() -> None:
    at_home = an_event(a_summit(host={"actor": "xi", "representing": "RUS"}))

    assert at_home.coding.mode == "visit"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (a_summit(participants=["PRK"]), "at least 2 items"),
        (a_summit(key="two words"), "String should match pattern"),
        (a_summit(occurred="2025-02-30"), "February 2025 has 28 days"),
        (a_summit(claimed_ordinal=0), "greater than or equal to 1"),
        (a_summit(claimed_ordinal=2**31), "less than or equal to"),
        (a_summit(report=a_report(says={"troops": {"best": 1}})), "SummitHeld has no figure 'troops'; it has none"),
        (troops(report=a_report(says={"dead": {"best": 1}})), "has no figure 'dead'; it has ships, aircraft, vehicles, troops"),
        (troops(troops={"best": 1, "unit": "a\x00b"}), "NUL"),
        (troops(troops={"low": 2, "best": 1}), "low may not be more than best"),
        (troops(report=[a_report()] * 501), "at most 500 items"),
        (a_statement(stance="friendly"), "Input should be 'praise'"),
        (a_statement(quote="x" * 20_001), "at most 20000 characters"),
        (a_statement(stance="praise", asks="meet"), "asks goes with a stance of appeal or demand or rejection or threat"),
        (a_statement(stance="demand", threatens="violence"), "threatens goes with a stance of threat, but the stance is demand"),
        ({"kind": "ForceUsed", "key": "e", "against": "UKR"}, "give by, or where nobody knows, by_as_said"),
        ({"kind": "TerritoryTaken", "key": "e"}, "neither who took it"),
        ({"kind": "TerritoryTaken", "key": "e", "lost_by": "UKR"}, "neither who took it"),
        ({"kind": "InteractionCoded", "key": "e", "scheme": "gdelt", "code": "046"}, "neither source nor target"),
        ({"kind": "InteractionCoded", "key": "e", "scheme": "gdelt", "code": "46", "source": "USA"}, "did you mean '046'"),
        ({"kind": "InteractionCoded", "key": "e", "scheme": "plover", "code": "HUG", "source": "USA"}, "not a PLOVER type"),
        (
            {"kind": "InteractionCoded", "key": "e", "scheme": "gdelt", "code": "046", "source": "USA", "intensity": "nan"},
            "intensity",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(raw: Raw, message: str) -> None:
    assert message in problem_of(raw)


@pytest.mark.parametrize("field", ["coded_quad", "intensity"])
def test_a_coded_row_keeps_what_its_scheme_says(field: str) -> None:
    given: dict[str, Any] = {"coded_quad": "verbal_conflict", "intensity": -9.5}
    row = {"kind": "InteractionCoded", "key": "e", "scheme": "gdelt", "code": "141", "source": "USA"}

    event = an_event(row | {field: given[field]})

    quad = event.quad and event.quad.value
    assert (quad, event.goldstein) == (("verbal_conflict", -650) if field == "coded_quad" else ("material_conflict", -950))


def test_those_who_help_to_take_a_place_may_stand_alone() -> None:
    event = an_event({"kind": "TerritoryTaken", "key": "e", "helped_by": "PRK", "lost_by": "UKR"})

    assert [t.field for t in event.taking_part] == ["lost_by", "helped_by"]


def test_who_did_it_may_be_unknown_if_the_entry_says_so() -> None:
    event = an_event({"kind": "ForceUsed", "key": "e", "by_as_said": "unknown gunmen", "against": "NGA"})

    assert [(t.field, t.party.actor) for t in event.taking_part] == [("against", "NGA")]


def test_several_make_one_statement_towards_the_same() -> None:
    event = an_event(a_statement(speaker="FRA", more_speakers=["DEU"], about=["ISR"], stance="demand", asks="yield"))

    assert [(t.party.actor, t.how.side) for t in event.taking_part][:2] == [("FRA", Side.INITIATOR), ("DEU", Side.INITIATOR)]
    assert (event.coding.plover, event.coding.mode) == ("REQUEST", "yield")
