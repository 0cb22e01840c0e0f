"""Appearances together: who was in one place, which time, and how long it had been."""

from collections.abc import Iterator
from typing import Any

import pytest
from world import World, a_world, new_database

CAST = (
    {"kind": "SourceRegistered", "id": "icews"},
    {"kind": "ActorRegistered", "id": "kim", "actor_kind": "person", "name": "Kim Jong Un"},
    {"kind": "ActorRegistered", "id": "putin", "actor_kind": "person", "name": "Vladimir Putin"},
)
KIM, PUTIN = {"actor": "kim", "representing": "PRK"}, {"actor": "putin", "representing": "RUS"}
BOTH = [KIM, PUTIN]


def event(kind: str, key: str, occurred: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "occurred": occurred} | fields


def row(key: str, code: str, source: str, target: str, day: str = "2014-01-05", **fields: Any) -> dict[str, Any]:
    coded = {"scheme": "icews", "code": code, "source": source, "target": target, "report": {"source": "icews"}}
    return event("InteractionCoded", key, day, **coded) | fields


MET = (
    event("SummitHeld", "first", "2023-09", participants=BOTH),
    event("SummitHeld", "second", "2024-06", participants=BOTH),
    event("BanquetAttended", "banquet", "2025-09-03", attendees=BOTH, host="CHN"),
    event("JourneyShared", "journey", "2025-09-03", travellers=BOTH),
)
APART = (
    event("CallHeld", "call", "2024-01-01", participants=BOTH),
    event("StatementMade", "praise", "2024-02-01", speaker=PUTIN, about=[KIM], stance="praise"),
    event("AgreementSigned", "treaty", "2024-03-01", signatories=BOTH),
    event("TroopsDispatched", "troops", "2024-04-01", sender=KIM, recipient=PUTIN),
    event("SanctionsImposed", "sanctions", "2024-05-01", by=[KIM], on=[PUTIN]),
    event("SummitHeld", "to-come", "2024-05-02", participants=BOTH, status="announced"),
)


@pytest.fixture(scope="module")
def world(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *CAST, *MET, *APART) as world:
        yield world


def keys(world: World, *together: str, kinds: list[str] | None = None, **as_of: int) -> list[str]:
    query = """query($t: [String!]!, $k: [EventKind!], $at: AsOf) {
        appearances(together: $t, kinds: $k, asOf: $at) { ordinal event { key } } }"""
    found = world.ask(query, t=together, k=kinds, at=as_of or None)["appearances"]
    assert [each["ordinal"] for each in found] == list(range(1, len(found) + 1))
    return [each["event"]["key"] for each in found]


@pytest.mark.parametrize("pair", [("kim", "putin"), ("PRK", "RUS"), ("kim", "RUS")])
def test_together_are_those_who_were_in_one_place(world: World, pair: tuple[str, str]) -> None:
    assert keys(world, *pair) == ["first", "second", "banquet", "journey"]


def test_the_host_was_there_too(world: World) -> None:
    assert keys(world, "kim", "putin", "CHN") == ["banquet"]


def test_of_kinds_that_are_named_all_count_in_which_they_take_part(world: World) -> None:
    assert keys(world, "kim", "putin", kinds=["CALL_HELD", "STATEMENT_MADE"]) == ["call", "praise"]


def test_a_coded_meeting_told_from_both_sides_is_one_appearance(server_url: str) -> None:
    rows = (
        row("there", "046", "PRK", "RUS"),
        row("back", "046", "RUS", "PRK"),
        row("again", "046", "PRK", "RUS"),
        row("visit", "042", "PRK", "RUS", "2014-01-06"),
        row("received", "043", "RUS", "PRK", "2014-01-06"),
        row("return-visit", "042", "RUS", "PRK", "2014-01-06"),
        row("call", "041", "PRK", "RUS"),
        row("called", "041", "RUS", "PRK"),
        row("threat", "130", "PRK", "RUS"),
        row("threatened", "130", "RUS", "PRK"),
    )
    with new_database(server_url) as url, a_world(url, *CAST, *rows) as world:
        before = world.log.head()
        world.append({"kind": "EventRetracted", "event": "there", "reason": "no such row"})

        assert keys(world, "PRK", "RUS", position=before) == ["there", "again", "visit", "return-visit"]
        assert keys(world, "PRK", "RUS") == ["back", "visit", "return-visit"]
        counted = keys(world, "PRK", "RUS", kinds=["INTERACTION_CODED"])
        assert counted == ["back", "call", "threat", "threatened", "visit", "return-visit"]


@pytest.mark.parametrize(
    ("dates", "elapsed"),
    [
        (("2023-09", "2024-06"), (274, 0, 245, 303)),
        (("2023-09-13", "2024-06-19"), (280, 0, 280, 280)),
        (("1959-09", "2025-09-03"), (24109, 66, 24080, 24109)),
        (("2024-06", "2024-06"), (0, 0, 0, 29)),
        (("2024", "2024-06"), (152, 0, 0, 181)),
        (("2024-01-01", "2024-06-01/.."), (152, 0, 152, None)),
        (("2024-01-01/..", "2024-06-01"), (152, 0, 0, 152)),
    ],
)
def test_the_time_between_is_told_within_the_bounds_of_the_dates(
    world: World, dates: tuple[str, str], elapsed: tuple[int, int, int, int | None]
) -> None:
    name = "guest-" + "-".join(dates).replace("/..", "-on")
    guest = {"kind": "ActorRegistered", "id": name, "actor_kind": "person", "name": name}
    events = [event("SummitHeld", f"{name}-{n}", date, participants=[name, "CHN"]) for n, date in enumerate(dates)]
    world.append(guest, *events)

    query = """query($t: [String!]!) { appearances(together: $t) { sincePrevious { days years minDays maxDays } } }"""
    first, second = (each["sincePrevious"] for each in world.ask(query, t=[name, "CHN"])["appearances"])

    assert first is None
    assert tuple(second.values()) == elapsed
