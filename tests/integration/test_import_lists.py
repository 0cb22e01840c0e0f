"""annals import: those listed in one cell, and the forces of states, count for the states for which they act."""

from pathlib import Path

from command_line import run_annals
from published import ACLED, POLECAT, UCDP, written
from world import World


def together(world: World, one: str, other: str) -> int:
    query = "query($b: [String!]!) { relationship(between: $b) { eventCount } }"
    found = world.ask(query, b=[one, other])["relationship"]
    return found["eventCount"] if found else 0


def test_a_coalition_counts_for_each_of_its_states(world: World, tmp_path: Path) -> None:
    coalition = "Government of Australia, Government of United Kingdom, Government of United States of America"
    rows = [
        UCDP.cells(id=str(n), side_a=coalition, side_a_new_id="420", gwnoa=numbers, side_b="Government of Iraq", gwnob="645")
        for n, numbers in enumerate(("", "900, 200, 2"))
    ]
    (tmp_path / "file").write_bytes(written(UCDP, *rows))

    answer = run_annals(world.url, "import", "ucdp-ged", tmp_path / "file")

    assert answer.code == 0, answer.err
    assert [together(world, state, "IRQ") for state in ("USA", "GBR", "AUS")] == [2, 2, 2]


def test_the_forces_of_two_states_count_for_the_states(world: World, tmp_path: Path) -> None:
    actors = {"actor1": "Military Forces of Sudan (2019-)", "actor2": "Military Forces of Chad (2021-)"}
    rows = [ACLED.cells(event_id_cnty=f"SDN{n}", **actors) for n in range(5)]
    (tmp_path / "file").write_bytes(written(ACLED, *rows))

    answer = run_annals(world.url, "import", "acled", tmp_path / "file")

    assert answer.code == 0, answer.err
    assert together(world, "SDN", "TCD") == 5


def test_groups_of_a_coalition_are_those_that_rows_of_their_own_name(world: World, tmp_path: Path) -> None:
    alone = {"side_a": "Eastern Brigades", "side_a_new_id": "7001", "side_b": "Front", "side_b_new_id": "234", "gwnoa": ""}
    rows = [
        UCDP.cells(id="1", type_of_violence="2", **(alone | {"side_a": "Eastern Brigades, STC", "side_a_new_id": "6040"})),
        UCDP.cells(id="2", type_of_violence="2", **alone),
        UCDP.cells(id="3", type_of_violence="2", **(alone | {"side_a": "Brigades of the East"})),
    ]
    (tmp_path / "file").write_bytes(written(UCDP, *rows))

    answers = [run_annals(world.url, "import", "ucdp-ged", tmp_path / "file") for _ in range(2)]

    assert [answer.code for answer in answers] == [0, 0], answers
    assert "3 already recorded" in answers[1].out
    assert [together(world, name, "Front") for name in ("Eastern Brigades", "STC")] == [3, 1]


def test_those_whom_a_cell_of_polecat_lists_act_each_for_its_state(world: World, tmp_path: Path) -> None:
    lists = {
        "Actor Name": "Emmanuel Macron; Giorgia Meloni",
        "Actor Country": "FRA; ITA",
        "Recipient Name": "Olaf Scholz; Mark Rutte",
        "Recipient Country": "DEU; NLD",
    }
    (tmp_path / "file").write_bytes(written(POLECAT, POLECAT.cells(**lists)))

    answer = run_annals(world.url, "import", "polecat", tmp_path / "file")

    assert answer.code == 0, answer.err
    assert [together(world, *pair) for pair in (("FRA", "DEU"), ("ITA", "NLD"), ("FRA", "NLD"))] == [1, 1, 1]


def test_associated_forces_count_for_their_state(world: World, tmp_path: Path) -> None:
    row = ACLED.cells(assoc_actor_1="Military Forces of Saudi Arabia (2015-)", actor2="Military Forces of Yemen (2022-)")
    (tmp_path / "file").write_bytes(written(ACLED, row))

    answer = run_annals(world.url, "import", "acled", tmp_path / "file")

    assert answer.code == 0, answer.err
    assert together(world, "SAU", "YEM") == 1
