"""What a format does not read is told: its layout names every column that it reads, and the rest is counted."""

import io
from collections.abc import Callable

import pytest
from published import ACLED, GDELT, ICEWS, POLECAT, UCDP, Sample, written

from scripts.importing.draft import Draft
from scripts.importing.formats import acled, gdelt, icews, polecat, ucdp_ged
from scripts.importing.row import Row

UNDERSTOOD: list[tuple[Sample, Callable[[Row], Draft]]] = [
    (ACLED, acled.understand),
    (UCDP, ucdp_ged.understand),
    (POLECAT, polecat.understand),
    (GDELT, gdelt.understand),
    (ICEWS, icews.understand),
]


class Watched(Row):
    """A row that remembers which of its columns were asked for."""

    def __init__(self, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.line, self.raw = 1, ""
        self.asked: set[str] = set()

    def __contains__(self, column: object) -> bool:
        self.asked.add(str(column))
        return super().__contains__(column)

    def __getitem__(self, column: str) -> str:
        self.asked.add(column)
        return super().__getitem__(column)

    def get(self, column: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(column)
        return super().get(column, default)


@pytest.mark.parametrize(("sample", "understand"), UNDERSTOOD, ids=lambda value: getattr(value, "format", ""))
def test_a_layout_names_every_column_that_is_read_and_no_other(sample: Sample, understand: Callable[[Row], Draft]) -> None:
    row = Watched({column: sample.row.get(column, "") for column in sample.columns if sample.row.get(column)})

    understand(row)

    assert row.asked & set(sample.columns) <= sample.read.layout.read


def notes(sample: Sample, file: bytes) -> list[str]:
    told: list[str] = []
    list(sample.read.read(io.BytesIO(file), "auto", told.append))
    return told


@pytest.mark.parametrize(
    ("sample", "column"),
    [(ACLED, "source_scale"), (UCDP, "priogrid_gid"), (POLECAT, "Story People"), (GDELT, "AvgTone")],
    ids=lambda value: getattr(value, "format", value),
)
def test_what_stands_in_columns_that_are_not_read_is_counted(sample: Sample, column: str) -> None:
    full, bare = sample.cells(**{column: "1"}), sample.cells(**{column: ""})

    (note,) = [text for text in notes(sample, written(sample, full, full, bare)) if "not read" in text]

    assert f"{column} (2)" in note


def test_where_all_is_read_nothing_is_told() -> None:
    row = [cell if column in ACLED.read.layout.read else "" for column, cell in zip(ACLED.columns, ACLED.cells(), strict=True)]

    assert not [text for text in notes(ACLED, written(ACLED, row)) if "not read" in text]
