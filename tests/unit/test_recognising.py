"""Files as people have them: whatever program wrote a table, it says what the published file says."""

import csv
import json

import pytest
from published import ACLED, GDELT, SAMPLES, UCDP, Sample, as_json, entries, written

from domain.errors import BadInput

every_format = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.format)


def as_published(sample: Sample) -> list[object]:
    (entry,) = entries(sample, written(sample))
    assert isinstance(entry, dict), entry
    return [entry]


@every_format
@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("heading", [True, False], ids=["heading", "none"])
def test_cells_may_be_divided_by_tabs_commas_semicolons_or_pipes(sample: Sample, delimiter: str, heading: bool) -> None:
    file = written(sample, delimiter=delimiter, heading=None if heading else [])

    assert entries(sample, file) == as_published(sample)


@every_format
@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
def test_every_cell_may_be_quoted(sample: Sample, delimiter: str) -> None:
    assert entries(sample, written(sample, delimiter=delimiter, quoting=csv.QUOTE_ALL)) == as_published(sample)


@every_format
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_is_found_out_and_told_where_it_is_a_guess(sample: Sample, encoding: str) -> None:
    told = list[str]()

    found = entries(sample, written(sample).decode().encode(encoding), tell=told.append)

    assert found == as_published(sample)
    guessed = encoding == "cp1252" and sample is ACLED
    assert told == (["is not UTF-8 and is read as Windows-1252; if that is wrong, name its encoding with --encoding"] * guessed)


def test_what_windows_1252_does_not_have_is_latin_1() -> None:
    told = list[str]()

    entries(ACLED, written(ACLED).replace("ü".encode(), b"\x81").replace("“no”".encode(), b""), tell=told.append)

    assert told == ["is not UTF-8 and is read as Latin-1; if that is wrong, name its encoding with --encoding"]


def test_one_broken_line_makes_no_other_encoding_of_a_file_in_utf_8() -> None:
    row = ",".join(ACLED.columns).encode() + b"\n"
    good = written(ACLED).split(b"\n", 1)[1]

    first, second = entries(ACLED, row + good + good.replace("ü".encode(), b"\xfc"))

    assert isinstance(first, dict)
    assert "byte 0xfc at column" in str(second)


@every_format
@pytest.mark.parametrize("spelt", [str.upper, str.lower, lambda name: name.replace("_", " ").title()])
def test_headings_are_known_in_any_case_and_spelling(sample: Sample, spelt: object) -> None:
    assert callable(spelt)

    assert entries(sample, written(sample, heading=[spelt(name) for name in sample.columns])) == as_published(sample)


@pytest.mark.parametrize(
    ("sample", "own", "published"),
    [
        (GDELT, "SQLDATE", "Day"),
        (UCDP, "best", "best_est"),
        (UCDP, "side_a_new_id", "side_a_id"),
        (ACLED, "geo_precision", "GEO_PRECIS"),
    ],
)
def test_headings_are_known_by_the_names_they_were_published_under(sample: Sample, own: str, published: str) -> None:
    heading = [published if name == own else name for name in sample.columns]

    assert entries(sample, written(sample, heading=heading)) == as_published(sample)


@every_format
def test_only_the_columns_that_are_read_are_needed(sample: Sample) -> None:
    kept = [
        name
        for name in sample.columns
        if name in (*sample.read.layout.needs, *sample.read.layout.reads, *sample.read.layout.either)
    ]

    assert entries(sample, written(sample, [sample.row.get(name, "") for name in kept], heading=kept)) == as_published(sample)


@every_format
def test_a_column_that_is_missing_is_named_where_it_is_needed_and_told_where_it_is_not(sample: Sample) -> None:
    needed, read, told = sample.read.layout.needs[0], sample.read.layout.reads[0], list[str]()
    without = [name for name in sample.columns if name != read]
    entries(sample, written(sample, [sample.row.get(name, "") for name in without], heading=without), tell=told.append)

    assert told == [f"has no column {read}"]
    with pytest.raises(BadInput, match=f"no column {needed}"):
        entries(sample, written(sample, sample.cells()[1:], heading=[name for name in sample.columns if name != needed]))


@every_format
@pytest.mark.parametrize("name", ["", "X", "Unnamed: 0", None], ids=["blank", "R", "pandas", "unnamed"])
def test_a_row_number_may_stand_in_front(sample: Sample, name: str | None) -> None:
    heading = [*([] if name is None else [name]), *sample.columns]

    assert entries(sample, written(sample, ["1", *sample.cells()], heading=heading)) == as_published(sample)


@every_format
def test_a_row_number_may_stand_in_front_of_a_table_without_a_heading(sample: Sample) -> None:
    told = list[str]()

    assert entries(sample, written(sample, ["1", *sample.cells()], heading=[]), tell=told.append) == as_published(sample)
    assert told == [f"has {len(sample.columns) + 1} columns instead of {len(sample.columns)}; one in front is left out"]


@every_format
def test_columns_may_stand_behind(sample: Sample) -> None:
    heading = [*sample.columns, "mine", "yours"]

    assert entries(sample, written(sample, [*sample.cells(), "1", "2"], heading=heading)) == as_published(sample)
    assert entries(sample, written(sample, [*sample.cells(), "1"], heading=[])) == as_published(sample)
    assert entries(sample, written(sample, [*sample.cells(), "", ""])) == as_published(sample)


@pytest.mark.parametrize(
    ("sample", "cells"),
    [
        (GDELT, {"GLOBALEVENTID": "95001.0", "QuadClass": "1.0", "ActionGeo_Type": "4.0", "SQLDATE": "20180123.0"}),
        (GDELT, {"GLOBALEVENTID": "95,001", "DATEADDED": "20180123001500.0"}),
        (
            UCDP,
            {"id": "80101.0", "gwnoa": "645.0", "country_id": "645.0", "where_prec": "1.0", "best": "1006.0", "date_prec": "1.0"},
        ),
        (UCDP, {"best": "1,006", "high": "1 008", "low": "1'005", "side_b_new_id": "234.0", "event_clarity": "1.0"}),
        (UCDP, {"latitude": "30,5", "longitude": "47,8"}),
        (ACLED, {"iso": "887.0", "fatalities": "3.0", "geo_precision": "1.0", "time_precision": "1.0"}),
    ],
)
def test_whole_numbers_may_be_written_with_a_point_or_in_groups(sample: Sample, cells: dict[str, str]) -> None:
    assert entries(sample, written(sample, sample.cells(**cells))) == as_published(sample)


def test_a_number_that_may_be_a_thousand_or_one_is_refused() -> None:
    (found,) = entries(UCDP, written(UCDP, UCDP.cells(best="1.000")))

    assert found == "best is '1.000', which is not a whole number"


@every_format
@pytest.mark.parametrize("form", ["{d}/{m}/{y}", "{m}/{d}/{y}", "{d}.{m}.{y}", "{y}/{m}/{d}", "{m}/{d}/{y} 0:00"])
def test_days_may_be_written_as_spreadsheets_do(sample: Sample, form: str) -> None:
    year, month, day = (sample.row[sample.day].replace("-", "")[a:b] for a, b in ((0, 4), (4, 6), (6, 8)))
    text = form.format(y=year, m=int(month), d=int(day))
    changed = dict.fromkeys(sample.read.layout.days, text)

    assert entries(sample, written(sample, sample.cells(**changed))) == as_published(sample)


@every_format
@pytest.mark.parametrize(("settling", "expected"), [("23/1/2018", "2018-02-03"), ("1/23/2018", "2018-03-02")])
def test_the_order_of_days_is_settled_by_one_that_fits_only_one_wherever_it_stands(
    sample: Sample, settling: str, expected: str
) -> None:
    early, late = (dict.fromkeys(sample.read.layout.days, text) for text in ("3/2/2018", settling))
    told = list[str]()

    first, *_ = entries(sample, written(sample, *[sample.cells(**early)] * 200, sample.cells(**late)), tell=told.append)

    assert isinstance(first, dict)
    assert first["occurred"] == expected
    assert told == [f"writes days with the {'day' if settling[0] == '2' else 'month'} first, as line 202 shows ({settling!r})"]


@every_format
def test_a_day_that_nothing_settles_is_refused_with_both_readings(sample: Sample) -> None:
    both = dict.fromkeys(sample.read.layout.days, "3/2/2018")

    (found,) = entries(sample, written(sample, sample.cells(**both)))

    assert found == (
        f"{sample.day} is '3/2/2018', which is 2018-02-03 or 2018-03-02, and no day of the file says which; write year-month-day"
    )


@every_format
def test_a_day_is_refused_where_the_file_writes_both_orders(sample: Sample) -> None:
    rows = [dict.fromkeys(sample.read.layout.days, text) for text in ("3/2/2018", "23/1/2018", "1/23/2018")]

    first, *others = entries(sample, written(sample, *[sample.cells(**row) for row in rows]))

    assert "the file has both: day first, as line 3 shows ('23/1/2018') and month first, as line 4 shows" in str(first)
    assert all(isinstance(each, dict) for each in others)


@every_format
@pytest.mark.parametrize(
    "answer",
    [
        lambda record: json.dumps(record),
        lambda record: json.dumps([record], indent=2),
        lambda record: json.dumps({"status": 200, "messages": [], "count": 1, "data": [record], "restrictions": {"days": None}}),
        lambda record: json.dumps({"TotalCount": 1, "NextPageUrl": "", "Result": [record]}, indent=1),
    ],
    ids=["lines", "array", "ACLED's API", "UCDP's API"],
)
def test_records_may_come_as_json_of_an_api(sample: Sample, answer: object) -> None:
    assert callable(answer)

    assert entries(sample, answer(as_json(sample)).encode()) == as_published(sample)


def test_several_answers_may_follow_each_other() -> None:
    answer = json.dumps({"data": [as_json(ACLED), as_json(ACLED)], "count": 2})

    assert entries(ACLED, f"{answer}\n{answer}".encode()) == as_published(ACLED) * 4


def test_an_answer_that_breaks_off_is_told() -> None:
    answer = json.dumps({"data": [as_json(ACLED), as_json(ACLED)], "count": 2})

    assert entries(ACLED, answer[:-100].encode()) == [*as_published(ACLED), "is not JSON, or breaks off"]
