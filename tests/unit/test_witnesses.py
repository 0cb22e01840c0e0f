"""Codes that a program took for numbers: mended where the row bears it out, refused with both readings where it does not."""

import pytest
from published import ACLED, GDELT, ICEWS, Sample, draft

from scripts.importing.draft import Draft, Reject


def gdelt(code: str, base: str, root: str, quad: str, score: str) -> dict[str, str]:
    names = ("EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale")
    return dict(zip(names, (code, base, root, quad, score), strict=True))


@pytest.mark.parametrize(
    ("sample", "cells", "code"),
    [
        (GDELT, gdelt("10", "10", "1", "1", "0.0"), "010"),
        (GDELT, gdelt("20", "20", "2", "1", "3.0"), "020"),
        (GDELT, gdelt("43", "43", "4", "1", "2.8"), "043"),
        (GDELT, gdelt("841", "84", "8", "2", "7.0"), "0841"),
        (GDELT, gdelt("10.0", "10.0", "1.0", "1.0", "0.0"), "010"),
        (GDELT, gdelt("14", "", "", "1", "0.0"), "014"),
        (ICEWS, {"CAMEO Code": "10"}, "010"),
        (ICEWS, {"CAMEO Code": "10.0"}, "010"),
        (ICEWS, {"CAMEO Code": "13y", "Event Text": "Threaten with repression", "Intensity": "-7.0"}, "137"),
        (
            ICEWS,
            {"CAMEO Code": "22", "Event Text": "Appeal for diplomatic cooperation (such as policy support)", "Intensity": "3.4"},
            "022",
        ),
    ],
)
def test_a_code_that_lost_its_zero_is_mended_by_what_its_row_says(sample: Sample, cells: dict[str, str], code: str) -> None:
    found = draft(sample, **cells)

    assert isinstance(found, Draft), found
    assert found.entry["code"] == code
    assert ["mended" in flaw.what for flaw in found.flaws] == [True]


@pytest.mark.parametrize(
    ("sample", "cells", "code"),
    [
        (GDELT, gdelt("10", "10", "10", "3", "-5.0"), "10"),
        (GDELT, gdelt("20", "20", "20", "4", "-10.0"), "20"),
        (GDELT, gdelt("0841", "084", "08", "2", "7.0"), "0841"),
        (GDELT, gdelt("141", "141", "14", "3", "1.9"), "141"),
        (ICEWS, {"CAMEO Code": "010"}, "010"),
        (ICEWS, {"CAMEO Code": "042", "Event Text": "Make a visit", "Intensity": "1.9"}, "042"),
    ],
)
def test_a_code_that_its_row_bears_out_stays_as_it_is(sample: Sample, cells: dict[str, str], code: str) -> None:
    found = draft(sample, **cells)

    assert isinstance(found, Draft), found
    assert (found.entry["code"], found.flaws) == (code, ())


@pytest.mark.parametrize(
    ("sample", "cells", "reason"),
    [
        (
            GDELT,
            gdelt("10", "10", "3", "1", "0.0"),
            "EventCode is '10', which as 10 does not go with the row: EventRootCode is '3', QuadClass is '1';"
            " which as 010 does not go with the row: EventRootCode is '3'",
        ),
        (GDELT, gdelt("141", "141", "14", "1", "-6.5"), "which as 141 does not go with the row: QuadClass is '1'"),
        (GDELT, gdelt("043", "040", "04", "1", "2.8"), "which as 043 does not go with the row: EventBaseCode is '040'"),
        (ICEWS, {"CAMEO Code": "042"}, "CAMEO Code is '042', but 'Make statement' is 010"),
        (ICEWS, {"CAMEO Code": "10", "Intensity": "-5"}, "CAMEO Code is '10', but 'Make statement' is 010"),
    ],
)
def test_a_code_that_its_row_contradicts_is_refused_with_its_readings(sample: Sample, cells: dict[str, str], reason: str) -> None:
    found = draft(sample, **cells)

    assert isinstance(found, Reject)
    assert reason in found.reason


def test_a_number_of_a_state_that_lost_its_zeros_is_that_state_and_its_name_bears_it_out() -> None:
    found = draft(ACLED, iso="4", country="Afghanistan")

    assert isinstance(found, Draft)
    assert (found.entry["place"].country, found.flaws) == ("AFG", ())
