"""Tests of the states that every log knows from its first start."""

import csv
import gzip
import re
from collections import Counter, defaultdict
from typing import Any

import pycountry
import pytest
from samples import sample

from domain.cast import cast
from domain.cast.states import entries
from domain.codes.tables import read_table
from domain.names import name_key

FORMER = {
    "austria-hungary",
    "duchy-of-modena",
    "duchy-of-parma",
    "federal-republic-of-central-america",
    "gran-colombia",
    "grand-duchy-of-baden",
    "grand-duchy-of-tuscany",
    "hesse-darmstadt",
    "hesse-kassel",
    "hyderabad-state",
    "kingdom-of-hanover",
    "kingdom-of-saxony",
    "korean-empire",
    "mecklenburg-schwerin",
    "orange-free-state",
    "papal-states",
    "south-african-republic",
    "south-vietnam",
    "two-sicilies",
}
"""Former states that ISO 3166-3 does not list."""

WANTED_AMBIGUOUS = {"korea": {"PRK", "KOR"}, "congo": {"COD", "COG"}}
NAMING_SCHEMES = {"iso3166-1-alpha-2", "wikidata"}


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [entry for entry in entries() if entry["kind"] == kind]


def actors() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in of_kind("ActorRegistered")}


def codes(actor: str, scheme: str) -> list[str]:
    added = [code for entry in of_kind("ActorCoded") if entry["actor"] == actor for code in entry["codes"]]
    return [code["code"] for code in (*actors()[actor]["codes"], *added) if code["scheme"] == scheme]


def successors(actor: str) -> list[str]:
    return [entry["successor"] for entry in of_kind("ActorSucceeded") if entry["predecessor"] == actor]


def meanings() -> dict[str, set[str]]:
    """What each name, id or code can stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for ref, actor in actors().items():
        named = [code["code"] for code in actor["codes"] if code["scheme"] in NAMING_SCHEMES]
        for name in (ref, actor["name"], *named):
            found[name_key(name)].add(ref)
    for entry in of_kind("ActorAliased"):
        found[name_key(entry["alias"])].add(entry["actor"])
    return found


def test_every_state_and_territory_of_iso_3166_kosovo_and_former_states_are_there_exactly_once() -> None:
    listed = {c.alpha_3 for c in pycountry.countries} | {c.alpha_3 for c in pycountry.historic_countries}

    ids = Counter(entry["id"] for entry in of_kind("ActorRegistered"))

    assert set(ids) == listed | {"XKX"} | FORMER
    assert set(ids.values()) == {1}


def test_present_ones_have_their_iso_codes() -> None:
    for country in pycountry.countries:
        assert codes(country.alpha_3, "iso3166-1-alpha-2") == [country.alpha_2]
        assert codes(country.alpha_3, "iso3166-1-numeric") == [country.numeric]


def test_former_ones_have_the_codes_they_had() -> None:
    for country in pycountry.historic_countries:
        assert codes(country.alpha_3, "iso3166-3") == [country.alpha_4]
        assert codes(country.alpha_3, "iso3166-1-alpha-2-former") == [country.alpha_2]


def test_present_ones_are_called_what_iso_calls_them() -> None:
    known = meanings()

    for country in pycountry.countries:
        for name in filter(None, (country.name, getattr(country, "official_name", None))):
            assert country.alpha_3 in known[name_key(name.removeprefix("the "))], name


def test_no_name_stands_for_two_actors_except_korea_and_congo() -> None:
    ambiguous = {name: refs for name, refs in meanings().items() if len(refs) > 1}

    assert ambiguous == WANTED_AMBIGUOUS


def test_no_alias_is_said_twice() -> None:
    said = Counter((entry["actor"], entry["alias"]) for entry in of_kind("ActorAliased"))

    assert set(said.values()) == {1}


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("DPRK", "PRK"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Korea, Democratic People's Republic of", "PRK"),
        ("ROK", "KOR"),
        ("PRC", "CHN"),
        ("U.S.", "USA"),
        ("UK", "GBR"),
        ("UAE", "ARE"),
        ("DRC", "COD"),
        ("Russia", "RUS"),
        ("Russian Federation", "RUS"),
        ("USSR", "SUN"),
        ("Soviet Union", "SUN"),
        ("GDR", "DDR"),
        ("East Germany", "DDR"),
        ("Yugoslavia", "YUG"),
        ("Serbia and Montenegro", "SCG"),
        ("Zaire", "ZAR"),
        ("Burma", "MMR"),
        ("East Timor", "TLS"),
        ("Ivory Coast", "CIV"),
        ("Czech Republic", "CZE"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Macedonia", "MKD"),
        ("Swaziland", "SWZ"),
        ("Vatican", "VAT"),
        ("Palestine", "PSE"),
        ("Taiwan", "TWN"),
        ("Kosovo", "XKX"),
        ("South Vietnam", "south-vietnam"),
        ("Yemen (North Yemen)", "YEM"),
        ("Russia (Soviet Union)", "RUS"),
        ("Serbia (Yugoslavia)", "SRB"),
        ("DR Congo (Zaire)", "COD"),
        ("Cambodia (Kampuchea)", "KHM"),
        ("Zimbabwe (Rhodesia)", "ZWE"),
        ("Rhodesia", "RHO"),
    ],
)
def test_the_name_a_news_reader_uses_finds_the_state(name: str, actor: str) -> None:
    assert meanings()[name_key(name)] == {actor}


def test_north_korea_is_registered_as_a_state_with_its_codes() -> None:
    assert actors()["PRK"] == {
        "kind": "ActorRegistered",
        "id": "PRK",
        "actor_kind": "state",
        "name": "North Korea",
        "codes": [
            {"scheme": "iso3166-1-alpha-2", "code": "KP"},
            {"scheme": "iso3166-1-numeric", "code": "408"},
            {"scheme": "wikidata", "code": "Q423"},
        ],
    }


def test_a_dependent_territory_belongs_to_a_state() -> None:
    assert actors()["GUF"]["actor_kind"] == "territory"
    assert actors()["GUF"]["of"] == "FRA"


def test_only_territories_belong_to_another_and_that_is_a_present_state() -> None:
    cast = actors()

    for actor in cast.values():
        if "of" in actor:
            assert actor["actor_kind"] == "territory"
            assert cast[actor["of"]]["actor_kind"] == "state"
            assert codes(actor["of"], "iso3166-1-alpha-2")


def test_russia_alone_succeeded_the_soviet_union() -> None:
    said = [entry for entry in of_kind("ActorSucceeded") if entry["predecessor"] == "SUN"]

    assert said == [{"kind": "ActorSucceeded", "predecessor": "SUN", "successor": "RUS", "on": "1991-12"}]


def test_czechoslovakia_has_two_successors() -> None:
    assert successors("CSK") == ["CZE", "SVK"]


def test_yugoslavia_leads_to_serbia_and_to_no_other_republic() -> None:
    assert successors("YUG") == ["SCG"]
    assert successors("SCG") == ["SRB"]


def test_every_succession_leads_from_a_former_to_another_known_actor() -> None:
    ids = set(actors())

    for entry in of_kind("ActorSucceeded"):
        assert codes(entry["predecessor"], "iso3166-3") or entry["predecessor"] in FORMER
        assert entry["successor"] in ids - {entry["predecessor"]}


def test_no_succession_is_listed_twice() -> None:
    pairs = Counter((entry["predecessor"], entry["successor"]) for entry in of_kind("ActorSucceeded"))

    assert set(pairs.values()) == {1}


def test_successions_are_dated_by_day_month_or_year_or_not_at_all() -> None:
    dates = [entry["on"] for entry in of_kind("ActorSucceeded") if "on" in entry]

    assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", date) for date in dates)


def test_whoever_changes_an_entry_changes_nobody_elses() -> None:
    entries()[0]["name"] = "changed"

    assert "changed" not in {entry.get("name") for entry in entries()}


def test_registrations_come_first_and_successions_last() -> None:
    kinds = list(dict.fromkeys(entry["kind"] for entry in entries()))

    assert kinds == ["ActorRegistered", "ActorAliased", "ActorCoded", "ActorSucceeded"]


@pytest.mark.parametrize(
    ("scheme", "code", "bearers"),
    [
        ("cow", "731", {"PRK"}),
        ("cow-abbreviation", "RVN", {"south-vietnam"}),
        ("cow", "255", {"DEU"}),
        ("gleditsch-ward", "345", {"YUG", "SCG", "SRB"}),
        ("gleditsch-ward", "972", {"TON"}),
        ("fips-10-4", "RS", {"RUS"}),
        ("cameo-country", "ROM", {"ROU"}),
    ],
)
def test_a_state_has_the_codes_of_other_lists(scheme: str, code: str, bearers: set[str]) -> None:
    assert {id for id in actors() if code in codes(id, scheme)} == bearers


def test_codes_are_added_only_to_actors_that_are_there() -> None:
    coded = [entry["actor"] for entry in of_kind("ActorCoded")]

    assert set(coded) <= set(actors())
    assert len(set(coded)) == len(coded)


def test_the_codes_are_those_by_which_imports_know_the_states() -> None:
    for fips, iso in read_table("fips", "scripts.importing.codes"):
        assert fips in codes(iso, "fips-10-4")
    for number, iso, _ in read_table("gleditsch_ward", "scripts.importing.codes"):
        assert number in codes(iso, "gleditsch-ward")


@pytest.mark.parametrize("file", ["ucdp-prio-acd/ucdp-prio-acd-201.csv.gz", "ucdp-ged-sample/ged_sample_1000.csv.gz"])
def test_every_state_that_ucdp_names_is_known_by_that_name(file: str) -> None:
    with gzip.open(sample(file), "rt", encoding="utf-8") as lines:
        told = {row.get("location") or row["country"] for row in csv.DictReader(lines)}
    known = meanings()

    unknown = {name for name in told if "," not in name and name_key(name) not in known}

    # The city of today is not that state, and "Congo" and the one with a comma are told elsewhere.
    assert unknown - {"Hyderabad"} == set()


def test_correlates_of_war_names_no_state_that_is_unknown() -> None:
    with sample("cow/states2016.csv").open(encoding="utf-8") as lines:
        told = {row["statenme"] for row in csv.DictReader(lines)}

    # Regions and towns of today, which the former states must not stand for.
    regions = {"Baden", "Bavaria", "Hanover", "Modena", "Parma", "Saxony", "Tuscany", "Wuerttemburg", "Zanzibar"}
    assert {name for name in told if name_key(name) not in meanings()} == regions


@pytest.mark.parametrize("row", cast.withdrawn())
def test_what_was_withdrawn_is_not_registered_again(row: dict[str, Any]) -> None:
    pattern = row["registration"]

    assert (pattern["actor"], pattern["alias"]) not in {(entry["actor"], entry["alias"]) for entry in of_kind("ActorAliased")}
