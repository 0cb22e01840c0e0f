"""Tests of the states that every log knows from its first start."""

import re
from collections import Counter, defaultdict
from typing import Any

import pycountry
import pytest

from domain.cast.states import entries
from domain.names import name_key

WANTED_AMBIGUOUS = {"korea": {"PRK", "KOR"}, "congo": {"COD", "COG"}}
NAMING_SCHEMES = {"iso3166-1-alpha-2", "wikidata"}


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [entry for entry in entries() if entry["kind"] == kind]


def actors() -> dict[str, dict[str, Any]]:
    return {entry["id"]: entry for entry in of_kind("ActorRegistered")}


def codes(actor: str, scheme: str) -> list[str]:
    return [code["code"] for code in actors()[actor]["codes"] if code["scheme"] == scheme]


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


def test_every_state_and_territory_of_iso_3166_and_kosovo_is_there_exactly_once() -> None:
    listed = {c.alpha_3 for c in pycountry.countries} | {c.alpha_3 for c in pycountry.historic_countries}

    ids = Counter(entry["id"] for entry in of_kind("ActorRegistered"))

    assert set(ids) == listed | {"XKX"}
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
        assert codes(entry["predecessor"], "iso3166-3")
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

    assert kinds == ["ActorRegistered", "ActorAliased", "ActorSucceeded"]
