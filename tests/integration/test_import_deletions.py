"""annals import acled-deleted: what ACLED has deleted since goes only where somebody asks for that. All rows are made up."""

from pathlib import Path

import pytest
from command_line import Answer, run_annals
from published import ACLED, written
from rows import comma_separated
from world import World

from scripts.importing.formats.acled_deleted import COLUMNS

LIST = [{"event_id_cnty": name, "deleted_timestamp": "1747440000"} for name in ("YEM2", "YEM3", "YEM99")]


@pytest.fixture
def weekly(world: World, tmp_path: Path) -> World:
    """A world with three events of ACLED."""
    (tmp_path / "week.csv").write_bytes(written(ACLED, *(ACLED.cells(event_id_cnty=f"YEM{n}") for n in (1, 2, 3))))
    answer = run_annals(world.url, "import", "acled", tmp_path / "week.csv", "--release", "2025-05-10")
    assert answer.code == 0, answer.err
    return world


def deleted(world: World, folder: Path, *options: str) -> Answer:
    (folder / "deleted.csv").write_bytes(comma_separated(COLUMNS, *LIST))
    return run_annals(world.url, "import", "acled-deleted", folder / "deleted.csv", *options)


def keys(world: World) -> list[str]:
    return sorted(event["key"] for event in world.ask("{ events { nodes { key } } }")["events"]["nodes"])


def test_nothing_is_retracted_until_that_is_asked_for(weekly: World, tmp_path: Path) -> None:
    before = weekly.log.head()

    told, dry = deleted(weekly, tmp_path), deleted(weekly, tmp_path, "--dry-run")

    assert (told.code, dry.code) == (2, 0)
    assert "note: deleted.csv has 2 deleted events that the log still has: acled:YEM2, acled:YEM3" in told.err
    assert "nothing was retracted. --retract retracts them" in told.err
    assert "acled:YEM2, acled:YEM3" in dry.err
    assert weekly.log.head() == before
    assert keys(weekly) == ["acled:YEM1", "acled:YEM2", "acled:YEM3"]


def test_what_was_deleted_is_retracted_with_the_reason_and_still_known_as_of_before(weekly: World, tmp_path: Path) -> None:
    before = weekly.log.head()

    answer = deleted(weekly, tmp_path, "--retract")

    assert answer.code == 0, answer.err
    assert "deleted.csv: 3 rows: 2 recorded, 1 already recorded, 0 rejected" in answer.out
    assert "has 1 event that the log does not have, or has retracted already" in answer.err
    assert keys(weekly) == ["acled:YEM1"]
    found = weekly.ask(
        'query($p: Position!) { event(key: "acled:YEM2") { history { reason } } events(asOf: {position: $p}) { totalCount } }',
        p=before,
    )
    assert found == {
        "event": {"history": [{"reason": None}, {"reason": "ACLED deleted it on 2025-05-17"}]},
        "events": {"totalCount": 3},
    }


def test_the_same_list_again_and_the_week_before_again_change_nothing(weekly: World, tmp_path: Path) -> None:
    deleted(weekly, tmp_path, "--retract")
    after = weekly.log.head()

    again = deleted(weekly, tmp_path, "--retract")
    week = run_annals(weekly.url, "import", "acled", tmp_path / "week.csv", "--release", "2025-05-10")

    assert (again.code, week.code) == (0, 0), (again.err, week.err)
    assert weekly.log.head() == after


def test_what_a_later_week_has_again_is_back(weekly: World, tmp_path: Path) -> None:
    deleted(weekly, tmp_path, "--retract")

    answer = run_annals(weekly.url, "import", "acled", tmp_path / "week.csv", "--release", "2025-05-24")

    assert answer.code == 0, answer.err
    assert keys(weekly) == ["acled:YEM1", "acled:YEM2", "acled:YEM3"]
