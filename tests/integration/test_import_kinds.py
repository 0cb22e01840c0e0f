"""annals import: what a data set's own kinds mean is told apart, counted, and found again by its own words."""

from pathlib import Path
from typing import Any

import pytest
from command_line import run_annals
from published import ACLED, GDELT, POLECAT, UCDP, Sample, written
from world import World

BATTLES, REMOTE = "Battles", "Explosions/Remote violence"
ARMIES = {
    "actor1": "Military Forces of Sudan (2019-)",
    "inter1": "1",
    "actor2": "Military Forces of Chad (2021-)",
    "inter2": "8",
}
EVENTS = [
    (BATTLES, "Armed clash", ARMIES),
    (REMOTE, "Air/drone strike", ARMIES),
    (REMOTE, "Remote explosive/landmine/IED", ARMIES),
    (BATTLES, "Government regains territory", ARMIES),
    ("Riots", "Mob violence", {"actor1": "Rioters (Sudan)", "inter1": "5", "actor2": "Civilians (Sudan)", "inter2": "7"}),
]


@pytest.fixture
def acled(world: World, tmp_path: Path) -> World:
    """A world with an event of each of these sub-events, in each of which 3 died."""
    rows = [
        ACLED.cells(event_id_cnty=f"SDN{n}", event_type=event_type, sub_event_type=sub_event, **actors)
        for n, (event_type, sub_event, actors) in enumerate(EVENTS)
    ]
    take(world, ACLED, tmp_path, *rows)
    return world


def take(world: World, sample: Sample, folder: Path, *rows: list[str], release: str = "") -> None:
    file = folder / f"{sample.format}{release}"
    file.write_bytes(written(sample, *rows))
    options = ("--release", release) if release else ()
    answer = run_annals(world.url, "import", sample.format, file, *options)
    assert answer.code == 0, answer.err


def found(world: World, *coded: str) -> list[str]:
    query = "query($c: [String!]) { events(filter: {coded: $c}, orderBy: POSITION_ASC) { nodes { key } } }"
    return [event["key"] for event in world.ask(query, c=list(coded))["events"]["nodes"]]


def test_events_that_were_alike_are_told_apart(acled: World) -> None:
    fields = "kind cameo goldstein ... on ForceUsed { weaponClass }"
    nodes: list[dict[str, Any]] = acled.ask(f"{{ events(orderBy: POSITION_ASC) {{ nodes {{ {fields} }} }} }}")["events"]["nodes"]

    assert [(n["kind"], n["cameo"], n["goldstein"], n.get("weaponClass")) for n in nodes] == [
        ("VIOLENCE_RECORDED", "190", -10.0, None),
        ("FORCE_USED", "195", -10.0, "AERIAL"),
        ("FORCE_USED", "183", -10.0, "EXPLOSIVES"),
        ("TERRITORY_TAKEN", "192", -9.5, None),
        ("PROTEST_HELD", "145", -7.5, None),
    ]


def test_forces_of_two_states_count_for_the_states_and_the_dead_add_up(acled: World) -> None:
    told = acled.ask(
        '{ relationship(between: ["SDN", "TCD"]) { eventCount } eventGroups(by: [YEAR]) { figure(name: "deaths") { best } } }'
    )

    assert told["relationship"]["eventCount"] == 4
    assert [group["figure"]["best"] for group in told["eventGroups"]] == [15]


def test_events_are_found_by_the_words_of_the_data_set(acled: World) -> None:
    assert found(acled, "Air/drone strike", "sub_event_type=mob violence") == ["acled:SDN1", "acled:SDN4"]
    assert found(acled, "event_type=Battles") == ["acled:SDN0", "acled:SDN3"]


def test_what_ucdp_has_still_to_check_and_its_conflicts_are_found(world: World, tmp_path: Path) -> None:
    doubtful = {"id": "2", "code_status": "Check deaths", "conflict_new_id": "333", "dyad_new_id": "735"}
    take(world, UCDP, tmp_path, UCDP.cells(id="1", code_status="Clear", conflict_new_id="420"), UCDP.cells(**doubtful))

    assert found(world, "code_status=Check deaths") == found(world, "conflict_new_id=333") == ["ucdp-ged:2"]
    hedged = world.ask("{ events(filter: {hedge: [REPORTED]}) { nodes { key } } }")["events"]["nodes"]
    assert hedged == [{"key": "ucdp-ged:2"}]


def test_interactions_are_found_by_the_code_of_their_code_book(world: World, tmp_path: Path) -> None:
    take(world, GDELT, tmp_path, GDELT.cells())
    take(world, POLECAT, tmp_path, POLECAT.cells())

    assert (found(world, "010"), found(world, "CONSULT/visit")) == (["gdelt2:95001"], ["polecat:X1"])


@pytest.mark.parametrize(
    ("sample", "labels"),
    [(UCDP, ("26.0.7", "26.0.8")), (ACLED, ("2026-05-09", "2026-05-16")), (POLECAT, ("2026-04", "2026-W20"))],
    ids=["ucdp-ged", "acled", "polecat"],
)
def test_a_release_that_adds_takes_nothing_back(world: World, sample: Sample, labels: tuple[str, str], tmp_path: Path) -> None:
    key = sample.columns[0]
    take(
        world,
        sample,
        tmp_path,
        *(sample.cells(**{key: f"N{n}" if sample is not UCDP else str(n)}) for n in (1, 2, 3)),
        release=labels[0],
    )

    take(world, sample, tmp_path, sample.cells(**{key: "4"}), release=labels[1])

    assert world.ask("{ events { totalCount } }") == {"events": {"totalCount": 4}}
