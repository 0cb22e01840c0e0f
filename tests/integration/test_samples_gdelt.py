"""Whole samples of GDELT, where they are at hand: imported twice, and counted again from the raw file in plain Python."""

import csv
import gzip
import json
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
from command_line import run_annals
from samples import sample
from world import new_database

from domain.postgres.connection import set_schema
from projections.schemas import LIVE
from scripts.importing.layouts import columns

STATES = {"ROM": "ROU", "TMP": "TLS", "MTN": "MNE", "IMY": "IMN", "WSB": "PSE", "GZS": "PSE"}
"""CAMEO's codes of states that are not ISO's."""
REGIONS = {"AFR", "EUR", "NMR", "WAF", "WST", "SAS", "PGS"}
QUADS = {"1": "VERBAL_COOPERATION", "2": "MATERIAL_COOPERATION", "3": "VERBAL_CONFLICT", "4": "MATERIAL_CONFLICT"}

Raw = list[dict[str, str]]

pytestmark = pytest.mark.slow


class Sample(NamedTuple):
    """A sample imported, and its rows as they stand in the file."""

    url: str
    file: Path
    rows: Raw

    def ask(self, query: str) -> Any:
        answer = run_annals(self.url, "query", "-", stdin=query.encode())
        assert answer.code == 0, answer.err
        return answer.json["data"]


def raw_export(file: Path) -> Raw:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [dict(zip(columns("gdelt2"), line.rstrip("\n").split("\t"), strict=True)) for line in lines]


def raw_georgia(file: Path) -> Raw:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [{name: cell for name, cell in row.items() if cell != "NA"} for row in csv.DictReader(lines)]


FILES = {
    "gdelt2-export-sample/20180101000000.export.CSV.gz": raw_export,
    "gdelt1-georgia/feb2012.csv.gz": raw_georgia,
}


@pytest.fixture(scope="module", params=FILES)
def imported(request: pytest.FixtureRequest, server_url: str) -> Iterator[Sample]:
    file = sample(request.param)
    with new_database(server_url) as url:
        rows = FILES[request.param](file)
        answer = run_annals(url, "import", "gdelt", file, "--format", "json")
        assert answer.code == 0, answer.err
        assert tally(answer.out) == {"rows": len(rows), "recorded": len(rows), "duplicates": 0, "rejected": 0}
        yield Sample(url, file, rows)


def tally(out: str) -> dict[str, int]:
    (file,) = json.loads(out)["files"]
    return {name: file[name] for name in ("rows", "recorded", "duplicates", "rejected")}


def state(row: dict[str, str], actor: str) -> str | None:
    """The state that an actor is or acts for: only where the row has a column for the country."""
    code = row.get(f"{actor}CountryCode")
    return STATES.get(code, code) if code and code not in REGIONS else None


def test_a_second_import_records_nothing(imported: Sample) -> None:
    answer = run_annals(imported.url, "import", "gdelt", imported.file, "--format", "json")

    count = len(imported.rows)
    assert tally(answer.out) == {"rows": count, "recorded": 0, "duplicates": count, "rejected": 0}


def test_pairs_of_states_count_as_in_the_file(imported: Sample) -> None:
    states = [{s for actor in ("Actor1", "Actor2") if (s := state(row, actor))} for row in imported.rows]
    both = [sorted(pair) for pair in states]
    pairs = Counter((pair[0], pair[1]) for pair in both if len(pair) == 2)
    asked = [*(pair for pair, _ in pairs.most_common(30)), ("RUS", "UKR"), ("KOR", "PRK")]

    found = imported.ask(
        "{" + " ".join(f'{a}_{b}: relationship(between: ["{a}", "{b}"]) {{ eventCount reportCount }}' for a, b in set(asked)) + "}"
    )

    assert {(a, b): (found[f"{a}_{b}"] or {"eventCount": 0})["eventCount"] for a, b in asked} == {p: pairs[p] for p in asked}


def test_codes_and_scores_are_those_of_the_file(imported: Sample) -> None:
    with psycopg.connect(imported.url) as conn:
        set_schema(conn, LIVE)
        found = conn.execute("SELECT cameo, goldstein, count(*) FROM event GROUP BY 1, 2").fetchall()

    wanted = Counter((row["EventCode"], round(float(row["GoldsteinScale"]) * 100)) for row in imported.rows)
    assert {(code, score): count for code, score, count in found} == wanted


def test_months_and_quad_classes_count_as_in_the_file(imported: Sample) -> None:
    months = Counter(row["SQLDATE"][:6] for row in imported.rows)
    quads = Counter(QUADS[row["QuadClass"]] for row in imported.rows)
    filters = {f"m{month}": f'occurred: {{from: "{first(month)}", to: "{last(month)}"}}' for month in months}
    filters |= {quad: f"quad: [{quad}]" for quad in quads}

    found = imported.ask(
        "{" + " ".join(f"{name}: events(filter: {{{where}}}) {{ totalCount }}" for name, where in filters.items()) + "}"
    )

    counts = {name: answer["totalCount"] for name, answer in found.items()}
    assert counts == {f"m{month}": count for month, count in months.items()} | dict(quads)


def first(month: str) -> str:
    return f"{month[:4]}-{month[4:]}-01"


def last(month: str) -> str:
    return f"{month[:4]}-{month[4:]}-{monthrange(int(month[:4]), int(month[4:]))[1]}"
