"""annals import: those listed in one cell, and the forces of states, count for the states for which they act."""

from pathlib import Path

from command_line import run_annals
from published import ACLED, UCDP, written
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
