"""Newer releases of a data set: what they change, what they leave alone, and what they take back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from dsl import Memory, correct, read, retract

from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import Event
from domain.events.fighting import ViolenceRecorded
from domain.identity import event_id
from domain.revisions import EventCorrected, EventReinstated, EventRetracted
from scripts.importing.calendars import ACLED, POLECAT, UCDP, Calendar
from scripts.importing.releases import NONE_NEWER, LaterReleases, Release, newer_ones, read_release, restated, withdrawn

KEY = "ucdp-ged:7"


def violence(deaths: int, **fields: Any) -> dict[str, Any]:
    said = {"side_a": ["front"], "deaths": {"best": deaths}, "occurred": "2016-01-05"}
    return {"kind": "ViolenceRecorded", "key": KEY} | said | fields


def ucdp(label: str) -> Release:
    return read_release("ucdp-ged", UCDP, label)


LATE, BETWEEN_MONTHS = LaterReleases(any=True, restating=True), LaterReleases(any=True)
"""A newer release is known that restates all, or only such as add."""


class Dataset:
    """A log that takes releases of one event."""

    def __init__(self) -> None:
        self.memory = Memory()

    def release(self, label: str, deaths: int, newer: LaterReleases = NONE_NEWER) -> list[type[Entry]]:
        """Takes a row of a release; the kinds of what was appended."""
        (event,) = read(violence(deaths))
        assert isinstance(event, Event)
        new = restated(event, self.held(), ucdp(label), newer)
        self.memory.log.append(new, "tester")
        return [type(entry) for entry in new]

    def lacks(self, label: str) -> None:
        """Takes a release that has the event no longer."""
        self.memory.log.append([withdrawn(KEY, str(event_id(KEY)), ucdp(label))], "tester")

    def held(self) -> list[Entry]:
        stream = self.memory.log.streams([event_id(KEY)]).get(event_id(KEY), [])
        return [recorded.entry for recorded in stream]

    def person(self, *raws: dict[str, Any]) -> None:
        self.memory.given(*raws)


@pytest.fixture
def dataset() -> Dataset:
    dataset = Dataset()
    dataset.release("19.1", 3)
    return dataset


def test_a_release_that_says_the_same_appends_nothing(dataset: Dataset) -> None:
    assert dataset.release("23.1", 3) == []


def test_a_release_that_says_otherwise_corrects_and_tells_what_changed(dataset: Dataset) -> None:
    assert dataset.release("23.1", 5) == [EventCorrected]
    assert getattr(dataset.held()[-1], "reason", "") == "release 23.1 of ucdp-ged has another deaths"


def test_the_same_release_twice_is_once(dataset: Dataset) -> None:
    dataset.release("23.1", 5)

    assert dataset.release("23.1", 5) == []


def test_a_later_release_may_go_back_to_what_an_earlier_said(dataset: Dataset) -> None:
    dataset.release("23.1", 5)

    assert dataset.release("24.1", 3) == [EventCorrected]


def test_an_older_release_imported_late_changes_nothing(dataset: Dataset) -> None:
    dataset.release("23.1", 5)

    assert dataset.release("19.1", 3, LATE) == []


def test_an_older_release_does_not_bring_back_what_a_newer_took(dataset: Dataset) -> None:
    dataset.lacks("23.1")

    assert dataset.release("19.1", 3, LATE) == []


def test_an_older_release_that_says_what_is_not_held_is_refused(dataset: Dataset) -> None:
    dataset.release("23.1", 5)

    with pytest.raises(BadInput, match=r"release 9\.1 of ucdp-ged comes after a newer one"):
        dataset.release("9.1", 4, LATE)


def test_what_a_person_corrected_stays_while_the_data_set_says_the_same(dataset: Dataset) -> None:
    dataset.person(correct(KEY, violence(4)))

    assert dataset.release("23.1", 3) == []
    assert dataset.release("24.1", 5) == [EventCorrected]


def test_what_a_release_lacks_and_a_later_one_has_again_is_back(dataset: Dataset) -> None:
    dataset.lacks("20.1")

    assert dataset.release("21.1", 3) == [EventReinstated]
    assert dataset.release("22.1", 3) == []


def test_what_comes_back_otherwise_is_back_and_corrected(dataset: Dataset) -> None:
    dataset.lacks("20.1")

    assert dataset.release("21.1", 5) == [EventReinstated, EventCorrected]


def test_a_release_imported_again_does_not_bring_back_what_it_took_itself(dataset: Dataset) -> None:
    dataset.lacks("20.1")

    assert dataset.release("20.1", 3) == []


def test_releases_follow_one_another_by_number() -> None:
    assert ucdp("9.1").published < ucdp("19.1").published


def test_what_a_person_retracted_stays_retracted(dataset: Dataset) -> None:
    dataset.person(retract(KEY))

    assert dataset.release("23.1", 3) == []
    assert [type(e) for e in dataset.held()][-1] is EventRetracted


@pytest.mark.parametrize("label", ["", "latest", "23 1", "23.1@x"])
def test_what_is_no_release_is_refused(label: str) -> None:
    with pytest.raises(BadInput, match="is not a release"):
        ucdp(label)


@pytest.mark.parametrize(
    "labels",
    [
        ("5.0", "17.1", "17.2", "18.1", "19.1", "23.1"),
        ("24.0.3", "24.0.4", "24.1", "24.0.5", "24.0.10", "24.0.12", "25.0.1", "25.1"),
        ("25.1", "25.01.25.12", "26.0.1"),
        ("26_0_7", "26.0.8"),
    ],
)
def test_releases_of_ucdp_follow_one_another_as_they_are_published(labels: tuple[str, ...]) -> None:
    days = [ucdp(label).published for label in labels]

    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("calendar", "label", "day", "adds"),
    [
        (UCDP, "26.1", "2026-06-01", False),
        (UCDP, "26.0.8", "2026-09-20", True),
        (UCDP, "24.0.12", "2025-01-20", True),
        (UCDP, "25.01.25.12", "2026-01-20", True),
        (ACLED, "2025.05.17", "2025-05-17", True),
        (ACLED, "20250517", "2025-05-17", True),
        (POLECAT, "2023-01", "2023-01-31", True),
        (POLECAT, "2023-W05", "2023-02-05", True),
    ],
)
def test_a_data_set_says_when_a_release_came_out_and_whether_it_adds(calendar: Calendar, label: str, day: str, adds: bool) -> None:
    release = read_release("dataset", calendar, label)

    assert (release.published.isoformat(), release.adds) == (day, adds)


@pytest.mark.parametrize(
    ("calendar", "label"), [(ACLED, "7"), (ACLED, "2025.13.40"), (UCDP, "26.0.13"), (UCDP, "latest-3"), (POLECAT, "2023-W60")]
)
def test_digits_that_are_no_day_put_no_release_into_an_order(calendar: Calendar, label: str) -> None:
    with pytest.raises(BadInput, match="add --published and the day"):
        read_release("dataset", calendar, label)

    assert read_release("dataset", calendar, label, date(2025, 1, 2)).published == date(2025, 1, 2)


def test_a_day_that_is_given_is_better_than_the_calendar() -> None:
    assert read_release("ucdp-ged", UCDP, "24.1", date(2024, 5, 22)).published == date(2024, 5, 22)


@pytest.mark.parametrize(
    ("others", "newer"),
    [
        ([], NONE_NEWER),
        (["24.0.4"], NONE_NEWER),
        (["24.0.6", "24.0.4"], LaterReleases(any=True)),
        (["24.0.6", "25.1"], LaterReleases(any=True, restating=True)),
    ],
)
def test_which_releases_are_newer_is_told_by_the_calendar(others: list[str], newer: LaterReleases) -> None:
    assert newer_ones(ucdp("24.1"), [ucdp(other) for other in others]) == newer


def test_a_month_that_comes_late_founds_what_no_later_month_has(dataset: Dataset) -> None:
    assert Dataset().release("24.0.5", 3, BETWEEN_MONTHS) == [ViolenceRecorded]
    with pytest.raises(BadInput, match="says what the log does not hold"):
        dataset.release("24.0.5", 4, BETWEEN_MONTHS)


def test_a_month_that_comes_after_a_year_has_restated_it_founds_nothing() -> None:
    with pytest.raises(BadInput, match="says what the log does not hold"):
        Dataset().release("24.0.5", 3, LATE)


@pytest.mark.parametrize(("label", "back"), [("25.0.1", [EventReinstated]), ("24.0.4", [])])
def test_what_a_list_says_was_deleted_is_back_only_in_a_release_after_that(
    dataset: Dataset, label: str, back: list[type[Entry]]
) -> None:
    deleted = int(datetime(2024, 11, 5, tzinfo=UTC).timestamp())
    dataset.person(retract(KEY) | {"key": f"{KEY}@release-deleted-{deleted}"})

    assert dataset.release(label, 3) == back
