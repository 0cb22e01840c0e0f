"""Quadruples: text and numbers."""

import io
from datetime import date

import pytest

from scripts.importing.draft import Draft, Format, Mention, Reject
from scripts.importing.formats.quadruples import QUADRUPLES, Numbering, numbered

NUMBERS = Numbering({"0": "Iran", "1": "Citizen (Nigeria)"}, {"6": "Make_a_visit"}, zero=date(2013, 12, 31))


def read(text: str, format: Format = QUADRUPLES) -> list[Draft | Reject]:
    return list(format.read(io.BytesIO(text.encode()), "utf-8"))


def key(text: str, format: Format = QUADRUPLES) -> str:
    (draft,) = read(text, format)
    assert isinstance(draft, Draft), draft
    return str(draft.entry["key"])


def test_a_quadruple_is_an_interaction_in_which_nobody_represents_a_state() -> None:
    (draft,) = read("Police (Australia)\tMake a visit\tIran\t2014-01-02\n")

    assert isinstance(draft, Draft)
    assert draft.entry == {
        "kind": "InteractionCoded",
        "key": draft.entry["key"],
        "occurred": "2014-01-02",
        "scheme": "icews",
        "code": "042",
        "source": Mention("Police (Australia)"),
        "target": Mention("Iran"),
        "report": {"source": "icews-quadruples"},
    }


@pytest.mark.parametrize(
    "same",
    [
        "Citizen_(Nigeria)\tMake_a_visit\tIran\t2014-01-02",
        "Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02\t0",
        "Citizen\xa0(Nigeria)\tMake a visit\tIran\t2014-01-02",
    ],
)
def test_the_four_values_are_the_key_however_the_file_spells_them(same: str) -> None:
    assert key(same) == key("Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02")


@pytest.mark.parametrize(
    "other",
    ["Iran\tMake a visit\tCitizen (Nigeria)\t2014-01-02", "Citizen (Nigeria)\tMake a visit\tIran\t2014-01-03"],
)
def test_other_values_are_another_key(other: str) -> None:
    assert key(other) != key("Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02")


def test_numbers_stand_for_the_same_events_as_their_names() -> None:
    assert key("1\t6\t0\t2", numbered(NUMBERS)) == key("Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02")


@pytest.mark.parametrize("more", ["0", "-1", "2014-01-02", ""])
def test_a_fifth_column_that_says_nothing_is_left_out(more: str) -> None:
    plain = "Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02"

    assert key(f"{plain}\t{more}") == key(plain)


def test_steps_may_be_hours() -> None:
    hourly = numbered(NUMBERS._replace(zero=date(2014, 1, 1), steps=24))

    assert key("1\t6\t0\t24", hourly) == key("Citizen (Nigeria)\tMake a visit\tIran\t2014-01-02")


@pytest.mark.parametrize(
    ("row", "format", "message"),
    [
        ("0\t6\t1\t2", QUADRUPLES, "is in numbers; say what they stand for"),
        ("0\t6\t7\t2", numbered(NUMBERS), "number '7' has no name"),
        ("0\t6\t1\t5", numbered(NUMBERS._replace(steps=24)), "step 5 is not the first of a day"),
        ("Iran\tDance\tIraq\t2014-01-02", QUADRUPLES, "'Dance' is not what ICEWS calls any CAMEO code"),
        ("Iran\tConsult\tIraq\t2014", QUADRUPLES, "date is '2014'; write year-month-day"),
        ("\tConsult\tIraq\t2014-01-02", QUADRUPLES, "subject is empty"),
        ("Iran\tConsult\tIraq\t2014-01-02\t2014-01-06", QUADRUPLES, "has '2014-01-06' in a fifth column"),
        ("0\t6\t1\t10\t14", numbered(NUMBERS), "has '14' in a fifth column, as if the event ended then"),
    ],
)
def test_a_row_that_cannot_be_told_is_rejected_with_the_reason(row: str, format: Format, message: str) -> None:
    (reject,) = read(row, format)

    assert isinstance(reject, Reject)
    assert message in reject.reason
