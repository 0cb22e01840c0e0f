"""Country codes of data sets: what looks like ISO and is not, and what changed its meaning."""

import csv
import gzip
import json

import pytest
from samples import sample

from domain.cast import states
from domain.codes.tables import read_table
from scripts.importing import codes
from scripts.importing.countries import country_named

OTHERWISE = ("Macedonia, FYR", "Bosnia-Herzegovina")
"""Names of UCDP that annals has otherwise."""

KNOWN = {e["id"] for e in states.entries() if e["kind"] == "ActorRegistered"}


@pytest.mark.parametrize(
    ("fips", "iso"), [("AS", "AUS"), ("AU", "AUT"), ("GM", "DEU"), ("CH", "CHN"), ("RS", "RUS"), ("GZ", "PSE"), ("US", "USA")]
)
def test_a_fips_code_is_not_taken_for_an_iso_code(fips: str, iso: str) -> None:
    assert codes.iso_of_fips(fips) == iso


@pytest.mark.parametrize(
    ("number", "day", "iso"),
    [
        ("365", "1991-12-25", "SUN"),
        ("365", "1991-12-26", "RUS"),
        ("345", "1999-03-24", "YUG"),
        ("345", "2004-03-17", "SCG"),
        ("652", "2016-01-05", "SYR"),
        ("678", "2015-03-26", "YEM"),
        ("817", "1970-01-01", None),
    ],
)
def test_a_gleditsch_ward_number_means_the_state_of_its_day(number: str, day: str, iso: str | None) -> None:
    assert codes.iso_of_ward(number, day) == iso


@pytest.mark.parametrize(("cameo", "iso"), [("ROM", "ROU"), ("GZS", "PSE"), ("RUS", "RUS"), ("EUR", None), ("ZZZ", None)])
def test_a_cameo_country_is_a_state_and_a_region_is_none(cameo: str, iso: str | None) -> None:
    assert codes.iso_of_cameo(cameo) == iso


def test_an_iso_number_may_have_lost_its_zeros() -> None:
    assert (codes.iso_of_number("4"), codes.iso_of_number("004"), codes.iso_of_number("999")) == ("AFG", "AFG", None)


def test_every_table_names_only_states_that_every_log_knows() -> None:
    fips = {iso for _, iso in read_table("fips", "scripts.importing.codes")}
    ward = {iso for _, iso, _ in read_table("gleditsch_ward", "scripts.importing.codes")}
    cameo = {iso for _, iso, _ in read_table("cameo_countries", "scripts.importing.codes") if iso}

    assert fips | ward | cameo <= KNOWN


def test_fips_codes_mean_what_gdelt_says_they_mean() -> None:
    told = json.loads(sample("cameo/gdelt_fips_countries.json").read_text(encoding="utf-8"))

    assert {fips: codes.iso_of_fips(fips) for fips in told} == {fips: country["iso3"] for fips, country in told.items()}


def test_every_country_of_the_ucdp_sample_is_a_state_of_its_name() -> None:
    with gzip.open(sample("ucdp-ged-sample/ged_sample_1000.csv.gz"), "rt", encoding="utf-8") as lines:
        told = {(row["country_id"], row["date_start"], row["country"]) for row in csv.DictReader(lines)}

    for number, day, name in told:
        state = codes.iso_of_ward(number, day)
        parts = [part.strip(" )") for part in name.replace("Kingdom of ", "").split("(")]
        assert state in [country_named(part) for part in parts] or name in OTHERWISE, (number, day, name, state)
