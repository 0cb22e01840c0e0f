"""Dates as they are known: in part, roughly, from or until."""

import re
import subprocess
import sys
from calendar import monthrange
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.values.dates import Edtf, Occurred, Precision, read_edtf

EDTF: TypeAdapter[str] = TypeAdapter(Edtf)
YEARS = st.integers(1, 9999)

days = st.dates().map(date.isoformat)
months = st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12))
years = YEARS.map("{:04}".format)
vague = st.sampled_from(["199X", "19XX", "XXXX", "2024-XX", "2024-02-XX", "2024-21", "9999-24", "000X", "19XX-02-29"])
qualified = st.builds("{}{}".format, st.one_of(days, months, years, vague), st.sampled_from(["", "~", "?", "%"]))
ends = st.one_of(qualified, st.just(".."), st.just(""))
intervals = st.builds("{}/{}".format, ends, ends)
one_of = st.builds("[{}]".format, st.lists(qualified, min_size=1, max_size=3).map(", ".join))
within = st.builds("[{}..{}]".format, st.one_of(qualified, st.just("")), st.one_of(qualified, st.just("")))
anything = st.one_of(qualified, intervals, one_of, within)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2025-09-03", "2025-09-03", "2025-09-03", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1959", "1959-01-01", "1959-12-31", "year"),
        ("2024~", "2024-01-01", "2024-12-31", "year"),
        ("2024-06?", "2024-06-01", "2024-06-30", "month"),
        ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
        ("2004-01-01T10:10:10Z", "2004-01-01", "2004-01-01", "day"),
        ("2024-21", "2024-03-01", "2024-05-31", "season"),
        ("2024-24", "2024-12-01", "2025-02-28", "season"),
        ("9999-24", "9999-12-01", "9999-12-31", "season"),
        ("2024-33~", "2024-01-01", "2024-03-31", "season"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("1XXX", "1000-01-01", "1999-12-31", "unknown"),
        ("XXXX-12-25", None, None, "unknown"),
        ("000X", "0001-01-01", "0009-12-31", "decade"),
        ("2024-XX", "2024-01-01", "2024-12-31", "year"),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month"),
        ("202X-02-29", "2020-02-29", "2029-02-28", "decade"),
        ("", None, None, "unknown"),
    ],
)
def test_a_date_has_the_bounds_of_what_is_known(text: str, earliest: str | None, latest: str | None, precision: str) -> None:
    when = read_edtf(text)

    assert (when.edtf, _iso(when.earliest), _iso(when.latest), when.precision) == (
        text,
        earliest,
        latest,
        precision,
    )


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-06/2024-08", "2024-06-01", "2024-08-31"),
        ("2024/..", "2024-01-01", None),
        ("2024/", "2024-01-01", None),
        ("../2024", None, "2024-12-31"),
        ("/2024", None, "2024-12-31"),
        ("/..", None, None),
        ("../..", None, None),
        ("2024~/..", "2024-01-01", None),
        ("2024-06/2024", "2024-06-01", "2024-12-31"),
    ],
)
def test_an_interval_is_bounded_only_where_it_has_an_end(text: str, earliest: str | None, latest: str | None) -> None:
    when = read_edtf(text)

    assert (_iso(when.earliest), _iso(when.latest), when.precision) == (earliest, latest, Precision.INTERVAL)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("[..2025-09-03]", None, "2025-09-03"),
        ("[2024-05..]", "2024-05-01", None),
        ("[2024-01-01..2025-09-03]", "2024-01-01", "2025-09-03"),
        ("[2024-03,2024-01]", "2024-01-01", "2024-03-31"),
        ("[2020,2022..2024]", "2020-01-01", "2024-12-31"),
        ("[XXXX,2022]", None, None),
    ],
)
def test_a_set_runs_from_its_first_date_to_its_last(text: str, earliest: str | None, latest: str | None) -> None:
    when = read_edtf(text)

    assert (_iso(when.earliest), _iso(when.latest), when.precision) == (earliest, latest, Precision.SET)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [(" 2024 ", "2024"), ("2023 / 2024", "2023/2024"), ("[2024-01, 2024-03]", "[2024-01,2024-03]")],
)
def test_blanks_are_dropped(text: str, canonical: str) -> None:
    assert read_edtf(text).edtf == canonical


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-02-30", "'2025-02-30' is not a date: February 2025 has 28 days"),
        ("2025-02~-30", "'2025-02~-30' is not a date: February 2025 has 28 days"),
        ("202X-02-30", "'202X-02-30' is not a date: February 202X has 29 days"),
        ("2025-13", "'2025-13' is not a date: months run from 01 to 12 (seasons from 21 to 24)"),
        ("2025-20", "'2025-20' is not a date: months run from 01 to 12 (seasons from 21 to 24)"),
        ("0000", "'0000' is out of range: years run from 0001 to 9999"),
        ("-0044", "'-0044' is out of range: years run from 0001 to 9999"),
        ("Y12024", "'Y12024' is out of range: years run from 0001 to 9999"),
        ("2025-1X", "'2025-1X' leaves one digit of a month or day open; write both as XX"),
        ("2025/2024", "'2025/2024' ends before it starts; write 2024/2025"),
        ("[2025..2024]", "'2025..2024' ends before it starts; write 2024..2025"),
        (
            "[2024,..2022]",
            "'[2024,..2022]' is open in its middle; write .. before the first date or after the last",
        ),
        (
            "{2024,2025}",
            "'{2024,2025}' names several dates; write an entry for each, or [..] for one of them",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        read_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        "last week",
        "20240903",
        "2025-9-3",
        "2025-21-05",
        "199x",
        "٢٠٢٤",
        "/",
        "[..]",
        "[]",
        "[2024",
        "2023/2024/2025",
        "2024-06?~",
        "2004-01-01T25:00:00Z",
        "199X-21",
    ],
)
def test_what_is_no_edtf_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not an EDTF date; write 2025-09-03, 2025-09, .* or \[\.\.2025-09-03\]$"):
        read_edtf(text)


@given(anything)
def test_the_earliest_day_is_never_after_the_latest(text: str) -> None:
    when = _read_or_none(text)

    assert when is None or when.earliest is None or when.latest is None or when.earliest <= when.latest


@given(anything)
def test_reading_the_canonical_text_gives_the_same(text: str) -> None:
    when = _read_or_none(text)

    assert when is None or read_edtf(when.edtf) == when


@given(st.text(alphabet="0129X-/.[],{}~?%TZ: Y", max_size=24))
def test_any_text_is_read_or_refused_as_a_value(text: str) -> None:
    when = _read_or_none(text)

    assert when is None or when.edtf == text.strip() or " " in text


@given(YEARS, st.integers(1, 12))
def test_a_month_contains_each_of_its_days_and_no_other(year: int, month: int) -> None:
    whole = read_edtf(f"{year:04}-{month:02}")

    assert whole.earliest is not None
    assert whole.latest is not None
    contained = [whole.earliest + timedelta(n) for n in range((whole.latest - whole.earliest).days + 1)]
    assert contained == [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def test_a_field_keeps_the_canonical_text() -> None:
    assert EDTF.validate_python(" 2024 / .. ") == "2024/.."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 9, 3), "2025-09-03"),
        (datetime(2025, 9, 3, 12, 30), "2025-09-03T12:30:00"),  # noqa: DTZ001
    ],
)
def test_a_field_takes_a_date_of_the_language(value: date, text: str) -> None:
    assert EDTF.validate_python(value) == text


@pytest.mark.parametrize("value", ["", " ", 2024, None])
def test_a_field_refuses_what_names_no_time(value: object) -> None:
    with pytest.raises(ValidationError):
        EDTF.validate_python(value)


def test_plain_dates_intervals_and_sets_are_read_without_the_edtf_library() -> None:
    program = (
        "import sys\n"
        "from domain.values.dates import read_edtf\n"
        "for text in ('2025-09-03', '2025-09', '2024~', '2024/..', '[..2025-09-03]'): read_edtf(text)\n"
        "sys.exit('edtf' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], check=False)

    assert done.returncode == 0


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_or_none(text: str) -> Occurred | None:
    try:
        return read_edtf(text)
    except ValueError:
        return None
