"""Whole data sets, imported twice, against counts that plain Python makes of the same files."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from command_line import run_annals
from samples import rows, sample
from world import World, a_world, new_database

from domain.names import name_key
from domain.postgres.connection import set_schema
from projections.schemas import LIVE

pytestmark = pytest.mark.slow

ICEWS14 = "icews14/icews14_all_readable.tsv.gz"
ICEWS = "icews-raw-sample/events.2018.sample.tab.gz"
NAMES = "cameo/cameo-codes.csv"

PAIRS = """
SELECT a.actor, b.actor, count(*) FROM party a JOIN party b USING (position)
WHERE a.role = 'agent' AND b.role = 'target' GROUP BY 1, 2
"""


def imported(server_url: str, layout: str, path: Path) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url) as world:
        first, again = (run_annals(url, "import", layout, path, "--format", "json") for _ in range(2))
        total = first.json["files"][0]["rows"]
        assert [(f["recorded"], f["duplicates"], f["rejected"]) for (f,) in (first.json["files"], again.json["files"])] == [
            (total, 0, 0),
            (0, total, 0),
        ]
        yield world


@pytest.fixture(scope="module")
def quadruples(server_url: str) -> Iterator[World]:
    yield from imported(server_url, "quadruples", sample(ICEWS14))


@pytest.fixture(scope="module")
def icews(server_url: str) -> Iterator[World]:
    yield from imported(server_url, "icews", sample(ICEWS))


def selected(world: World, query: str) -> list[Any]:
    with psycopg.connect(world.url) as conn:
        set_schema(conn, LIVE)
        return conn.execute(query.encode()).fetchall()


def together(world: World, one: str, other: str) -> int:
    found = world.ask("query($b: [String!]!) { relationship(between: $b) { eventCount } }", b=[one, other])["relationship"]
    return found["eventCount"] if found else 0


def by_name(world: World) -> dict[str, str]:
    """Whom each name means, as anybody who asks would be told."""
    return dict(selected(world, "SELECT key, ref FROM name WHERE thing = 'actor'"))


def test_every_pair_of_names_has_as_many_events_as_the_file(quadruples: World) -> None:
    refs = by_name(quadruples)

    expected = Counter((refs[name_key(one)], refs[name_key(other)]) for one, _, other, _ in rows(sample(ICEWS14)))

    assert {(one, other): count for one, other, count in selected(quadruples, PAIRS)} == expected


@pytest.mark.parametrize("pair", [("Russia", "Ukraine"), ("North Korea", "South Korea"), ("Barack Obama", "John Kerry")])
def test_a_pair_asked_for_by_name_has_the_events_of_the_plain_names(quadruples: World, pair: tuple[str, str]) -> None:
    expected = sum({one, other} == set(pair) for one, _, other, _ in rows(sample(ICEWS14)))

    assert together(quadruples, *pair) == expected


def test_in_quadruples_nobody_represents_a_state(quadruples: World) -> None:
    assert selected(quadruples, "SELECT count(*) FROM party WHERE representing IS NOT NULL") == [(0,)]


def test_every_code_and_month_has_as_many_events_as_the_file(quadruples: World) -> None:
    codes = codes_by_name()
    expected = Counter((codes[relation], day[:7]) for _, relation, _, day in rows(sample(ICEWS14)))

    found = selected(quadruples, "SELECT cameo, to_char(sort_date, 'YYYY-MM'), count(*) FROM event GROUP BY 1, 2")

    assert {(code, month): count for code, month, count in found} == expected


def codes_by_name() -> dict[str, str]:
    """The most particular code of each name, by the code book of the samples."""
    with sample(NAMES).open(encoding="latin-1", newline="") as lines:
        return {row["name"]: row["code"] for row in sorted(csv.DictReader(lines), key=lambda row: len(row["code"]))}


def icews_rows() -> list[dict[str, str]]:
    heading, *cells = rows(sample(ICEWS))
    return [dict(zip(heading, row, strict=True)) for row in cells]


def test_icews_rows_keep_their_codes_scores_days_and_places(icews: World) -> None:
    expected = Counter((r["CAMEO Code"], round(float(r["Intensity"]) * 100), r["Event Date"]) for r in icews_rows())
    countries = Counter(r["Country"] != "NA" for r in icews_rows())

    found = selected(icews, "SELECT cameo, goldstein, sort_date::text, count(*) FROM event GROUP BY 1, 2, 3")
    placed = dict(selected(icews, "SELECT place IS NOT NULL, count(*) FROM event GROUP BY 1"))

    assert {(code, score, day): count for code, score, day, count in found} == expected
    assert placed == countries


@pytest.mark.parametrize(
    ("pair", "countries"),
    [
        (("Russia", "Ukraine"), {"Russian Federation", "Ukraine"}),
        (("North Korea", "South Korea"), {"North Korea", "South Korea"}),
        (("India", "China"), {"India", "China"}),
    ],
)
def test_states_have_the_events_of_all_who_act_for_them(icews: World, pair: tuple[str, str], countries: set[str]) -> None:
    expected = sum({r["Source Country"], r["Target Country"]} == countries for r in icews_rows())

    assert expected > 0
    assert together(icews, *pair) == expected


def test_those_who_act_for_a_state_have_events_of_their_own(icews: World) -> None:
    refs, plain = by_name(icews), Counter((r["Source Name"], r["Target Name"]) for r in icews_rows())
    expected: Counter[tuple[str, str]] = Counter()
    for (one, other), count in plain.items():
        expected[refs[name_key(one)], refs[name_key(other)]] += count

    assert {(one, other): count for one, other, count in selected(icews, PAIRS)} == expected
