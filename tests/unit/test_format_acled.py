"""ACLED: what a row of its 31 columns stands for. Every row here is made up: the licence forbids passing real ones on."""

from typing import Any

import pytest
from rows import comma_separated
from rows import entry as entry_of
from rows import reason as reason_of

from scripts.importing.draft import Mention, Spot
from scripts.importing.formats.acled import ACLED
from scripts.importing.layouts import columns

COLUMNS = columns("acled")
ROW = {
    "event_id_cnty": "UTO7",
    "event_date": "2023-02-16",
    "time_precision": "1",
    "event_type": "Battles",
    "actor1": "Military Forces of Utopia (2000-)",
    "actor2": "Front (Utopia)",
    "iso": "4",
    "admin1": "North",
    "location": "Rasa",
    "latitude": "34.2",
    "longitude": "67.2",
    "geo_precision": "1",
    "source": "Agency; Daily",
    "notes": "Made up: they fought, and 5 died.",
    "fatalities": "5",
}


def entry(**cells: str) -> Any:
    return entry_of(ACLED, comma_separated(COLUMNS, ROW | cells))


def test_a_battle_is_violence() -> None:
    assert entry() == {
        "kind": "ViolenceRecorded",
        "key": "acled:UTO7",
        "occurred": "2023-02-16",
        "place": Spot("Rasa", "other", "AFG", ("North",), 34.2, 67.2),
        "side_a": [{"actor": Mention("Military Forces of Utopia (2000-)")}],
        "side_b": [{"actor": Mention("Front (Utopia)")}],
        "one_sided": False,
        "deaths": {"best": "5"},
        "report": {
            "source": "acled",
            "quote": "Made up: they fought, and 5 died.",
            "coded": {"event_type": "Battles"},
            "attributed_to": ["Agency", "Daily"],
        },
    }


@pytest.mark.parametrize(
    ("day", "precision", "edtf"),
    [
        ("16 February 2023", "1", "2023-02-16"),
        ("16-Feb-2023", "1", "2023-02-16"),
        ("02/16/2023", "1", "2023-02-16"),
        ("2023-02-16", "2", "2023-02-16~"),
        ("2023-02-16", "3", "2023-02"),
    ],
)
def test_a_day_is_as_sure_as_its_precision(day: str, precision: str, edtf: str) -> None:
    assert entry(event_date=day, time_precision=precision)["occurred"] == edtf


@pytest.mark.parametrize(
    ("cells", "spot"),
    [
        ({"geo_precision": "2"}, Spot("around Rasa", "region", "AFG")),
        ({"geo_precision": "3"}, Spot("North", "region", "AFG")),
        ({"geo_precision": "3", "admin1": ""}, Spot("", "country", "AFG")),
    ],
)
def test_a_place_that_is_not_exact_has_no_point(cells: dict[str, str], spot: Spot) -> None:
    assert entry(**cells)["place"] == spot


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"event_type": "Disasters"}, "event_type is 'Disasters', which ACLED does not have"),
        ({"actor1": "", "actor2": ""}, "actor1 and actor2 are empty"),
        ({"event_date": "02/30/2023"}, "event_date is '02/30/2023'"),
        ({"time_precision": "4"}, "time_precision is '4'"),
    ],
)
def test_what_cannot_be_told_is_rejected(cells: dict[str, str], told: str) -> None:
    assert told in reason_of(ACLED, comma_separated(COLUMNS, ROW | cells))


def names(sides: Any) -> list[tuple[str, str | None, bool]]:
    return [(side["actor"].name, side["actor"].country, side["actor"].of) for side in sides]


POLICE = ("Police Forces of Kenya (2022-)", "KEN", True)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Military Forces of Sudan (2019-)", "SDN"),
        ("Military Forces of Chad (2021-)", "TCD"),
        ("Military Forces of Russia (2000-) Air Force", "RUS"),
        ("Police Forces of Kenya (2022-)", "KEN"),
        ("Police Forces of Iraq (2014-) Rapid Response Division", "IRQ"),
        ("Government of Yemen (2022-)", "YEM"),
        ("Military Forces of Utopia (2000-)", None),
        ("Front (Sudan)", None),
        ("Mutiny of Military Forces of Sudan (2019-)", None),
        ("Former Military Forces of Sudan (2019-)", None),
    ],
)
def test_the_forces_of_a_state_act_for_it(name: str, state: str | None) -> None:
    assert names(entry(actor1=name)["side_a"]) == [(name, state, state is not None)]


def test_associated_actors_are_parties_of_their_own() -> None:
    found = entry(
        assoc_actor_1="Police Forces of Kenya (2022-); Militia; Police Forces of Kenya (2022-)", assoc_actor_2="Women (Yemen)"
    )

    assert [side["actor"].name for side in found["side_a"]] == ["Military Forces of Utopia (2000-)", POLICE[0], "Militia"]
    assert [side["actor"].name for side in found["side_b"]] == ["Front (Utopia)", "Women (Yemen)"]
    assert names(found["side_a"])[1] == POLICE
