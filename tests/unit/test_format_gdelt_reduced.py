"""GDELT's reduced master file: acts without names or ids."""

from typing import Any

import pytest
from rows import entry as entry_of
from rows import reason as reason_of
from rows import tabbed

from scripts.importing.draft import Mention, Spot
from scripts.importing.formats.gdelt_reduced import COLUMNS, GDELT_REDUCED

ROW = {
    "Date": "19790101",
    "Source": "AFRREB",
    "Target": "USA",
    "CAMEOCode": "043",
    "NumEvents": "2",
    "NumArts": "4",
    "QuadClass": "1",
    "Goldstein": "2.8",
    "ActionGeoType": "4",
    "ActionGeoLat": "9.0",
    "ActionGeoLong": "7.5",
}


def entry(**cells: str) -> Any:
    return entry_of(GDELT_REDUCED, tabbed(COLUMNS, ROW | cells, heading=True))


def test_a_row_is_an_interaction_of_those_whom_the_codes_stand_for() -> None:
    found = entry()

    assert {name: value for name, value in found.items() if name != "key"} == {
        "kind": "InteractionCoded",
        "occurred": "1979-01-01",
        "place": Spot("9, 7.5", "other", None, (), 9.0, 7.5),
        "scheme": "gdelt",
        "code": "043",
        "source": {"actor": Mention("Rebel (Africa)", None, "armed_group", (("cameo", "AFRREB"),))},
        "target": {"actor": "USA"},
        "coded_quad": "verbal_cooperation",
        "intensity": 2.8,
        "report": {"source": "gdelt-reduced"},
    }


def test_rows_that_differ_in_counts_alone_are_one_event() -> None:
    assert entry()["key"] == entry(NumEvents="3", NumArts="9", Date="19790101.0")["key"] != entry(Date="19790102")["key"]


def test_only_cities_keep_their_point() -> None:
    assert [entry(ActionGeoType=level).get("place") is not None for level in "012345"] == [False, False, False, True, True, False]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Source": "", "Target": ""}, "names neither Source nor Target"),
        ({"CAMEOCode": "43"}, ""),
        ({"CAMEOCode": "10", "QuadClass": "2"}, "CAMEOCode is '10'"),
    ],
)
def test_what_cannot_be_understood_is_rejected_and_a_lost_zero_is_mended(cells: dict[str, str], told: str) -> None:
    if told:
        assert told in reason_of(GDELT_REDUCED, tabbed(COLUMNS, ROW | cells, heading=True))
    else:
        assert entry(**cells)["code"] == "043"
