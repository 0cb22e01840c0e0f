"""What a correction may change, what it makes of the event or report, and what it is refused for."""

import pytest
from dsl import Memory, Raw, a_report, a_summit, change, correct, correct_report, corroborate, merge, read, troops, withdraw

from domain.entries import Entry
from domain.errors import Refused
from domain.events.base import Event
from domain.events.fighting import TerritoryTaken
from domain.events.support import TroopsDispatched
from domain.identity import event_id
from domain.present import current_event
from domain.revisions import EventCorrected
from domain.revisions.accounts import standing
from domain.values.estimate import Estimate


def stream(memory: Memory, key: str = "troops") -> list[Entry]:
    return [recorded.entry for recorded in memory.log.streams({event_id(key)})[event_id(key)]]


def event(memory: Memory, key: str = "troops") -> Event:
    return current_event(stream(memory, key))


def says(memory: Memory, key: str = "troops") -> list[tuple[str, Estimate | None]]:
    return [(a.report.source, a.report.says.get("troops")) for _, a in sorted(standing(stream(memory, key)).items())]


def refusal(memory: Memory, *raws: Raw) -> list[str]:
    with pytest.raises(Refused) as caught:
        memory.given(*raws)
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def memory() -> Memory:
    memory = Memory()
    memory.given(troops(place="kursk", purpose="to fight", report=a_report("paper", quote="They went.")), a_summit("summit"))
    return memory


def test_only_what_is_named_changes(memory: Memory) -> None:
    before = event(memory)

    memory.given(change("troops", troops={"best": "14000"}, place=None))

    after = event(memory)
    assert isinstance(after, TroopsDispatched)
    assert (after.troops, after.place) == (Estimate(best=14000), None)
    changed = {"troops", "place", "report"}
    assert after.model_dump(exclude=changed) == before.model_dump(exclude=changed)


def test_what_is_named_but_reads_so_already_is_no_matter(memory: Memory) -> None:
    memory.given(change("troops", place="kursk", purpose="to build"))

    after = event(memory)
    assert isinstance(after, TroopsDispatched)
    assert (after.place, after.purpose) == ("kursk", "to build")


def test_an_event_as_it_now_reads_is_recorded_already(memory: Memory) -> None:
    (correction,) = memory.given(change("troops", purpose="to build"))
    memory.given(corroborate("troops", "other-paper", says={"troops": {"best": 9000}}))
    reports = [a_report("paper", quote="They went."), a_report("other-paper", says={"troops": {"best": 9000}})]

    (again,) = memory.given(troops(place="kursk", purpose="to build", report=reports))

    assert (again.status, again.position) == ("already recorded", correction.position)


def test_an_event_that_reads_otherwise_is_told_by_what_correction(memory: Memory) -> None:
    (problem,) = refusal(memory, troops(purpose="to build", report=a_report("paper", quote="They went.")))

    assert problem.endswith("append an EventCorrected with changes: {place: null, purpose: ...} instead")


def test_a_list_is_replaced_whole(memory: Memory) -> None:
    memory.given(change("summit", participants=["CHN", "RUS", "PRK"]))

    assert [taking.party.actor for taking in event(memory, "summit").taking_part] == ["CHN", "RUS", "PRK"]


def test_each_correction_goes_on_from_the_last(memory: Memory) -> None:
    memory.given(change("troops", troops={"best": 14000}))
    memory.given(change("troops", purpose="to build"))

    after = event(memory)
    assert isinstance(after, TroopsDispatched)
    assert (after.troops, after.purpose, after.place) == (Estimate(best=14000), "to build", "kursk")


def test_the_same_correction_again_is_recorded_already(memory: Memory) -> None:
    (first,) = memory.given(change("troops", place=None))

    (again,) = memory.given(change("troops", place=None))

    assert (again.status, again.position) == ("already recorded", first.position)


def test_what_is_stored_reads_the_same_again(memory: Memory) -> None:
    memory.given(change("troops", place=None, troops={"best": 1}))

    stored = stream(memory)[-1]

    assert isinstance(stored, EventCorrected)
    assert stored.changes == {"place": None, "troops": {"best": 1}}
    assert EventCorrected.read(stored.content()) == stored


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"troop": {"best": 1}}, "changes.troop: TroopsDispatched has no such field; did you mean troops?"),
        ({"troops": "many"}, "changes.troops: 'many' is not a mapping of fields"),
        ({"troops": {"least": 1}}, "changes.troops.least: Estimate has no such field; its fields are low, best"),
        ({"troops": {"low": 2, "high": 1}}, "changes.troops: low 2, best None, high 1"),
        ({"occurred": "2025-13"}, "changes.occurred: "),
        ({"sender": None}, "changes.sender: cannot be removed: TroopsDispatched needs it"),
        ({"title": None}, "changes.title: changes nothing: the event has it so already, or has none to remove"),
        ({"place": "kursk", "purpose": "to fight"}, "changes.place: changes nothing"),
        ({"key": "other"}, "changes.key: cannot be changed"),
        ({"kind": "AidProvided"}, "changes.kind: cannot be changed so; give a replacement"),
        ({"report": {"source": "paper"}}, "changes.report: is not changed so: ReportCorrected"),
        ({}, "changes: "),
    ],
)
def test_a_change_that_cannot_be_is_refused_by_its_field(memory: Memory, changes: Raw, message: str) -> None:
    (problem,) = refusal(memory, {"kind": "EventCorrected", "event": "troops", "changes": changes, "reason": "x"})

    assert problem.startswith(f"EventCorrected: {message}")


def test_all_that_is_wrong_with_the_changes_is_told_at_once(memory: Memory) -> None:
    problems = refusal(memory, change("troops", key="x", troops={"low": "x"}, place=[], purpose="", sender=None, trops=None))

    fields = ["key", "place", "sender", "troops.low", "purpose", "trops"]
    assert [problem.split(": ")[1] for problem in problems] == [f"changes.{field}" for field in fields]


def test_the_event_with_its_changes_has_to_be_one_that_can_be(memory: Memory) -> None:
    memory.given({"kind": "TerritoryTaken", "key": "taken", "by": ["RUS"]})

    (problem,) = refusal(memory, change("taken", by=None))

    assert problem.startswith("EventCorrected: changes: says neither who took it")
    memory.given(change("taken", by=None, helped_by=["PRK"]))
    assert isinstance(event(memory, "taken"), TerritoryTaken)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "says not what is corrected; give changes"),
        ({"changes": {"place": None}, "drop": ["place"]}, "drop belongs to a replacement"),
        ({"changes": {"place": None}, "replacement": troops()}, "gives both changes and a replacement"),
    ],
)
def test_a_correction_gives_changes_or_a_replacement(memory: Memory, fields: Raw, message: str) -> None:
    (problem,) = refusal(memory, {"kind": "EventCorrected", "event": "troops", "reason": "x"} | fields)

    assert message in problem


def test_a_replacement_refuses_to_leave_out_what_the_event_has(memory: Memory) -> None:
    (problem,) = refusal(memory, correct("troops", troops(troops={"best": 1})))

    assert problem.startswith("EventCorrected: replacement: leaves out place, purpose, which the event has; give them, or")
    assert "write drop: [place, purpose]" in problem


def test_a_replacement_leaves_out_what_it_is_told_to_drop(memory: Memory) -> None:
    memory.given(correct("troops", troops(purpose="to build"), drop=["place"]))

    after = event(memory)
    assert isinstance(after, TroopsDispatched)
    assert (after.place, after.purpose) == (None, "to build")


def test_what_the_replacement_has_cannot_be_dropped(memory: Memory) -> None:
    (problem,) = refusal(memory, correct("troops", troops(), drop=["place", "purpose", "sender"]))

    assert problem.startswith("EventCorrected: drop: the replacement has a sender")


def test_a_replacement_that_changes_nothing_is_refused(memory: Memory) -> None:
    (problem,) = refusal(memory, correct("troops", troops(place="kursk", purpose="to fight")))

    assert problem == "EventCorrected: replacement: changes nothing: the event reads so already"


def test_a_replacement_may_change_the_kind_alone(memory: Memory) -> None:
    memory.given(correct("summit", a_summit() | {"kind": "CallHeld"}))

    assert event(memory, "summit").kind() == "CallHeld"


def test_a_correction_recorded_before_there_was_drop_is_taken_as_it_was(memory: Memory) -> None:
    logged: Raw = {"logged": {}}
    other = Memory()

    other.log.append(read(troops(place="kursk") | logged, correct("troops", troops()) | logged), "tester", as_given=True)

    assert event(other).place is None


def test_one_report_is_corrected_and_the_others_stay(memory: Memory) -> None:
    memory.given(corroborate("troops", "other-paper", says={"troops": {"best": 9000}}))

    memory.given(correct_report("troops", "other-paper", hedge="alleged", says={"troops": {"low": "8000", "high": "9500"}}))

    (_, first), (_, second) = sorted(standing(stream(memory)).items())
    assert first.report.quote == "They went."
    assert (second.report.hedge, second.report.says) == ("alleged", {"troops": Estimate(low=8000, high=9500)})
    assert first.report.says == {"troops": Estimate(best=15000, approximate=True)}


def test_a_report_keeps_the_events_own_figure_unless_it_is_said_to_give_another(memory: Memory) -> None:
    memory.given(correct_report("troops", "paper", quote="They were sent."))
    same = says(memory)
    memory.given(correct_report("troops", "paper", says={"troops": {"best": 9000}}))
    memory.given(change("troops", troops={"best": 14000}))

    assert same == [("paper", Estimate(best=15000, approximate=True))]
    assert says(memory) == [("paper", Estimate(best=9000))]


def test_a_correction_gives_its_report_no_figure_that_it_does_not_change(memory: Memory) -> None:
    killed: Raw = {"kind": "ViolenceRecorded", "key": "killed", "side_a": ["RUS"], "deaths": {"best": 12}, "deaths_a": {"best": 3}}
    memory.given(killed | {"report": a_report("paper")})
    memory.given(withdraw("killed", "paper"))

    memory.given(change("killed", deaths={"best": 14}, report=a_report("other-paper")))

    (account,) = standing(stream(memory, "killed")).values()
    assert account.report.says == {"deaths": Estimate(best=14)}


def test_of_several_reports_of_a_source_the_quote_or_the_number_tells_which(memory: Memory) -> None:
    memory.given(corroborate("troops", "paper", quote="Twice."), corroborate("troops", "paper", quote="Twice.", via="radio"))

    memory.given(correct_report("troops", "paper", {"quote": "They went."}, hedge="reported"))
    memory.given(correct_report("troops", "paper", {"number": "3"}, hedge="alleged"))
    memory.given(correct_report("troops", "paper", {"quote": "Twice.", "number": "1"}, hedge="denied"))

    reports = [account.report for _, account in sorted(standing(stream(memory)).items())]
    assert [report.hedge for report in reports] == ["reported", "denied", "alleged"]


def test_a_corrected_report_is_withdrawn_by_what_it_says_now(memory: Memory) -> None:
    memory.given(correct_report("troops", "paper", source="other-paper", quote=None))

    memory.given(withdraw("troops", "other-paper"))

    assert says(memory) == []


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (correct_report("troops", "nobody", hedge="alleged"), "source: the event has no report by nobody"),
        (correct_report("troops", "paper", {"quote": "No."}, hedge="alleged"), "quote: paper is not recorded with this quote"),
        (correct_report("troops", "paper", {"number": 9}, hedge="alleged"), "number: paper has no such report; it has 2 of"),
        (correct_report("troops", "paper", hedge="alleged"), "number: paper has 2 such reports; say which"),
        (correct_report("troops", "paper", {"number": 1}, hedge="asserted"), "changes: changes nothing"),
        (correct_report("troops", "paper", {"number": 1}, hedg="x"), "changes.hedg: Report has no such field; did you mean hedge"),
        (correct_report("troops", "paper", {"number": 1}, source=None), "changes.source: cannot be removed"),
        (correct_report("troops", "paper", {"number": 1}, hedge="sure"), "changes.hedge: 'sure' is not one of"),
        (
            correct_report("troops", "paper", {"number": 1}, says={"dead": {"best": 1}}),
            "changes.says.dead: TroopsDispatched has no figure 'dead'; it has ships, aircraft, vehicles, troops",
        ),
    ],
)
def test_a_correction_of_a_report_that_cannot_be_is_refused(memory: Memory, raw: Raw, message: str) -> None:
    memory.given(corroborate("troops", "paper", quote="Twice."))

    (problem,) = refusal(memory, raw)

    assert problem.startswith(f"ReportCorrected: {message}")


def test_a_report_of_a_merged_event_is_named_by_its_own_key(memory: Memory) -> None:
    memory.given(troops("other", report=a_report("other-paper")))
    memory.given(merge("troops", "other"))

    (problem,) = refusal(memory, correct_report("troops", "other-paper", hedge="alleged"))

    assert problem.endswith("a report of an event that was merged into it is named by that event's own key")
    memory.given(correct_report("other", "other-paper", hedge="alleged"))
