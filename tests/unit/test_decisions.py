"""Whether an entry may follow what its stream holds."""

import pytest
from dsl import (
    Memory,
    Raw,
    a_place,
    a_report,
    a_source,
    a_summit,
    actors,
    an_actor,
    an_alias,
    an_import,
    correct,
    correct_registration,
    corroborate,
    merge,
    merge_actors,
    provisional,
    read,
    reinstate,
    retract,
    retract_registration,
    troops,
    unmerge,
    unmerge_actors,
    withdraw,
)

from domain.decisions import decide
from domain.entries import Entry
from domain.identity import source_id
from domain.objection import Objection
from domain.present import current_event, is_retracted
from domain.revisions import RegistrationRevision


def held(*raws: Raw) -> list[Entry]:
    """A stream that took these entries one after another."""
    stream: list[Entry] = []
    for entry in read(*raws):
        decision = decide(entry, stream)
        if not decision.held:
            stream.append(decision.entry)
    return stream


def objection(raw: Raw, *before: Raw) -> str:
    *stream, entry = read(*before, raw)
    with pytest.raises(Objection) as caught:
        decide(entry, held(*before) if stream else [])
    return f"{caught.value.field}: {caught.value}" if caught.value.field else str(caught.value)


def test_the_first_entry_of_a_stream_is_its_first_version() -> None:
    (entry,) = read(a_summit())

    decision = decide(entry, [])

    assert (decision.entry, decision.version, decision.held) == (entry, 1, False)


@pytest.mark.parametrize(
    "raws",
    [
        [a_summit()],
        [*actors("PRK")],
        [an_actor("PRK"), an_alias("PRK", "DPRK")],
        [a_summit("summit"), corroborate("summit")],
        [a_summit("summit"), retract("summit")],
        [a_summit("summit"), merge("summit", "other")],
        [an_actor("PRK"), an_alias("PRK", "DPKR"), retract_registration(an_alias("PRK", "DPKR"))],
        [
            an_actor("PRK"),
            an_alias("PRK", "DPKR"),
            correct_registration(an_alias("PRK", "DPKR"), an_alias("PRK", "DPRK")),
            retract_registration(an_alias("PRK", "DPRK")),
        ],
    ],
)
def test_what_a_stream_holds_is_held_however_often_it_is_said(raws: list[Raw]) -> None:
    stream = held(*raws)

    again = [decide(entry, stream) for entry in read(*raws)]

    assert [(d.version, d.held) for d in again] == [(n, True) for n in range(1, len(raws) + 1)]


def test_a_registrations_revision_finds_the_version_it_is_about() -> None:
    stream = held(an_actor("PRK"), an_alias("PRK", "DPRK"), an_alias("PRK", "Korea"))

    (entry,) = read(retract_registration(an_alias("PRK", "Korea")))
    settled = decide(entry, stream).entry

    assert isinstance(settled, RegistrationRevision)
    assert settled.version == 3


def test_a_registration_is_found_by_what_it_says_since_its_correction() -> None:
    misprint, mended = an_alias("PRK", "DPKR"), an_alias("PRK", "DPRK")
    stream = held(an_actor("PRK"), misprint, correct_registration(misprint, mended))

    (entry,) = read(retract_registration(mended))
    settled = decide(entry, stream).entry

    assert isinstance(settled, RegistrationRevision)
    assert settled.version == 2


def test_of_two_registrations_once_alike_the_one_that_still_is_so_is_meant() -> None:
    first, second = an_alias("PRK", "Korea"), an_alias("PRK", "Korea", language="en")
    stream = held(an_actor("PRK"), first, correct_registration(first, an_alias("PRK", "Chosun")), second)

    (entry,) = read(retract_registration(an_alias("PRK", "Korea")))
    settled = decide(entry, stream).entry

    assert isinstance(settled, RegistrationRevision)
    assert settled.version == 4


@pytest.mark.parametrize("raw", [an_actor("kim", "other"), a_place(), a_source()])
def test_a_persons_registration_follows_an_imports_and_is_held_from_then_on(raw: Raw) -> None:
    stream = held(provisional(raw))

    decisions = [decide(entry, stream) for entry in read(provisional(raw), raw)]
    again = [decide(entry, [*stream, decisions[1].entry]) for entry in read(provisional(raw), raw)]

    assert [(d.version, d.held) for d in decisions] == [(1, True), (2, False)]
    assert [(d.version, d.held) for d in again] == [(1, True), (2, True)]


def test_in_one_call_too_a_persons_registration_completes_an_imports() -> None:
    outcomes = Memory().given(provisional(an_actor("kim", "other")), an_actor("kim", "person"), an_alias("kim", "Kim"))

    assert [o.status for o in outcomes] == ["recorded"] * 3


def test_a_revision_of_a_completed_registration_is_about_its_first_version() -> None:
    stream = held(provisional(an_actor("kim", "other")), an_actor("kim", "person"))

    (entry,) = read(retract_registration({"kind": "ActorRegistered", "id": "kim", "actor_kind": "person"}))
    settled = decide(entry, stream).entry

    assert isinstance(settled, RegistrationRevision)
    assert settled.version == 1


def test_a_retracted_registration_of_an_import_is_for_a_person_to_replace() -> None:
    stream = held(provisional(an_actor("kim", "other")), retract_registration({"kind": "ActorRegistered", "id": "kim"}))

    (entry,) = read(an_actor("kim", "person"))

    assert decide(entry, stream).version == 3


@pytest.mark.parametrize(
    ("raw", "before", "message"),
    [
        (
            an_actor("kim", name="N"),
            [provisional(an_actor("kim", "other")), an_actor("kim")],
            "is recorded already with other content (other name)",
        ),
        (
            provisional(an_actor("kim", name="N")),
            [provisional(an_actor("kim"))],
            "is recorded already with other content (other codes, name)",
        ),
        (
            an_actor("kim", name="N"),
            [
                provisional(an_actor("kim")),
                correct_registration({"kind": "ActorRegistered", "id": "kim"}, provisional(an_actor("kim"))),
            ],
            "is recorded already with other content",
        ),
        (
            a_summit(title="T"),
            [a_summit()],
            "is recorded already with other content (other title); append an EventCorrected with changes: {title: ...} instead",
        ),
        (
            a_summit(report=a_report()),
            [a_summit()],
            "is recorded already with other content (other report); append an EventCorroborated instead",
        ),
        (troops("e"), [a_summit("e")], "is recorded already with other content (as SummitHeld); append a correction instead"),
        (an_actor("PRK", name="N"), [an_actor("PRK")], "is recorded already with other content (other name)"),
        (retract("e"), [], "is about something that the log does not hold"),
        (an_alias("PRK", "DPRK"), [], "is about something that the log does not hold"),
        (
            retract("e", key="r", reason="other"),
            [a_summit("e"), retract("e", key="r")],
            "key: a revision with the key 'r' is recorded already with other content",
        ),
        (reinstate("e"), [a_summit("e")], "reinstates an event that is not retracted"),
        (reinstate("e", key="2"), [a_summit("e"), retract("e"), reinstate("e")], "reinstates an event that is not retracted"),
        (merge("e", "e"), [a_summit("e")], "duplicates: merges something with itself"),
        (merge_actors("PRK", "PRK"), [an_actor("PRK")], "duplicates: merges something with itself"),
        (unmerge("e", "f"), [a_summit("e")], "duplicates: takes apart what is not merged"),
        (unmerge("e", "f", "g"), [a_summit("e"), merge("e", "f")], "duplicates: takes apart what is not merged"),
        (unmerge_actors("PRK", "RUS"), [an_actor("PRK")], "duplicates: takes apart what is not merged"),
        (
            corroborate("e", says={"dead": {"best": 1}}),
            [troops("e")],
            "report.says: TroopsDispatched has no figure 'dead'; it has ships, aircraft, vehicles, troops",
        ),
        (
            corroborate("e", says={"troops": {"best": 1}}),
            [a_summit("e")],
            "report.says: SummitHeld has no figure 'troops'; it has none",
        ),
        (withdraw("e", "paper"), [a_summit("e")], "source: the event has no report by paper"),
        (
            withdraw("e", "paper", quote="They met."),
            [a_summit("e", report=a_report(quote="They talked."))],
            "quote: paper is not recorded with this quote",
        ),
        (retract_registration(an_alias("PRK", "X")), [an_actor("PRK")], "registration: matches no registration"),
        (
            retract_registration({"kind": "ActorAliased", "actor": "PRK"}),
            [an_actor("PRK"), an_alias("PRK", "X"), an_alias("PRK", "Y")],
            "registration: matches 2 registrations; give more fields",
        ),
    ],
)
def test_what_cannot_follow_is_refused_with_the_remedy(raw: Raw, before: list[Raw], message: str) -> None:
    assert objection(raw, *before).startswith(message)


def test_a_correction_to_another_kind_may_report_that_kinds_figures() -> None:
    stream = held(a_summit("e"))

    (entry,) = read(correct("e", troops(), drop=["participants"], report=a_report(says={"troops": {"best": 1}})))

    assert decide(entry, stream).held is False
    assert decide(*_with(stream, entry, corroborate("e", says={"troops": {"best": 2}}))).held is False


def _with(stream: list[Entry], entry: Entry, raw: Raw) -> tuple[Entry, list[Entry]]:
    return read(raw)[0], [*stream, decide(entry, stream).entry]


def test_a_retraction_may_be_undone_and_said_again() -> None:
    stream = held(a_summit("e"), retract("e"), reinstate("e"), retract("e", key="again"))

    assert len(stream) == 4
    assert is_retracted(stream)
    assert not is_retracted(stream[:3])


def test_the_last_correction_holds() -> None:
    first, second = a_summit("e", title="First"), a_summit("e", title="Second")
    stream = held(a_summit("e"), correct("e", first), correct("e", second))

    assert current_event(stream).content() == read(second)[0].content()
    assert current_event(stream[:1]) is stream[0]


def test_what_is_merged_may_be_taken_apart_once() -> None:
    stream = held(a_summit("e"), merge("e", "f", "g"), unmerge("e", "f"))

    (again,) = read(unmerge("e", "f") | {"key": "again"})

    with pytest.raises(Objection, match="not merged"):
        decide(again, stream)


def test_a_report_of_a_correction_can_be_withdrawn() -> None:
    corrected = correct("e", a_summit(report=a_report("other-paper", quote="They met.")))
    stream = held(a_summit("e"), corrected)

    (entry,) = read(withdraw("e", "other-paper", quote="They met."))

    assert decide(entry, stream).version == 3


def test_each_import_of_a_file_that_went_otherwise_is_a_version_of_one_stream() -> None:
    first, again, once_more = read(an_import(), an_import(recorded=0, duplicates=3), an_import(recorded=0, duplicates=3))

    decisions = [decide(first, []), decide(again, [first]), decide(once_more, [first, again])]

    assert [(d.version, d.held) for d in decisions] == [(1, False), (2, False), (2, True)]
    assert first.stream == again.stream


def test_an_import_names_a_data_set_that_must_be_there() -> None:
    (entry,) = read(an_import("icews"))

    assert entry.targets == {source_id("icews"): "source"}
