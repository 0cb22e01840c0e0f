"""GDELT events: what a row of 57, 58 or 61 columns stands for."""

from typing import Any

import pytest
from rows import comma_separated, read, tabbed
from rows import entry as entry_of
from rows import reason as reason_of

from scripts.importing.draft import Draft, Mention, Spot
from scripts.importing.formats.gdelt import BEFORE, FIRST, GDELT, SECOND

ROW = {
    "GLOBALEVENTID": "900",
    "SQLDATE": "20180101",
    "Actor1Code": "AUSCOP",
    "Actor1Name": "OFFICER",
    "Actor1CountryCode": "AUS",
    "Actor1Type1Code": "COP",
    "Actor2Code": "PRK",
    "Actor2Name": "PYONGYANG",
    "Actor2CountryCode": "PRK",
    "EventCode": "042",
    "QuadClass": "1",
    "GoldsteinScale": "1.9",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Geelong, Victoria, Australia",
    "ActionGeo_CountryCode": "AS",
    "ActionGeo_Lat": "-38.1",
    "ActionGeo_Long": "144.3",
    "DATEADDED": "20180101001500",
    "SOURCEURL": "http://paper.example/a",
}
POLICE = Mention("Police (Australia)", "AUS", "armed_force", (("cameo", "AUSCOP"),), of=True)


def entry(**cells: str) -> Any:
    return entry_of(GDELT, tabbed(SECOND, ROW | cells))


def reason(**cells: str) -> str:
    return reason_of(GDELT, tabbed(SECOND, ROW | cells))


def test_a_row_is_an_interaction_with_gdelts_own_class_and_score() -> None:
    assert entry() == {
        "kind": "InteractionCoded",
        "key": "gdelt2:900",
        "occurred": "2018-01-01",
        "place": Spot("Geelong", "other", "AUS", ("Victoria",), -38.1, 144.3),
        "scheme": "gdelt",
        "code": "042",
        "source": {"actor": POLICE, "as_said": "OFFICER"},
        "target": {"actor": "PRK", "as_said": "PYONGYANG"},
        "coded_quad": "verbal_cooperation",
        "intensity": 1.9,
        "report": {
            "source": "gdelt",
            "via": "http://paper.example/a",
            "coded": {"Actor1Code": "AUSCOP", "Actor1Type1Code": "COP"},
        },
    }


def test_protest_stays_in_the_class_where_gdelt_has_it() -> None:
    assert entry(EventCode="141", QuadClass="3")["coded_quad"] == "verbal_conflict"


def test_a_code_keeps_its_leading_zero() -> None:
    assert entry(EventCode="010")["code"] == "010"


@pytest.mark.parametrize("columns", [BEFORE, FIRST], ids=["57", "58"])
def test_the_number_of_columns_tells_1_0_from_2_0_and_each_counts_for_itself(columns: tuple[str, ...]) -> None:
    assert entry_of(GDELT, tabbed(columns, ROW | {"DATEADDED": "20130203"}))["key"] == "gdelt1:900"


def test_until_april_2013_there_is_no_url() -> None:
    assert "via" not in entry_of(GDELT, tabbed(BEFORE, ROW | {"DATEADDED": "20130203"}))["report"]


def test_codes_that_the_event_has_in_no_other_form_are_kept_word_for_word() -> None:
    def coded(**cells: str) -> Any:
        return entry(**cells)["report"].get("coded", {})

    bare = {"Actor1Code": "AUS", "Actor1Type1Code": ""}
    assert coded(**bare) == {}
    assert coded(**bare, ActionGeo_ADM1Code="AS07") == {"ActionGeo_ADM1Code": "AS07"}
    assert coded(**bare, ActionGeo_CountryCode="GZ", ActionGeo_ADM1Code="GZ") == {"ActionGeo_CountryCode": "GZ"}
    assert coded(Actor1Code="AFRCOP", Actor1CountryCode="AFR") == {
        "Actor1Code": "AFRCOP",
        "Actor1CountryCode": "AFR",
        "Actor1Type1Code": "COP",
    }


def test_a_table_with_commas_a_heading_and_na_for_nothing_is_the_same() -> None:
    cells = ROW | {"DATEADDED": "20130203"}

    assert entry_of(GDELT, comma_separated(FIRST, cells, nothing="NA")) == entry_of(GDELT, tabbed(FIRST, cells))


def test_a_row_of_other_width_is_rejected_and_the_rest_is_read() -> None:
    short, good = read(GDELT, b"1\t2\t3\n" + tabbed(SECOND, ROW))

    assert "3 columns instead of" in getattr(short, "reason", "")
    assert isinstance(good, Draft)


@pytest.mark.parametrize(
    ("cells", "name", "country", "represents"),
    [
        ({"Actor1Code": "GOV", "Actor1CountryCode": "", "Actor1Type1Code": "GOV"}, "Government", None, False),
        (
            {"Actor1Code": "IGOUNO", "Actor1CountryCode": "", "Actor1Type1Code": "IGO", "Actor1KnownGroupCode": "UNO"},
            "United Nations",
            None,
            False,
        ),
        ({"Actor1Code": "ROMMIL", "Actor1CountryCode": "ROM", "Actor1Type1Code": "MIL"}, "Military (Romania)", "ROU", True),
        ({"Actor1Code": "EUR", "Actor1CountryCode": "EUR", "Actor1Type1Code": ""}, "Europe", None, False),
        ({"Actor1Code": "EURMIL", "Actor1CountryCode": "EUR", "Actor1Type1Code": "MIL"}, "Military (Europe)", None, False),
        (
            {"Actor1Code": "CHNtib", "Actor1CountryCode": "CHN", "Actor1Type1Code": "", "Actor1EthnicCode": "tib"},
            "CAMEO CHNtib (China)",
            "CHN",
            True,
        ),
        ({"Actor1Code": "RUS", "Actor1CountryCode": "", "Actor1Type1Code": ""}, "CAMEO RUS", None, False),
    ],
)
def test_an_actor_is_its_code_and_acts_for_a_state_only_where_the_row_has_its_country(
    cells: dict[str, str], name: str, country: str | None, represents: bool
) -> None:
    actor = entry(**cells)["source"]["actor"]

    assert (actor.name, actor.country, actor.of) == (name, country, represents)
    assert actor.codes == (("cameo", cells["Actor1Code"]),)


def test_one_code_is_one_actor_whatever_the_story_calls_it() -> None:
    assert entry(Actor1Name="OFFICER")["source"]["actor"] == entry(Actor1Name="SYDNEY")["source"]["actor"]


@pytest.mark.parametrize(
    ("cells", "spot"),
    [
        ({"ActionGeo_Type": "1", "ActionGeo_FullName": "Australia"}, Spot("", "country", "AUS")),
        ({"ActionGeo_Type": "5", "ActionGeo_FullName": "Victoria, Victoria, Australia"}, Spot("Victoria", "region", "AUS")),
        (
            {"ActionGeo_Type": "2", "ActionGeo_FullName": "Texas, United States", "ActionGeo_CountryCode": "US"},
            Spot("Texas", "region", "USA"),
        ),
        (
            {"ActionGeo_Type": "3", "ActionGeo_FullName": "Lake County, Ohio, United States", "ActionGeo_CountryCode": "US"},
            Spot("Lake County", "district", "USA", ("Ohio",)),
        ),
        ({"ActionGeo_FullName": "Geelong, Victoria (general), Australia"}, Spot("Geelong", "other", "AUS", (), -38.1, 144.3)),
        ({"ActionGeo_Lat": "0", "ActionGeo_Long": "0"}, Spot("Geelong", "other", "AUS", ("Victoria",))),
        (
            {"ActionGeo_FullName": "Bass Strait, Oceans (general), Oceans", "ActionGeo_CountryCode": "OS"},
            Spot("Bass Strait", "water", None, (), -38.1, 144.3),
        ),
        (
            {"ActionGeo_FullName": "Jenin, West Bank (general), West Bank", "ActionGeo_CountryCode": "WE"},
            Spot("Jenin", "other", "PSE", (), -38.1, 144.3),
        ),
    ],
)
def test_a_place_is_as_fine_as_the_row_knows_and_has_a_point_only_where_that_is_its_own(cells: dict[str, str], spot: Spot) -> None:
    assert entry(**cells)["place"] == spot


def test_a_row_without_a_place_has_none() -> None:
    assert "place" not in entry(ActionGeo_Type="0", ActionGeo_FullName="", ActionGeo_CountryCode="")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Actor1Code": "", "Actor2Code": ""}, "neither Actor1 nor Actor2"),
        ({"Actor1CountryCode": "ZZZ"}, "Actor1CountryCode 'ZZZ' is neither a country nor a region"),
        ({"SQLDATE": "2018-01"}, "SQLDATE is '2018-01'"),
        ({"EventCode": ""}, "EventCode is empty"),
        ({"GLOBALEVENTID": ""}, "GLOBALEVENTID is empty"),
        ({"DATEADDED": "2018"}, "DATEADDED is '2018'"),
    ],
)
def test_what_cannot_be_told_is_rejected_with_the_reason(cells: dict[str, str], told: str) -> None:
    assert told in reason(**cells)
