"""Which parties of which kinds are together in one place."""

from typing import Any

import pytest
from dsl import Raw, read
from gallery import GALLERY

from domain.events import EVENT_KINDS
from domain.events.base import Event

TOGETHER = {
    "SummitHeld": {"participant", "host"},
    "MeetingHeld": {"participant", "mediator"},
    "VisitMade": {"visitor", "host"},
    "ParadeAttended": {"attendee", "host"},
    "BanquetAttended": {"attendee", "host"},
    "JourneyShared": {"traveller"},
    "ExerciseHeld": {"participant"},
}
"""The kinds of the gallery that bring parties to one place, and in which roles."""


def the_event(raw: Raw) -> Event:
    (event,) = read(raw)
    assert isinstance(event, Event)
    return event


@pytest.mark.parametrize("raw", GALLERY, ids=lambda raw: raw["kind"])
def test_only_those_are_present_who_come_to_one_place(raw: Raw) -> None:
    assert the_event(raw).present == TOGETHER.get(raw["kind"], set())


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.kind())
def test_every_kind_says_who_is_present_and_why(kind: type[Event]) -> None:
    roles = {how.role for how in kind.party_fields().values()}

    assert kind.PRESENT.roles <= roles
    assert kind.PRESENT.why.endswith(".")


def coded(code: str, scheme: str = "icews", source: str = "PRK", target: str | None = "RUS", **fields: Any) -> Event:
    row = {"scheme": scheme, "code": code, "source": source, "target": target, "occurred": "2014-01-05"}
    return the_event({"kind": "InteractionCoded", "key": "row"} | row | fields)


@pytest.mark.parametrize(
    ("code", "scheme", "meets"),
    [
        ("040", "icews", True),
        ("042", "icews", True),
        ("043", "gdelt", True),
        ("046", "cameo", True),
        ("041", "icews", False),
        ("036", "icews", False),
        ("112", "icews", False),
        ("190", "icews", False),
        ("CONSULT/visit", "plover", True),
        ("CONSULT", "plover", True),
        ("CONSULT/phone", "plover", False),
        ("SUPPORT", "plover", False),
    ],
)
def test_a_coded_row_brings_together_whom_its_code_does(code: str, scheme: str, meets: bool) -> None:
    assert coded(code, scheme).present == ({"agent", "target", "participant"} if meets else set())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("046", "PRK", "RUS"), ("046", "RUS", "PRK"), True),
        (("042", "PRK", "RUS"), ("043", "RUS", "PRK"), True),
        (("042", "PRK", "RUS"), ("042", "RUS", "PRK"), False),
        (("043", "PRK", "RUS"), ("042", "PRK", "RUS"), False),
        (("046", "PRK", "RUS"), ("040", "RUS", "PRK"), False),
        (("046", "PRK", "RUS"), ("046", "CHN", "PRK"), False),
    ],
)
def test_two_rows_tell_of_one_act_where_they_mirror_each_other(
    one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    first, second = (coded(code, source=source, target=target).mutual_act for code, source, target in (one, other))

    assert first is not None
    assert second is not None
    assert (first.name == second.name and first.mirrored != second.mirrored) is same


@pytest.mark.parametrize("fields", [{"occurred": "2014-01-06"}, {"scheme": "gdelt"}, {"report": {"source": "other"}}])
def test_rows_of_another_day_or_data_set_tell_of_another_act(fields: dict[str, Any]) -> None:
    one, other = coded("046").mutual_act, coded("046", source="RUS", target="PRK", **fields).mutual_act

    assert one is not None
    assert other is not None
    assert one.name != other.name


@pytest.mark.parametrize("event", [coded("190"), coded("036"), coded("046", target=None)])
def test_an_act_that_one_does_alone_has_no_mirror_row(event: Event) -> None:
    assert event.mutual_act is None
