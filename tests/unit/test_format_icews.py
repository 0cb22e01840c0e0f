"""ICEWS: what a row of its 20 columns stands for."""

import io
from typing import Any

import pytest

from scripts.importing.draft import Draft, Mention, Reject, Spot
from scripts.importing.formats.icews import COLUMNS, ICEWS

ROW = {
    "Event ID": "7",
    "Event Date": "2018-06-01",
    "Source Name": "Police (Utopia)",
    "Source Sectors": "Police,Government",
    "Source Country": "Russian Federation",
    "Event Text": "Consult",
    "CAMEO Code": "040",
    "Intensity": "1",
    "Target Name": "North Korea",
    "Target Sectors": "NA",
    "Target Country": "North Korea",
    "Story ID": "88",
    "Sentence Number": "2",
    "Publisher": "A Paper",
    "City": "Vladivostok",
    "District": "NA",
    "Province": "Primorye",
    "Country": "Russian Federation",
    "Latitude": "43.1",
    "Longitude": "131.9",
}


def read(**cells: str) -> Draft | Reject:
    row = "\t".join((ROW | cells).values())
    (found,) = ICEWS.read(io.BytesIO(f"{chr(9).join(COLUMNS)}\n{row}\n".encode()), "utf-8")
    return found


def entry(**cells: str) -> Any:
    found = read(**cells)
    assert isinstance(found, Draft), found
    return found.entry


def reason(**cells: str) -> str:
    found = read(**cells)
    assert isinstance(found, Reject)
    return found.reason


def test_a_row_is_an_interaction_with_its_own_code_and_intensity() -> None:
    assert entry() == {
        "kind": "InteractionCoded",
        "key": "icews:7:2018-06-01",
        "occurred": "2018-06-01",
        "scheme": "icews",
        "code": "040",
        "source": Mention("Police (Utopia)", "RUS", of=True),
        "target": Mention("North Korea", "PRK", of=True),
        "intensity": 1.0,
        "place": Spot("Vladivostok", "city", "RUS", ("Primorye",), 43.1, 131.9),
        "report": {"source": "icews", "via": "A Paper, story 88, sentence 2"},
    }


def test_an_actor_without_a_country_represents_nobody() -> None:
    assert entry(**{"Source Name": "United Nations", "Source Country": "NA"})["source"] == Mention("United Nations")


def test_a_row_without_one_of_its_actors_names_the_other() -> None:
    assert "target" not in entry(**{"Target Name": "NA"})


@pytest.mark.parametrize(
    ("empty", "spot"),
    [
        (["City"], Spot("Primorye", "region", "RUS")),
        (["City", "Province"], Spot("", "country", "RUS")),
        (["City", "Province", "Country"], None),
    ],
)
def test_a_place_is_as_large_as_the_row_knows_and_only_a_city_has_a_point(empty: list[str], spot: Spot | None) -> None:
    assert entry(**dict.fromkeys(empty, "NA")).get("place") == spot


def test_a_code_that_lost_its_zero_is_told_by_the_text() -> None:
    assert "'10', but 'Make statement' is 010" in reason(**{"CAMEO Code": "10", "Event Text": "Make statement"})


def test_a_file_without_codes_has_them_by_their_names() -> None:
    columns = [name for name in COLUMNS if name != "CAMEO Code"]
    data = "\t".join(columns) + "\n" + "\t".join(ROW[name] for name in columns)

    (found,) = ICEWS.read(io.BytesIO(data.encode()), "utf-8")

    assert isinstance(found, Draft)
    assert found.entry["code"] == "040"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Event ID": "NA"}, "Event ID is empty"),
        (
            {"Event Date": "6/1/2018"},
            "Event Date is '6/1/2018', which is 2018-01-06 or 2018-06-01, and no day of the file says which; write year-month-day",
        ),
        ({"Event Date": "2018-02-30"}, "February 2018 has 28 days"),
        ({"Source Country": "Utopia"}, "Source Country is 'Utopia', which is no state that annals knows"),
        ({"Event Text": "Dance", "CAMEO Code": "NA"}, "'Dance' is not what ICEWS calls any CAMEO code"),
    ],
)
def test_a_row_that_cannot_be_told_is_rejected_with_the_reason(cells: dict[str, str], message: str) -> None:
    assert message in reason(**cells)


def test_congo_is_the_one_that_icews_means() -> None:
    assert entry(**{"Source Country": "Congo"})["source"].country == "COG"
