"""Entries from outside: read whole or refused whole, with the field at fault and the remedy."""

from typing import Any

import pytest
from dsl import Ids, Raw, a_report, a_statement, a_summit, an_actor, an_alias, correct, correct_registration, retract, troops

from domain.errors import AmbiguousName, Problem, Refused, UnknownName
from domain.events.meetings import SummitHeld
from domain.identity import event_id
from domain.intake import read_entries
from domain.revisions import EventCorrected

KNOWN = {"North Korea": "PRK", "PRK": "PRK", "RUS": "RUS", "vladimir-putin": "vladimir-putin", "kim-jong-un": "kim-jong-un"}


class Cast(Ids):
    """Knows a few names, and no events."""

    def actor(self, name: str) -> str:
        if name == "Korea":
            raise AmbiguousName("actor", name, ["KOR", "PRK"])
        if name not in KNOWN:
            raise UnknownName("actor", name, ["kim-jong-un"])
        return KNOWN[name]

    def event(self, name: str) -> str:
        raise UnknownName("event", name)


def problems(*raws: Any) -> list[Problem]:
    with pytest.raises(Refused) as caught:
        read_entries(raws, Cast())
    return list(caught.value.problems)


def test_names_become_ids() -> None:
    (summit,) = read_entries([a_summit(participants=["North Korea", "RUS"])], Cast())

    assert isinstance(summit, SummitHeld)
    assert [party.actor for party in summit.participants] == ["PRK", "RUS"]


def test_a_correction_takes_its_key_from_the_event() -> None:
    (corrected,) = read_entries([correct("e", a_summit())], Ids())

    assert isinstance(corrected, EventCorrected)
    assert corrected.restated.key == "e"
    assert corrected.event == str(event_id("e"))


@pytest.mark.parametrize(
    ("raw", "field", "remedy"),
    [
        (a_summit(participants=["kim-jong-unn", "RUS"]), ("participants", 0, "actor"), "did you mean kim-jong-un?"),
        (a_summit(participants=["Korea", "RUS"]), ("participants", 0, "actor"), "give one of the ids KOR, PRK"),
        (a_summit(occurred="2025-13"), ("occurred",), "months run from 01 to 12"),
        (a_summit(ocurred="2025"), ("ocurred",), "did you mean occurred?"),
        ({"kind": "SumitHeld", "key": "e"}, ("kind",), "did you mean SummitHeld?"),
        ({"key": "e"}, ("kind",), "SummitHeld"),
        (retract("e"), ("event",), "unknown event 'e'"),
        (a_statement(speaker="RUS", stance="warm"), ("stance",), "is not one of 'praise'"),
        (an_alias("PRK", ""), ("alias",), "empty"),
        (a_summit(key="a b"), ("key",), "without blanks"),
        (troops(troops={"best": "many"}), ("troops", "best"), "write digits"),
        (troops(report=a_report(hedge="sure")), ("report", 0, "hedge"), "is not one of 'asserted'"),
    ],
)
def test_a_mistake_is_named_with_its_field_and_remedy(raw: Raw, field: tuple[str | int, ...], remedy: str) -> None:
    (problem,) = problems(raw)

    assert problem.field == field
    assert remedy in problem.message


@pytest.mark.parametrize("raw", ["SummitHeld", 3, None, ["SummitHeld"]])
def test_what_is_no_mapping_is_refused(raw: Any) -> None:
    (problem,) = problems(raw)

    assert "not a mapping" in problem.message


@pytest.mark.parametrize(
    "raw",
    [
        {"kind": "EventCorrected", "event": "e", "reason": "r", "replacement": {"topic": "nonsense"}},
        {"kind": "EventCorrected", "event": "e", "reason": "r", "replacement": {"topic": "call_held", "version": 1}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": {"topic": "nonsense", "fields": {}}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": {"topic": "actor_aliased", "fields": {}}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": {"kind": "ActorAliased", "alias": "X"}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": {"kind": "ActorAliased", "actor": "PRK", "x": "y"}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": {"kind": "SummitHeld", "key": "e"}},
        {"kind": "RegistrationRetracted", "reason": "r", "registration": "PRK"},
        correct_registration(an_alias("PRK", "X"), an_alias("RUS", "X")),
        correct_registration(an_alias("PRK", "X"), an_actor("PRK")),
    ],
)
def test_a_revision_of_nothing_is_refused(raw: Raw) -> None:
    with pytest.raises(Refused):
        read_entries([raw], Ids())


def test_all_problems_of_all_entries_are_told_at_once() -> None:
    found = problems(an_actor("PRK"), a_summit(key="a b", occurred="soon"), troops(), {"kind": "x"})

    assert [(problem.index, problem.field) for problem in found] == [(1, ("key",)), (1, ("occurred",)), (3, ("kind",))]


def test_a_refusal_counts_entries_from_one() -> None:
    with pytest.raises(Refused, match=r"entry 2: SummitHeld: key: "):
        read_entries([an_actor("PRK"), a_summit(key="a b")], Cast())
