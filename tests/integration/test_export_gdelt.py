"""Events in the columns of GDELT."""

import gzip
import os
from pathlib import Path

import pytest
from exporting import export, position, rows_of_gdelt
from world import World

from domain.cast import states
from scripts.exporting.gdelt import HEADINGS, when
from scripts.exporting.gdelt_codes import quad_class
from scripts.importing.codes import fips_of_iso


def test_gdelt_has_the_61_columns_in_its_own_codes(turmoil: World) -> None:
    rows = rows_of_gdelt(export(turmoil, "gdelt").out)

    row = rows[position(turmoil, "summit-prk-rus-2025-09-03")]
    assert (row["SQLDATE"], row["MonthYear"], row["Year"], row["FractionDate"]) == ("20250903", "202509", "2025", "2025.6658")
    assert (row["Actor1Name"], row["Actor1CountryCode"], row["Actor2CountryCode"]) == ("VLADIMIR PUTIN", "RUS", "PRK")
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("046", "046", "04", "1")
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]) == (
        "4",
        "Diaoyutai State Guesthouse, Beijing, China",
        "CH",
    )
    assert (row["NumMentions"], row["NumSources"], row["AvgTone"], row["IsRootEvent"]) == ("3", "1", "", "")


def test_gdelt_says_no_more_of_a_date_than_is_known(turmoil: World) -> None:
    rows = rows_of_gdelt(export(turmoil, "gdelt").out)

    dates = ("SQLDATE", "MonthYear", "Year", "FractionDate")
    month, since, unknown = ("summit-prk-rus-2023-09", "troops-prk-rus-2024", "incursion-ukr-rus-kursk")
    assert [rows[position(turmoil, month)][d] for d in dates] == ["", "202309", "2023", ""]
    assert [rows[position(turmoil, since)][d] for d in dates] == ["", "", "2024", ""]
    assert [rows[position(turmoil, unknown)][d] for d in dates] == [""] * 4


def test_what_gdelt_cannot_say_is_left_out_and_counted(turmoil: World) -> None:
    answer = export(turmoil, "gdelt", "--include-retracted")

    lines = answer.err.splitlines()
    assert [line for line in lines if "left out" in line or "changed" in line] == [
        "2 events changed: quad: the class is the one that GDELT gives the code, not that of annals",
        "1 event left out: denied, which GDELT cannot say",
        "1 event left out: retracted, which GDELT cannot say",
        "1 event left out: still to come, which GDELT cannot say",
    ]
    assert "4 events shortened: parties: more than two, of whom the row has the first of each side" in lines
    assert "8 events shortened: occurred: no day is known, so SQLDATE is empty" in lines


def test_every_field_that_gdelt_has_no_column_for_is_counted_by_its_name(turmoil: World) -> None:
    err = export(turmoil, "gdelt", "--kind", "TroopsDispatched", "--kind", "MaterielSupplied").err

    told = {line.split(": ")[1]: line.split()[0] for line in err.splitlines() if "shortened" in line}
    for field in ("troops", "items", "terms", "key", "reports.quote", "history"):
        assert f"{told.get(field)} " in ("1 ", "2 "), (field, err)
    assert "stance" not in told


@pytest.mark.parametrize(
    ("cameo", "number"),
    [("010", "1"), ("020", "1"), ("057", "1"), ("0871", "2"), ("090", "2"), ("100", "3"), ("141", "3"), ("150", "4"), ("204", "4")],
)
def test_the_quad_class_is_that_of_gdelt_for_the_root(cameo: str, number: str) -> None:
    assert quad_class(cameo) == number


def test_a_state_with_several_fips_codes_or_none_gets_none() -> None:
    assert [fips_of_iso(iso) for iso in ("PRK", "RUS", "PSE", "SUN", None)] == ["KN", "RS", "", "", ""]


@pytest.fixture
def sample() -> list[dict[str, str]]:
    """The rows of a file that GDELT itself published, in the folder that ANNALS_SAMPLES names."""
    if not (given := os.environ.get("ANNALS_SAMPLES")):
        pytest.skip("ANNALS_SAMPLES is not set")
    folder = Path(given) / "gdelt2-export-sample"
    assert (folder / "columns.txt").read_text().split() == list(HEADINGS)
    with gzip.open(next(folder.glob("*.gz")), "rt", encoding="utf-8") as lines:
        return [dict(zip(HEADINGS, line.rstrip("\n").split("\t"), strict=True)) for line in lines]


def test_codes_and_dates_are_those_that_gdelt_publishes(sample: list[dict[str, str]]) -> None:
    assert {quad_class(row["EventCode"]) == row["QuadClass"] for row in sample} == {True}
    dates = ("SQLDATE", "MonthYear", "Year", "FractionDate")
    for day in {tuple(row[name] for name in dates) for row in sample}:
        edtf = f"{day[0][:4]}-{day[0][4:6]}-{day[0][6:]}"
        assert tuple(when({"position": 1, "key": "talks", "occurred": {"edtf": edtf}})[name] for name in dates) == day


def test_countries_are_called_as_gdelt_calls_them(sample: list[dict[str, str]]) -> None:
    countries = {row["ActionGeo_CountryCode"] for row in sample if row["ActionGeo_Type"] == "1"}

    assert len(countries) > 50
    ours = {fips_of_iso(str(state["id"])) for state in states.entries() if state["kind"] == "ActorRegistered"}
    # The Gaza Strip, the West Bank and the oceans are no states; an empty cell is no place.
    assert countries - ours <= {"GZ", "WE", "OS", ""}
