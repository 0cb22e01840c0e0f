"""PostgreSQL's statistics of the views: no plan waits until it looks at their tables by itself."""

from pathlib import Path

import pytest
from command_line import run_annals
from dsl import CAST, Annals, a_summit

from projections import folding, schemas

QUADRUPLES = "".join(f"China\tMake a visit\tJapan\t2014-01-{day:02}\n" for day in range(1, 21))


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few entries are many."""
    monkeypatch.setattr(folding, "LOOK_AFTER", 10)
    monkeypatch.setattr(schemas, "FEW_PAGES", 0)


def known(annals: Annals) -> float:
    """How many events PostgreSQL takes the table to have."""
    with annals.connect() as conn:
        (events,) = conn.execute("SELECT reltuples FROM pg_class WHERE oid = 'event'::regclass").fetchone() or (0,)
    return float(events)


def test_a_catch_up_that_grew_the_views_by_much_leaves_statistics(annals: Annals) -> None:
    annals.given(*CAST, *(a_summit(f"summit-{number}") for number in range(20)))

    assert known(annals) == 20


def test_what_adds_little_looks_at_nothing(annals: Annals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "FEW_PAGES", 100)

    annals.given(*CAST, *(a_summit(f"summit-{number}") for number in range(20)))

    assert known(annals) == 0


def test_an_import_leaves_statistics_though_another_folded(annals: Annals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "LOOK_AFTER", 1_000_000)
    (tmp_path / "icews.tsv").write_text(QUADRUPLES, encoding="utf-8")

    assert run_annals(annals.url, "import", "quadruples", tmp_path / "icews.tsv").code == 0

    assert known(annals) == 20
