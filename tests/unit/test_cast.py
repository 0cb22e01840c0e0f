"""Tests of whom every log knows from its first start: the states and the international bodies together."""

from collections import Counter, defaultdict
from typing import Any

import pytest
from dsl import Memory

from domain.cast import cast
from domain.log import Log
from domain.names import name_key

ENTRIES: list[dict[str, Any]] = cast.entries()
ACTORS = {entry["id"]: entry for entry in ENTRIES if entry["kind"] == "ActorRegistered"}


def meanings() -> dict[str, set[str]]:
    """What each name, id or naming code stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for ref, actor in ACTORS.items():
        codes = [code["code"] for code in actor["codes"] if code["scheme"] in ("iso3166-1-alpha-2", "wikidata")]
        for name in (ref, actor["name"], *codes):
            found[name_key(name)].add(ref)
    for entry in ENTRIES:
        if entry["kind"] == "ActorAliased":
            found[name_key(entry["alias"])].add(entry["actor"])
    return found


KNOWN = meanings()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("EU", "european-union"),
        ("European Union", "european-union"),
        ("NATO", "nato"),
        ("North Atlantic Treaty Organization", "nato"),
        ("UN", "united-nations"),
        ("U.N.", "united-nations"),
        ("United Nations", "united-nations"),
        ("UN Security Council", "un-security-council"),
        ("UNHCR", "unhcr"),
        ("OSCE", "osce"),
        ("ECOWAS", "ecowas"),
        ("World Bank", "world-bank"),
        ("IMF", "imf"),
        ("WHO", "world-health-organization"),
        ("IAEA", "iaea"),
        ("ICC", "icc"),
        ("African Union", "african-union"),
        ("ASEAN", "asean"),
        ("Arab League", "arab-league"),
        ("G7", "g7"),
        ("BRICS", "brics"),
        ("SCO", "sco"),
        ("CSTO", "csto"),
        ("Red Cross", "icrc"),
        ("OPEC", "opec"),
    ],
)
def test_the_name_a_news_reader_uses_finds_the_body(name: str, body: str) -> None:
    assert KNOWN[name_key(name)] == {body}


def test_no_name_stands_for_two_actors_except_korea_and_congo() -> None:
    assert {name for name, refs in KNOWN.items() if len(refs) > 1} == {"korea", "congo"}


def test_no_actor_is_registered_twice() -> None:
    assert set(Counter(entry["id"] for entry in ENTRIES if entry["kind"] == "ActorRegistered").values()) == {1}


def test_an_organ_belongs_to_a_body_that_is_there() -> None:
    assert ACTORS["un-security-council"]["of"] == "united-nations"
    assert {actor["of"] for actor in ACTORS.values() if "of" in actor} <= ACTORS.keys()


def test_a_code_of_the_dictionaries_stands_for_one_body() -> None:
    codes = Counter(code["code"] for actor in ACTORS.values() for code in actor["codes"] if code["scheme"] == "phoenix")

    assert codes["IGOUNO"] == 1
    assert set(codes.values()) == {1}


def test_the_ids_are_those_that_are_registered() -> None:
    assert cast.ids() == ACTORS.keys()


def test_a_log_takes_them_all() -> None:
    outcomes = Memory(Log.in_memory()).given(*ENTRIES)

    assert {outcome.status for outcome in outcomes} == {"recorded"}


def test_memberships_are_of_states_in_bodies_that_are_there_each_once() -> None:
    held = [(entry["actor"], entry["of"], entry["held"]) for entry in ENTRIES if entry["kind"] == "MembershipHeld"]

    assert {member for member, _, _ in held} | {body for _, body, _ in held} <= ACTORS.keys()
    assert len({(member, body) for member, body, _ in held}) == len(held)


@pytest.mark.parametrize(("body", "number"), [("nato", 32), ("european-union", 28), ("asean", 11), ("gulf-cooperation-council", 6)])
def test_a_body_has_as_many_members_as_ever_joined_it(body: str, number: int) -> None:
    assert sum(entry["kind"] == "MembershipHeld" and entry["of"] == body for entry in ENTRIES) == number
