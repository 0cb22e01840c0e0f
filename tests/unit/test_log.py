"""The log, here in memory: all of a call or nothing, and twice is once."""

from datetime import UTC, datetime, timedelta

import pytest
from dsl import (
    TESTER,
    Memory,
    Raw,
    a_report,
    a_statement,
    a_summit,
    actors,
    an_alias,
    correct,
    corroborate,
    merge,
    read,
    retract,
    retract_registration,
    troops,
)

from domain.errors import Refused
from domain.events.base import Event as Reported
from domain.identity import actor_id, event_id


@pytest.fixture
def memory() -> Memory:
    return Memory()


def statuses(memory: Memory, *raws: Raw) -> list[str]:
    return [outcome.status for outcome in memory.given(*raws)]


def test_what_is_appended_is_read_back_in_order(memory: Memory) -> None:
    memory.given(*actors("PRK", "RUS"), a_summit())

    recorded = memory.log.read()

    assert [r.entry.kind() for r in recorded] == ["ActorRegistered", "ActorRegistered", "SummitHeld"]
    assert [r.position for r in recorded] == [1, 2, 3]
    assert {r.stored.appended_by for r in recorded} == {TESTER}
    assert recorded[0].stored.program.startswith("annals ")


def test_a_log_is_read_in_pages(memory: Memory) -> None:
    memory.given(*actors("PRK", "RUS", "CHN"))

    assert [r.position for r in memory.log.read(after=1, limit=1)] == [2]
    assert memory.log.read(after=3) == []


def test_appending_twice_is_appending_once(memory: Memory) -> None:
    raws = [*actors("PRK"), an_alias("PRK", "DPRK"), a_summit(), corroborate("summit"), retract("summit")]
    first = memory.given(*raws)

    second = memory.given(*raws)

    assert [outcome.status for outcome in first] == ["recorded"] * 5
    assert [outcome.status for outcome in second] == ["already recorded"] * 5
    assert [outcome.position for outcome in second] == [outcome.position for outcome in first]
    assert memory.log.head() == 5


def test_saying_it_twice_in_one_call_is_saying_it_once(memory: Memory) -> None:
    outcomes = memory.given(a_summit(), a_summit())

    assert [(o.status, o.position) for o in outcomes] == [("recorded", 1), ("already recorded", 1)]


def test_a_repeated_revision_of_a_registration_answers_with_the_position_of_the_first(memory: Memory) -> None:
    alias = an_alias("PRK", "DPRK")
    memory.given(*actors("PRK"), alias, retract_registration(alias))

    (outcome,) = memory.given(retract_registration(alias))

    assert (outcome.status, outcome.position) == ("already recorded", 3)


def test_nothing_precedes_what_it_is_about(memory: Memory) -> None:
    memory.given(retract("summit"), corroborate("summit"), a_summit(), an_alias("PRK", "DPRK"), *actors("PRK"))

    kinds = [r.entry.kind() for r in memory.log.read()]

    assert kinds == ["ActorRegistered", "ActorAliased", "SummitHeld", "EventRetracted", "EventCorroborated"]


def test_outcomes_stand_in_the_order_of_the_entries_given(memory: Memory) -> None:
    outcomes = memory.given(retract("summit"), a_summit())

    assert [(o.entry.kind(), o.position) for o in outcomes] == [("EventRetracted", 2), ("SummitHeld", 1)]


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (retract("nothing"), "event"),
        (a_summit("b", follows="nothing"), "follows"),
        (a_summit("b", report=a_report(stated_in="nothing")), "report.stated_in"),
        (corroborate("summit", stated_in="nothing"), "report.stated_in"),
        (correct("summit", a_summit(part_of="nothing")), "replacement.part_of"),
        (correct("summit", a_summit(report=a_report(stated_in="nothing"))), "replacement.report.stated_in"),
        (merge("summit", "nothing"), "duplicates"),
    ],
)
def test_what_points_at_nothing_is_refused_and_all_that_came_with_it(memory: Memory, raw: Raw, field: str) -> None:
    memory.given(a_summit())

    with pytest.raises(Refused) as caught:
        memory.when(troops(), raw)

    assert [(p.index, ".".join(map(str, p.field))) for p in caught.value.problems] == [(1, field)]
    assert memory.log.head() == 1


def test_a_link_may_point_at_a_later_entry_of_the_same_call(memory: Memory) -> None:
    memory.given(a_summit("second", follows="first"), a_summit("first"))

    assert memory.log.head() == 2


def test_the_same_key_with_other_content_is_refused(memory: Memory) -> None:
    memory.given(a_summit())

    with pytest.raises(Refused, match=r"entry 2: SummitHeld: key: is recorded already with other content \(other occurred\)"):
        memory.when(a_statement(), a_summit(occurred="2025-09-04"))

    assert memory.log.head() == 1


def test_a_stream_is_everything_about_one_thing(memory: Memory) -> None:
    memory.given(*actors("PRK"), a_summit(), retract("summit"), troops())

    streams = memory.log.streams({event_id("summit"), actor_id("PRK"), event_id("nothing")})

    assert [r.entry.kind() for r in streams[event_id("summit")]] == ["SummitHeld", "EventRetracted"]
    assert [r.stored.originator_version for r in streams[event_id("summit")]] == [1, 2]
    assert streams.keys() == {event_id("summit"), actor_id("PRK")}


def test_appending_nothing_changes_nothing(memory: Memory) -> None:
    assert memory.log.append([], TESTER) == []
    assert memory.log.head() == 0


def test_a_time_means_the_last_entry_recorded_by_then(memory: Memory) -> None:
    memory.given(*actors("PRK", "RUS"))
    first, second = memory.log.read()
    tick = timedelta(microseconds=1)

    assert memory.log.position_at(first.recorded_at - tick) == 0
    assert memory.log.position_at(first.recorded_at) == 1
    assert memory.log.position_at(second.recorded_at - tick) == 1
    assert memory.log.position_at(datetime(2100, 1, 1, tzinfo=UTC)) == 2


def test_entries_of_a_call_know_nothing_of_an_earlier_refusal(memory: Memory) -> None:
    with pytest.raises(Refused):
        memory.log.append(read(a_summit(), retract("nothing")), TESTER)

    assert statuses(memory, a_summit()) == ["recorded"]


def reported(*raws: Raw) -> list[Reported]:
    return [entry for entry in read(*raws) if isinstance(entry, Reported)]


def test_an_import_records_what_is_new_leaves_what_is_there_and_tells_what_contradicts_it(memory: Memory) -> None:
    memory.given(a_summit())

    (batch,) = memory.log.import_events(reported(a_summit(), troops(), troops(), a_summit("b"), troops("b")), TESTER)

    assert (batch.recorded, batch.held, batch.position) == (2, 2, 3)
    assert [(p.index, p.kind, p.field) for p in batch.problems] == [(4, "TroopsDispatched", ("key",))]
    assert [r.entry.kind() for r in memory.log.read()] == ["SummitHeld", "TroopsDispatched", "SummitHeld"]


def test_an_import_leaves_out_what_points_at_nothing(memory: Memory) -> None:
    (batch,) = memory.log.import_events(reported(a_summit("a", follows="nothing"), a_summit("b")), TESTER)

    assert (batch.recorded, [(p.index, p.field) for p in batch.problems]) == (1, [(0, ("follows",))])


def test_importing_nothing_records_nothing(memory: Memory) -> None:
    assert list(memory.log.import_events([], TESTER)) == []
