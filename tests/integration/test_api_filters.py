"""Each filter of events by itself and some together, against what plain Python finds in the entries."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from many_events import EVENTS, a_world_of_many, coded, found, has, hedged, may_be, of_quad, pairs, score
from world import World, new_database

from domain.events.base import Event


@pytest.fixture(scope="module")
def events(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_many(url) as world:
        yield world


CASES: list[tuple[dict[str, Any], Callable[[Event], bool]]] = [
    ({}, lambda e: True),
    ({"kinds": []}, lambda e: True),
    ({"kinds": ["SUMMIT_HELD"]}, lambda e: e.kind() == "SummitHeld"),
    ({"kinds": ["CALL_HELD", "VISIT_MADE"]}, lambda e: e.kind() in ("CallHeld", "VisitMade")),
    ({"actors": ["PRK"]}, lambda e: has(e, "PRK")),
    ({"actors": ["North Korea", "Vladimir Putin"]}, lambda e: has(e, "PRK") and has(e, "putin")),
    ({"actors": ["PRK", "RUS", "CHN"]}, lambda e: has(e, "PRK") and has(e, "RUS") and has(e, "CHN")),
    ({"anyActor": ["lula", "UKR"]}, lambda e: has(e, "lula", "UKR")),
    ({"actors": ["PRK"], "anyActor": ["lula", "UKR"]}, lambda e: has(e, "PRK") and has(e, "lula", "UKR")),
    ({"actors": ["UKR"], "role": "MENTIONED"}, lambda e: has(e, "UKR", role="mentioned")),
    ({"actors": ["PRK"], "role": "SENDER"}, lambda e: has(e, "PRK", role="sender")),
    ({"actors": ["RUS"], "role": "SPEAKER"}, lambda e: has(e, "RUS", role="speaker")),
    ({"anyActor": ["PRK", "CHN"], "role": "HOST"}, lambda e: has(e, "PRK", "CHN", role="host")),
    ({"role": "HELPER"}, lambda e: any(p.how.role.value == "helper" for p in e.taking_part)),
    ({"between": ["PRK", "RUS"]}, lambda e: pairs(e, "PRK", "RUS")),
    ({"between": ["Kim Jong Un", "RUS"]}, lambda e: pairs(e, "kim", "RUS")),
    ({"between": ["Kim Jong Un", "PRK"]}, lambda e: False),
    ({"between": ["KOR", "USA"]}, lambda e: False),
    ({"between": ["RUS", "UKR"]}, lambda e: pairs(e, "RUS", "UKR")),
    ({"between": ["PRK", "RUS"], "directed": True}, lambda e: pairs(e, "PRK", "RUS", directed=True)),
    ({"between": ["RUS", "PRK"], "directed": True}, lambda e: pairs(e, "RUS", "PRK", directed=True)),
    ({"between": ["PRK", "UKR"], "directed": True}, lambda e: pairs(e, "PRK", "UKR", directed=True)),
    ({"between": ["PRK", "UKR"], "directed": False}, lambda e: pairs(e, "PRK", "UKR")),
    ({"occurred": {}}, lambda e: True),
    ({"occurred": {"from": "2025-01-01"}}, lambda e: may_be(e, date(2025, 1, 1))),
    ({"occurred": {"to": "2023-09-01"}}, lambda e: may_be(e, last=date(2023, 9, 1))),
    ({"occurred": {"to": "2023-08-31"}}, lambda e: may_be(e, last=date(2023, 8, 31))),
    ({"occurred": {"from": "2024-12-31", "to": "2024-12-31"}}, lambda e: may_be(e, date(2024, 12, 31), date(2024, 12, 31))),
    ({"occurred": {"from": "2025-01-01", "to": "2025-06-01"}}, lambda e: may_be(e, date(2025, 1, 1), date(2025, 6, 1))),
    ({"occurred": {"from": "2024-11-01", "to": "2024-11-30"}}, lambda e: may_be(e, date(2024, 11, 1), date(2024, 11, 30))),
    ({"place": "beijing"}, lambda e: e.place in ("beijing", "diaoyutai", "villa-18")),
    ({"place": "Peking"}, lambda e: e.place in ("beijing", "diaoyutai", "villa-18")),
    ({"place": "China"}, lambda e: e.place in ("beijing", "diaoyutai", "villa-18")),
    ({"place": "Villa 18"}, lambda e: e.place == "villa-18"),
    ({"place": "PRK"}, lambda e: e.place == "pyongyang"),
    ({"place": "high-seas"}, lambda e: e.place == "high-seas"),
    ({"source": "paper"}, lambda e: any(r.source == "paper" for r in e.report)),
    ({"source": "agency"}, lambda e: any(r.source == "agency" for r in e.report)),
    ({"plover": ["AID"]}, lambda e: e.coding.plover == "AID"),
    ({"plover": ["aid", "CONSULT"]}, lambda e: e.coding.plover in ("AID", "CONSULT")),
    ({"plover": ["NONE SUCH"]}, lambda e: False),
    ({"quad": ["MATERIAL_CONFLICT"]}, lambda e: of_quad(e, "material_conflict")),
    (
        {"quad": ["VERBAL_CONFLICT", "MATERIAL_COOPERATION"]},
        lambda e: of_quad(e, "verbal_conflict", "material_cooperation"),
    ),
    ({"hedge": ["ALLEGED"]}, lambda e: hedged(e, "alleged")),
    ({"hedge": ["REPORTED", "DENIED"]}, lambda e: hedged(e, "reported", "denied")),
    ({"status": ["PLANNED", "DENIED"]}, lambda e: e.standing.value in ("planned", "denied")),
    ({"status": ["UNDER_WAY"]}, lambda e: e.standing.value == "under_way"),
    ({"coded": ["sub_event_type=Armed clash"]}, lambda e: coded(e, "Armed clash")),
    ({"coded": ["ARMED CLASH", "none such"]}, lambda e: coded(e, "Armed clash")),
    ({"coded": ["border"]}, lambda e: coded(e, "border")),
    ({"coded": ["event_type=Armed clash"]}, lambda e: False),
    ({"coded": ["010", "tags=night"]}, lambda e: e.key in ("odd", "battle")),
    ({"coded": []}, lambda e: True),
    ({"goldstein": {}}, lambda e: True),
    ({"goldstein": {"min": 8.3}}, lambda e: (score(e) or 0) >= 8.3),
    ({"goldstein": {"max": 8.3, "min": 8.3}}, lambda e: score(e) == 8.3),
    ({"goldstein": {"max": -7.2}}, lambda e: (score(e) or 0) <= -7.2),
    ({"goldstein": {"min": -4.4, "max": 1.0}}, lambda e: -4.4 <= (-9 if score(e) is None else score(e) or 0.0) <= 1.0),
    ({"goldstein": {"max": 1e308}}, lambda e: score(e) is not None),
    (
        {"kinds": ["SUMMIT_HELD", "PARADE_ATTENDED"], "between": ["PRK", "RUS"], "place": "CHN", "status": ["DONE"]},
        lambda e: e.kind() in ("SummitHeld", "ParadeAttended") and e.place in ("beijing", "villa-18"),
    ),
    (
        {"actors": ["PRK"], "occurred": {"from": "2024-07-01", "to": "2024-12-31"}, "hedge": ["ALLEGED", "REPORTED"]},
        lambda e: has(e, "PRK") and may_be(e, date(2024, 7, 1), date(2024, 12, 31)) and hedged(e, "alleged", "reported"),
    ),
]


@pytest.mark.parametrize(("filter", "meets"), CASES, ids=lambda case: str(case) if isinstance(case, dict) else "")
def test_a_filter_finds_the_events_that_meet_it(events: World, filter: dict[str, Any], meets: Callable[[Event], bool]) -> None:
    assert found(events, filter) == [event.key for event in EVENTS if meets(event)]


def test_most_of_the_cases_tell_events_apart() -> None:
    telling = [filter for filter, meets in CASES if 0 < sum(map(meets, EVENTS)) < len(EVENTS)]

    assert len(telling) > 0.8 * len(CASES)


def test_retracted_events_are_listed_on_request_only(events: World) -> None:
    filter = {"kinds": ["CALL_HELD"]}

    assert found(events, filter) == ["call"]
    assert found(events, filter | {"includeRetracted": False}) == ["call"]
    assert found(events, filter | {"includeRetracted": True}) == ["call", "gone"]
    assert found(events, {"place": "beijing", "includeRetracted": True})[-1] == "gone"


def test_null_is_no_condition(events: World) -> None:
    names = ("kinds", "actors", "anyActor", "role", "between", "directed", "occurred", "place", "source", "plover", "quad")
    more = ("goldstein", "hedge", "status", "text", "coded", "includeRetracted")

    assert found(events, dict.fromkeys((*names, *more))) == found(events, {})
    assert found(events, {"occurred": {"from": None, "to": None}, "goldstein": {"min": None, "max": None}}) == found(events, {})


@pytest.mark.parametrize("owner", ['actor(ref: "PRK")', 'relationship(between: ["PRK", "RUS"])'])
def test_the_events_of_an_actor_or_a_relationship_can_be_filtered_too(events: World, owner: str) -> None:
    query = f"query($f: EventFilter) {{ owner: {owner} {{ events(filter: $f, orderBy: POSITION_ASC) {{ nodes {{ key }} }} }} }}"

    nodes = events.ask(query, f={"hedge": ["REPORTED"], "occurred": {"from": "2025-01-01"}})["owner"]["events"]["nodes"]

    assert nodes == [{"key": "troops"}]


@pytest.mark.parametrize("name", ["Kim Jong Un", "kim", "The Marshal"])
def test_nothing_happens_within_a_person(events: World, name: str) -> None:
    error = events.refusal("query($f: EventFilter) { events(filter: $f) { totalCount } }", f={"place": name})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "unknown place" in error["message"]
    assert "kim" not in error["extensions"].get("candidates", [])


@pytest.mark.parametrize("days", [{"from": "2025-01-01"}, {"to": "2024-06-30"}, {"from": "2024-07-01", "to": "2024-07-02"}, {}])
def test_a_timeline_has_the_events_that_the_same_days_find(events: World, days: dict[str, str]) -> None:
    query = """query($d: DateRange) { relationship(between: ["PRK", "RUS"]) {
        events(filter: {occurred: $d}) { totalCount } timeline(by: MONTH, occurred: $d) { eventCount } } }"""

    found = events.ask(query, d=days)["relationship"]

    assert sum(bucket["eventCount"] for bucket in found["timeline"]) == found["events"]["totalCount"] > 0


@pytest.mark.parametrize(
    "field",
    [
        "events(filter: {occurred: $d}) { totalCount }",
        "eventGroups(by: [KIND], filter: {occurred: $d}) { eventCount }",
        'actor(ref: "PRK") { events(filter: {occurred: $d}) { totalCount } }',
        'relationship(between: ["PRK", "RUS"]) { timeline(occurred: $d) { start } }',
    ],
)
def test_days_that_end_before_they_begin_are_refused_everywhere(events: World, field: str) -> None:
    error = events.refusal(f"query($d: DateRange) {{ {field} }}", d={"from": "2025-01-02", "to": "2025-01-01"})

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "ends (2025-01-01) before it begins (2025-01-02)" in error["message"]


@pytest.mark.parametrize("end", ["min", "max"])
@pytest.mark.parametrize("score", ["1e400", "-1e400"])
def test_a_score_too_large_for_a_number_is_refused(events: World, end: str, score: str) -> None:
    error = events.refusal(f"{{ events(filter: {{goldstein: {{{end}: {score}}}}}) {{ totalCount }} }}")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "goldstein" in error["message"]
