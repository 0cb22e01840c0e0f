"""What is still to come is not done: the log refuses to say so."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from dsl import TESTER, Memory, Raw, a_summit, actors, correct, read, troops

from domain.errors import Refused
from domain.events.base import Event, Status
from domain.events.to_come import as_recorded, day_of
from domain.log.stored import Stored

LATER = "2031-01-01"
REFUSED = "2031-01-01 is still to come (it is 2027-01-01 in UTC); give it the status planned or announced, or correct the date"


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    memory.given(*actors("PRK", "RUS"), a_summit())
    return memory


def refusal(memory: Memory, *raws: Raw) -> list[str]:
    with pytest.raises(Refused) as refused:
        memory.when(*raws)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("status", [None, "done", "under_way"])
@pytest.mark.parametrize("occurred", [LATER, "2031", "2031-01/..", "2031~", "[2031-01-01..]"])
def test_an_event_to_come_cannot_have_happened(memory: Memory, occurred: str, status: str | None) -> None:
    (told,) = refusal(memory, a_summit("next", occurred=occurred, status=status))

    assert told.startswith(f"SummitHeld: occurred: {occurred} is still to come")
    assert memory.log.head() == 3


def test_the_refusal_names_day_and_remedy(memory: Memory) -> None:
    assert refusal(memory, a_summit("next", occurred=LATER)) == [f"SummitHeld: occurred: {REFUSED}"]


def test_all_that_is_to_come_is_told_at_once(memory: Memory) -> None:
    told = refusal(memory, a_summit("one", occurred=LATER), a_summit("two"), troops("three", occurred=LATER))

    assert [text.partition(":")[0] for text in told] == ["SummitHeld", "TroopsDispatched"]


@pytest.mark.parametrize("status", ["planned", "announced", "denied"])
def test_what_does_not_claim_to_have_happened_may_lie_ahead(memory: Memory, status: str) -> None:
    memory.when(a_summit("next", occurred=LATER, status=status))

    assert memory.log.head() == 4


@pytest.mark.parametrize(
    "occurred", ["2027-01-01", "2027-01-02", "2027", "2026-12/2031", "../2031", "[..2031-01-01]", "2024/..", None]
)
def test_what_may_have_begun_by_now_may_have_happened(memory: Memory, occurred: str | None) -> None:
    memory.when(a_summit("next", occurred=occurred))

    assert memory.log.head() == 4


def test_a_day_that_has_begun_nowhere_is_to_come(memory: Memory) -> None:
    assert refusal(memory, a_summit("next", occurred="2027-01-03"))


def test_a_correction_cannot_put_off_what_happened(memory: Memory) -> None:
    (told,) = refusal(memory, correct("summit", a_summit(occurred=LATER)))

    assert told == f"EventCorrected: replacement.occurred: {REFUSED}"
    memory.when(correct("summit", a_summit(occurred=LATER, status="planned")))


def test_nor_can_a_change_of_its_date_or_status(memory: Memory) -> None:
    memory.given(a_summit("next", occurred=LATER, status="planned"))

    (put_off,) = refusal(memory, {"kind": "EventCorrected", "event": "summit", "changes": {"occurred": LATER}, "reason": "a slip"})
    (done,) = refusal(memory, {"kind": "EventCorrected", "event": "next", "changes": {"status": "done"}, "reason": "it was held"})

    assert put_off == f"EventCorrected: changes.occurred: {REFUSED}"
    assert done == f"EventCorrected: changes.status: {REFUSED}"


def test_an_import_leaves_out_what_is_to_come(memory: Memory) -> None:
    events = read(a_summit("a"), a_summit("b", occurred=LATER), a_summit("c", follows="b"), a_summit("d"))

    (batch,) = memory.log.import_events(events, TESTER)

    assert (batch.recorded, [(p.index, p.field) for p in batch.problems]) == (2, [(1, ("occurred",)), (2, ("follows",))])
    assert batch.problems[0].message == REFUSED


def test_what_an_older_program_recorded_is_recorded_already(memory: Memory) -> None:
    (early,) = read(a_summit("next", occurred=LATER))
    memory.log.events.put([Stored(early.stream, 1, early, TESTER, "annals 0.0.9")])

    (appended,) = memory.log.append([early], TESTER)
    (imported,) = memory.log.import_events([early], TESTER)

    assert (appended.status, imported.held, imported.problems) == ("already recorded", 1, [])


def recorded(event: Event, moment: datetime) -> tuple[Status, str | None]:
    taken = as_recorded(event, moment)
    return taken.standing, taken.coding.plover


def test_an_old_entry_that_lay_ahead_is_taken_for_announced() -> None:
    (event,) = read(a_summit(occurred="2025-09-03"))
    assert isinstance(event, Event)
    assert event.coding.plover == "CONSULT"

    assert recorded(event, datetime(2025, 9, 1, tzinfo=UTC)) == (Status.ANNOUNCED, "AGREE")
    assert recorded(event, datetime(2025, 9, 2, tzinfo=UTC)) == (Status.DONE, "CONSULT")


def test_the_day_of_the_log_is_that_of_utc() -> None:
    in_tokyo = datetime(2025, 9, 2, 3, tzinfo=timezone(timedelta(hours=9)))

    assert day_of(in_tokyo) == date(2025, 9, 1)
