"""UCDP/PRIO Armed Conflict Dataset: the fighting of a conflict in a year."""

import gzip
import io
import json
from typing import Any

import pytest
from rows import comma_separated, read
from rows import entry as entry_of
from rows import reason as reason_of
from samples import sample

from scripts.importing.draft import Draft, Mention, Spot
from scripts.importing.formats.ucdp_acd import UCDP_ACD
from scripts.importing.layouts import columns

ROW = {
    "conflict_id": "9001",
    "location": "India",
    "side_a": "Government of India",
    "side_a_id": "141",
    "side_b": "Hill Front",
    "side_b_id": "9163",
    "incompatibility": "1",
    "territory_name": "Hills",
    "year": "2012",
    "intensity_level": "1",
    "start_date2": "2010-11-15",
    "start_prec2": "1",
    "ep_end": "0",
    "gwno_a": "750",
    "gwno_loc": "750",
}


def entry(**cells: str) -> Any:
    return entry_of(UCDP_ACD, comma_separated(columns("ucdp_acd"), ROW | cells))


def reason(**cells: str) -> str:
    return reason_of(UCDP_ACD, comma_separated(columns("ucdp_acd"), ROW | cells))


def sides(**cells: str) -> list[list[Any]]:
    found = entry(**cells)
    return [[(party["actor"].name, party["actor"].country) for party in found[side]] for side in ("side_a", "side_b")]


def test_a_row_is_the_fighting_of_a_conflict_throughout_a_year() -> None:
    assert entry() == {
        "kind": "ViolenceRecorded",
        "key": "ucdp-acd:9001:2012",
        "title": "Armed conflict in India over Hills, 2012",
        "occurred": "2012-01-01/2012-12-31",
        "place": Spot("", "country", "IND"),
        "side_a": [
            {
                "actor": Mention("Government of India", "IND", "organization", (("ucdp-actor", "141"),), of=True),
                "as_said": "Government of India",
            }
        ],
        "side_b": [{"actor": Mention("Hill Front", None, "armed_group", (("ucdp-actor", "9163"),)), "as_said": "Hill Front"}],
        "aggregate": True,
        "deaths": {"low": "25", "high": "999"},
        "report": {"source": "ucdp-acd"},
    }


@pytest.mark.parametrize(
    ("cells", "occurred"),
    [
        ({"start_date2": "2012-05-29"}, "2012-05-29/2012-12-31"),
        ({"start_date2": "2012-05-29", "start_prec2": "3"}, "2012-01-01/2012-12-31"),
        ({"ep_end": "1", "ep_end_date": "2012-08-03", "ep_end_prec": "1"}, "2012-01-01/2012-08-03"),
        ({"ep_end": "1", "ep_end_date": "2012-08-03", "ep_end_prec": "4"}, "2012-01-01/2012-12-31"),
    ],
)
def test_it_begins_or_ends_within_the_year_only_where_the_day_is_known(cells: dict[str, str], occurred: str) -> None:
    assert entry(**cells)["occurred"] == occurred


def test_all_on_a_side_are_parties_of_their_own_and_those_who_help_stand_beside_them() -> None:
    found = sides(
        side_a="Government of Australia, Government of United Kingdom, Government of United States of America",
        side_a_id="1, 2, 3",
        gwno_a="900, 200, 2",
        side_b="Hill Front, Military faction (forces of One, Two and Three)",
        side_b_id="9163, 9164",
        side_a_2nd="Government of Poland",
        gwno_a_2nd="290",
    )

    assert found == [
        [
            ("Government of Australia", "AUS"),
            ("Government of United Kingdom", "GBR"),
            ("Government of United States", "USA"),
            ("Government of Poland", "POL"),
        ],
        [("Hill Front", None), ("Military faction (forces of One, Two and Three)", None)],
    ]


def test_a_state_that_has_no_code_is_left_out_and_its_government_is_not() -> None:
    (found,) = read(UCDP_ACD, comma_separated(columns("ucdp_acd"), ROW | {"side_a": "Government of Hyderabad", "gwno_a": "751"}))

    assert isinstance(found, Draft)
    assert [(p["actor"].name, p["actor"].country, p["actor"].kind) for p in found.entry["side_a"]] == [
        ("Government of Hyderabad", None, "organization")
    ]
    assert [flaw.what for flaw in found.flaws] == ["without a state of gwno_a"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"intensity_level": "3"}, "intensity_level is '3'; it is 1 or 2"),
        ({"year": "12"}, "year is '12', which is no year"),
        ({"side_b_id": "1, 2, 3"}, "side_b is 'Hill Front', and side_b_id is 1, 2, 3"),
    ],
)
def test_what_cannot_be_understood_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason(**cells)


def test_a_row_of_the_dyadic_dataset_is_refused_with_the_right_one() -> None:
    rows = comma_separated(("dyad_id", *columns("ucdp_acd")), ROW | {"dyad_id": "1"})

    assert "it is of UCDP's Dyadic Dataset" in reason_of(UCDP_ACD, rows)


def test_the_answer_of_the_api_is_read_like_the_file() -> None:
    answer = json.dumps({"TotalCount": 1, "TotalPages": 1, "NextPageUrl": "", "Result": [ROW | {"gwno_b": None}]})

    assert entry_of(UCDP_ACD, answer.encode()) == entry()


def test_every_row_of_version_20_1_is_read() -> None:
    with gzip.open(sample("ucdp-prio-acd/ucdp-prio-acd-201.csv.gz")) as file:
        found = read(UCDP_ACD, io.BytesIO(file.read()).read())

    assert (len(found), {type(row) for row in found}) == (2448, {Draft})
