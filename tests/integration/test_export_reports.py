"""The companion of csv and parquet: what each report of the events says, a row a figure."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from command_line import run_annals
from dsl import a_report, a_source, corroborate, merge, troops
from exporting import export
from pyarrow import parquet
from world import World

from api.exporting.report_columns import REPORT_COLUMNS
from domain.identity import event_id


@pytest.fixture
def reported(world: World) -> World:
    """A world in which three papers tell of one event, one of them of its double."""
    world.append(a_source("morning", publisher="The Morning"), a_source("evening"), a_source("weekly"))
    world.append(troops("one", troops={"best": 15000, "approximate": True}, report=a_report("morning", quote="They went.")))
    world.append(troops("two", troops={"best": 9000}, report=a_report("evening", hedge="alleged")))
    world.append(corroborate("one", "weekly"))
    world.append(merge("one", "two"))
    return world


def rows(world: World, *options: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(world, "csv", "--reports", *options).out)))


def test_each_source_has_its_own_figure(reported: World) -> None:
    told = [
        {name: row[name] for name in ("event", "report", "source", "hedge", "field", "best", "approximate")}
        for row in rows(reported)
    ]

    names = ("event", "report", "source", "hedge", "field", "best", "approximate")
    assert told == [
        dict(zip(names, ("one", "1", "morning", "ASSERTED", "troops", "15000", "true"), strict=True)),
        dict(zip(names, ("one", "2", "weekly", "ASSERTED", "", "", ""), strict=True)),
        dict(zip(names, ("one", "3", "evening", "ALLEGED", "troops", "9000", "false"), strict=True)),
    ]


def test_a_row_names_the_event_and_the_source(reported: World) -> None:
    (first, *_) = rows(reported, "--source", "morning")

    assert (first["event_id"], first["kind"]) == (str(event_id("one")), "TROOPS_DISPATCHED")
    assert (first["publisher"], first["quote"], first["low"]) == ("The Morning", "They went.", "")


def test_parquet_has_the_same_with_types(reported: World, tmp_path: Path) -> None:
    export(reported, "parquet", "--reports", "--output", str(tmp_path / "reports.parquet"))

    table: Any = parquet.read_table(tmp_path / "reports.parquet")
    assert table.column_names == [column.name for column in REPORT_COLUMNS]
    assert [(row["source"], row["best"], row["approximate"]) for row in table.to_pylist()] == [
        ("morning", 15000.0, True),
        ("weekly", None, None),
        ("evening", 9000.0, False),
    ]


def test_its_columns_are_documented(reported: World) -> None:
    listed = run_annals(reported.url, "export", "csv", "--reports", "--columns").out

    assert [line.split()[0] for line in listed.splitlines()[2:]] == [column.name for column in REPORT_COLUMNS]


def test_formats_that_have_no_table_of_reports_say_so(reported: World) -> None:
    answer = run_annals(reported.url, "export", "jsonld", "--reports")

    assert (answer.code, answer.err) == (2, "error: --reports is for csv and parquet, not for jsonld\n")
