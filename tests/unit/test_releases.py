"""Newer releases of a data set: what they change, what they leave alone, and what they take back."""

from typing import Any

import pytest
from dsl import Memory, correct, read, retract

from domain.entries import Entry
from domain.errors import BadInput
from domain.events.base import Event
from domain.identity import event_id
from domain.revisions import EventCorrected, EventReinstated, EventRetracted
from scripts.importing.releases import read_release, restated, withdrawn

KEY = "ucdp-ged:7"


def violence(deaths: int, **fields: Any) -> dict[str, Any]:
    said = {"side_a": ["front"], "deaths": {"best": deaths}, "occurred": "2016-01-05"}
    return {"kind": "ViolenceRecorded", "key": KEY} | said | fields


class Dataset:
    """A log that takes releases of one event."""

    def __init__(self) -> None:
        self.memory = Memory()

    def release(self, label: str, deaths: int, *, late: bool = False) -> list[type[Entry]]:
        """Takes a row of a release; the kinds of what was appended."""
        (event,) = read(violence(deaths))
        assert isinstance(event, Event)
        new = restated(event, self.held(), read_release("ucdp-ged", label), late=late)
        self.memory.log.append(new, "tester")
        return [type(entry) for entry in new]

    def lacks(self, label: str) -> None:
        """Takes a release that has the event no longer."""
        self.memory.log.append([withdrawn(KEY, str(event_id(KEY)), read_release("ucdp-ged", label))], "tester")

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

    assert dataset.release("19.1", 3, late=True) == []


def test_an_older_release_does_not_bring_back_what_a_newer_took(dataset: Dataset) -> None:
    dataset.lacks("23.1")

    assert dataset.release("19.1", 3, late=True) == []


def test_an_older_release_that_says_what_is_not_held_is_refused(dataset: Dataset) -> None:
    dataset.release("23.1", 5)

    with pytest.raises(BadInput, match=r"release 9\.1 of ucdp-ged comes after a newer one"):
        dataset.release("9.1", 4, late=True)


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
    assert read_release("ucdp-ged", "9.1").order < read_release("ucdp-ged", "19.1").order


def test_what_a_person_retracted_stays_retracted(dataset: Dataset) -> None:
    dataset.person(retract(KEY))

    assert dataset.release("23.1", 3) == []
    assert [type(e) for e in dataset.held()][-1] is EventRetracted


@pytest.mark.parametrize("label", ["", "latest", "23 1", "23.1@x"])
def test_what_is_no_release_is_refused(label: str) -> None:
    with pytest.raises(BadInput, match="is not a release"):
        read_release("ucdp-ged", label)


@pytest.mark.parametrize(
    "labels",
    [
        ("9.1", "19.1", "23.1"),
        ("24.0.3", "24.0.4", "24.1", "24.0.5", "24.0.10", "24.0.12", "25.0.1", "25.1"),
        ("25.1", "25.01.25.12", "26.0.1"),
    ],
)
def test_releases_of_ucdp_follow_one_another_as_they_are_published(labels: tuple[str, ...]) -> None:
    orders = [read_release("ucdp-ged", label).order for label in labels]

    assert orders == sorted(orders)


@pytest.mark.parametrize(
    ("dataset", "label", "adds"),
    [
        ("ucdp-ged", "26.1", False),
        ("ucdp-ged", "26.0.8", True),
        ("acled", "2025.05.17", True),
        ("polecat", "2023-01", True),
    ],
)
def test_a_data_set_says_whether_a_release_adds_or_restates(dataset: str, label: str, adds: bool) -> None:
    assert read_release(dataset, label).adds == adds
