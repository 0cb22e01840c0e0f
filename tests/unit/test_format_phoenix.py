"""Phoenix: acts that PETRARCH coded, in the columns of the daily files and of the Cline Center."""

from typing import Any

import pytest
from rows import comma_separated, tabbed
from rows import entry as entry_of
from rows import reason as reason_of

from scripts.importing.draft import Mention, Spot
from scripts.importing.formats.phoenix import DAILY, LAYOUT, PHOENIX
from scripts.importing.layouts import columns

ROW = {
    "eid": "29",
    "story_date": "20150601",
    "source": "AUSCOP",
    "source_root": "AUS",
    "target": "PRK",
    "code": "043",
    "root_code": "04",
    "quad_class": "1",
    "goldstein": "2.8",
    "lat": "-38.1",
    "lon": "144.3",
    "placename": "Geelong",
    "statename": "Victoria",
    "countryname": "AUS",
    "URLs": "http://paper.example/a;http://paper.example/b",
    "SentenceID": "55_1;56_2",
    "NewsSources": "paper",
}


def entry(**cells: str) -> Any:
    return entry_of(PHOENIX, tabbed(LAYOUT.orders[0], ROW | cells))


def test_a_row_is_an_interaction_of_those_whom_the_codes_stand_for() -> None:
    found = entry()

    assert found.pop("key").startswith("phoenix:29:2015-06-01:")
    assert found == {
        "kind": "InteractionCoded",
        "occurred": "2015-06-01",
        "place": Spot("Geelong", "other", "AUS", ("Victoria",), -38.1, 144.3),
        "scheme": "cameo",
        "code": "043",
        "source": {"actor": Mention("Police (Australia)", "AUS", "armed_force", (("cameo", "AUSCOP"),), of=True)},
        "target": {"actor": "PRK"},
        "coded_quad": "verbal_cooperation",
        "intensity": 2.8,
        "report": {"source": "phoenix", "via": "http://paper.example/a"},
    }


def test_a_row_of_the_cline_center_says_the_same_by_its_article() -> None:
    found = entry_of(
        PHOENIX, comma_separated(columns("phoenix"), ROW | {"story_date": "6/13/2015", "aid": "77", "countryname": "Australia"})
    )

    assert (found["occurred"], found["place"].country, found["report"]) == ("2015-06-13", "AUS", {"source": "phoenix", "via": "77"})


def test_a_daily_file_may_have_the_heading_that_others_give_it() -> None:
    named = dict(zip(DAILY, (ROW.get(name, "") for name in LAYOUT.orders[0]), strict=True))

    assert entry_of(PHOENIX, tabbed(DAILY, named, heading=True)) == entry()


def test_one_id_in_two_files_is_two_events() -> None:
    assert len({entry()["key"], entry(story_date="20150602")["key"], entry(SentenceID="57_1")["key"]}) == 3


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"placename": "Victoria"}, Spot("Victoria", "region", "AUS")),
        ({"placename": "Australia", "statename": "", "countryname": "Australia"}, Spot("", "country", "AUS")),
        ({"placename": "", "statename": "", "countryname": ""}, None),
    ],
)
def test_only_a_place_smaller_than_a_province_has_a_point(cells: dict[str, str], place: Spot | None) -> None:
    assert entry(**cells).get("place") == place


def test_class_0_is_none_of_the_four_and_a_lost_zero_is_mended_by_the_root() -> None:
    found = entry(code="20", root_code="2", quad_class="0", goldstein="3")

    assert ("coded_quad" in found, found["code"]) == (False, "020")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"source": "", "target": ""}, "names neither source nor target"),
        ({"code": "20", "root_code": "4"}, "code is '20'"),
        ({"story_date": "1 June"}, "story_date is '1 June'"),
    ],
)
def test_what_cannot_be_understood_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason_of(PHOENIX, tabbed(LAYOUT.orders[0], ROW | cells, heading=True))
