"""POLECAT: what a row of its 40 columns stands for."""

from typing import Any

import pytest
from rows import entry as entry_of
from rows import reason as reason_of
from rows import tabbed

from scripts.importing.draft import Mention, Spot
from scripts.importing.formats.polecat import POLECAT
from scripts.importing.layouts import columns

COLUMNS = columns("polecat")
ROW = {
    "Event ID": "20230101-7",
    "Event Date": "2023-01-01",
    "Event Type": "CONSULT",
    "Event Mode": "visit",
    "Intensity": "4.0",
    "Quad Code": "VERBAL COOPERATION",
    "Contexts": "diplomatic;military",
    "Actor Name": "Ann Example",
    "Actor Country": "USA",
    "Primary Actor Sector": "GOV",
    "Actor Name Raw": "the envoy",
    "Wikipedia Actor ID": "Q7",
    "Recipient Name": "None",
    "Recipient Country": "KOR",
    "Primary Recipient Sector": "MIL",
    "Recipient Name Raw": "generals",
    "City": "Busan",
    "Province": "South Gyeongsang",
    "Country": "KOR",
    "Latitude": "35.1",
    "Longitude": "129",
    "Source": "An Agency",
    "Publication Date": "2023-01-02",
}


def entry(**cells: str) -> Any:
    return entry_of(POLECAT, tabbed(COLUMNS, ROW | cells, heading=True))


def test_a_row_is_an_interaction_in_plover() -> None:
    envoy = Mention("Ann Example", "USA", None, (("wikidata", "Q7"),), of=True)
    generals = Mention("Military (South Korea)", "KOR", "armed_force", (("plover", "KORMIL"),), of=True)

    assert entry() == {
        "kind": "InteractionCoded",
        "key": "polecat:20230101-7",
        "occurred": "2023-01-01",
        "place": Spot("Busan", "city", "KOR", ("South Gyeongsang",), 35.1, 129.0),
        "scheme": "plover",
        "code": "CONSULT/visit",
        "source": {"actor": envoy, "as_said": "the envoy"},
        "target": {"actor": generals, "as_said": "generals"},
        "contexts": ["diplomatic", "military"],
        "coded_quad": "verbal_cooperation",
        "intensity": 4.0,
        "report": {"source": "polecat", "attributed_to": ["An Agency"], "dated": "2023-01-02"},
    }


def test_a_list_of_actors_is_several_parties() -> None:
    found = entry(
        **{"Actor Name": "Ann;Bob", "Actor Country": "USA;GBR", "Primary Actor Sector": "GOV;GOV"},
        **{"Actor Name Raw": "", "Wikipedia Actor ID": "Q7;Q8"},
    )

    assert found["source"]["actor"] == Mention("Ann", "USA", None, (("wikidata", "Q7"),), of=True)
    assert [party["actor"].name for party in found["more_sources"]] == ["Bob"]


def test_several_actors_without_a_recipient_act_with_each_other() -> None:
    nobody = dict.fromkeys((c for c in COLUMNS if "Recipient" in c), "")
    several = {
        "Actor Name": "",
        "Actor Country": "USA;GBR",
        "Primary Actor Sector": "",
        "Actor Name Raw": "",
        "Wikipedia Actor ID": "",
    }

    found = entry(**nobody, **several)

    assert found["participants"] == [{"actor": "USA"}, {"actor": "GBR"}]
    assert not {"source", "target"} & found.keys()


def test_a_body_without_a_country_acts_for_none() -> None:
    actor = entry(**{"Actor Name": "United Nations", "Actor Country": "UNO"})["source"]["actor"]

    assert (actor.country, actor.of) == (None, False)


def test_a_country_has_no_point() -> None:
    assert entry(City="", Province="")["place"] == Spot("", "country", "KOR")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Event Type": "DEMAND"}, "'DEMAND' is not a PLOVER type"),
        ({"Event Mode": "ban"}, "'ban' is not a mode of CONSULT"),
        ({"Event Mode": "visit;phone"}, "has 2 modes"),
        ({"Actor Country": "ZZZ"}, "'ZZZ' is neither a country"),
        ({"Actor Country": "USA;GBR;FRA", "Actor Name": "Ann;Bob"}, "cannot be told"),
    ],
)
def test_what_plover_does_not_have_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason_of(POLECAT, tabbed(COLUMNS, ROW | cells, heading=True))
