"""annals import: rows with broken cells are recorded without these and told, and rejected where somebody wants no such rows."""

from pathlib import Path

import pytest
from command_line import Answer, run_annals
from published import ACLED, GDELT, ICEWS, POLECAT, UCDP, Sample, written
from world import World

FLAWED = pytest.mark.parametrize(
    ("sample", "cells", "what"),
    [
        (GDELT, {"ActionGeo_Lat": "98.1"}, "without a place"),
        (UCDP, {"where_prec": "9"}, "without a place"),
        (ACLED, {"geo_precision": "4"}, "without a place"),
        (ICEWS, {"CAMEO Code": "10"}, "with a CAMEO Code mended by Event Text and Intensity"),
    ],
    ids=["gdelt", "ucdp-ged", "acled", "icews"],
)


def imported(world: World, sample: Sample, file: Path, *options: str) -> Answer:
    return run_annals(world.url, "import", sample.format, file, *options)


def flawed(sample: Sample, cells: dict[str, str], folder: Path) -> Path:
    first = sample.columns[0]
    rows = [sample.cells(), *(sample.cells(**cells, **{first: f"7777{n}"}) for n in (1, 2))]
    (folder / "file").write_bytes(written(sample, *rows))
    return folder / "file"


@FLAWED
def test_flaws_are_told_by_count(world: World, sample: Sample, cells: dict[str, str], what: str, tmp_path: Path) -> None:
    answer = imported(world, sample, flawed(sample, cells, tmp_path))

    assert answer.code == 0, answer.err
    assert "file: 3 rows: 3 recorded, 0 already recorded, 0 rejected" in answer.out
    assert f"note: file has 2 rows that are read {what}" in answer.err


@FLAWED
def test_strict_rejects_rows_with_flaws(world: World, sample: Sample, cells: dict[str, str], what: str, tmp_path: Path) -> None:
    answer = imported(world, sample, flawed(sample, cells, tmp_path), "--strict")

    assert answer.code == 2
    assert "file: 3 rows: 1 recorded, 0 already recorded, 2 rejected" in answer.out
    assert "error: 2 rows were rejected, the others recorded" in answer.err


@pytest.mark.parametrize(
    ("sample", "cells", "labels"),
    [
        (UCDP, {"where_prec": "9"}, ("23.1", "24.1")),
        (ACLED, {"geo_precision": "4"}, ("2026-05-09", "2026-05-16")),
        (POLECAT, {"Latitude": "98.1"}, ("2023-01", "2023-02")),
    ],
    ids=["ucdp-ged", "acled", "polecat"],
)
def test_a_broken_cell_of_a_newer_release_takes_nothing_back(
    world: World, sample: Sample, cells: dict[str, str], labels: tuple[str, str], tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_bytes(written(sample))
    second.write_bytes(written(sample, sample.cells(**cells)))
    imported(world, sample, first, "--release", labels[0])

    answer = imported(world, sample, second, "--release", labels[1])

    assert "1 rejected" in answer.out
    found = world.ask("{ events { nodes { place { name } } } }")["events"]["nodes"]
    assert [event["place"] is None for event in found] == [False]
