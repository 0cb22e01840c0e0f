"""Real data sets, where this machine has them; they are not part of the repository."""

import csv
import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("ANNALS_SAMPLES") or Path(__file__).parents[2] / "shared" / "data")


def sample(name: str) -> Path:
    """A file of the samples; skips the test where there is none."""
    if not (FOLDER / name).exists():
        pytest.skip(f"no {name} in {FOLDER}; set ANNALS_SAMPLES to the folder of the samples")
    return FOLDER / name


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of a file with tabs, gzipped, as Python itself reads them."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
