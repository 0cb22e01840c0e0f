"""The benchmarks at a tiny size: that each runs and says what was asked, and that the limits fill the same tables. No speeds."""

import gzip
import re
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from command_line import Answer, run_annals
from world import World

from api.limits.limits import DEFAULT
from scripts.benchmarks.data import made_up
from scripts.benchmarks.folding import CATCH_UP, Unequal
from scripts.benchmarks.graphql.arena import VIEWS
from scripts.benchmarks.graphql.contests import GRAPHQL
from scripts.benchmarks.graphql.heavy_queries import PARTS, heavy_queries
from scripts.benchmarks.graphql.questions import normalised
from scripts.benchmarks.graphql.searching import searches
from scripts.benchmarks.graphql.slowest import SHOWN
from scripts.benchmarks.ground import Ground

FOLDING = ["catch-up", "rebuild", "rebuild-one"]
NAMES = ["append-1", "append-8", "bulk", "bulk-validated", "read", *FOLDING, "as-of", "visible-after", "import"]
COLUMNS = ["name", "figure", "unit", "limit", "ratio", "peer", "peer_ratio"]
QUADRUPLES = """\
Police (Australia)\tArrest, detain, or charge with legal action\tWomen (Australia)\t2014-01-01
Raúl Castro\tMake a visit\tSão Tomé_and_Príncipe\t2014-01-02
São Tomé_and_Príncipe\tHost a visit\tRaúl Castro\t2014-01-02
Police (Australia)\tMake statement\tRaúl Castro\t2014-02-28
"""


pytestmark = pytest.mark.timeout(600)


def bench(url: str, *arguments: str | Path) -> Answer:
    """Runs benchmarks once, on databases beside the given one."""
    return run_annals(url, "bench", *arguments, "--rounds", "1", "--database-url", url)


@pytest.fixture(scope="module")
def all_of_them(server_url: str) -> Answer:
    """What every benchmark says of 300 events."""
    return bench(server_url, "--events", "300", "--format", "json")


@pytest.mark.slow
def test_every_benchmark_tells_its_figure_beside_its_limit(all_of_them: Answer) -> None:
    results = all_of_them.json

    assert all_of_them.code == 0, all_of_them.err
    assert [result["name"] for result in results] == NAMES
    assert all(list(result) == COLUMNS for result in results)
    assert all(result["figure"] > 0 and result["limit"] > 0 and result["ratio"] > 0 for result in results)
    assert {result["unit"] for result in results} == {"events/s", "ms"}


@pytest.mark.slow
def test_all_but_questions_about_the_past_and_imports_stand_beside_the_library(all_of_them: Answer) -> None:
    without = [result["name"] for result in all_of_them.json if result["peer"] is None]

    assert without == ["as-of", "import"]


@pytest.mark.slow
def test_the_limits_of_folding_fill_the_same_tables(all_of_them: Answer) -> None:
    told = [line.split(",")[0] for line in all_of_them.err.splitlines() if ": equal: " in line]

    assert told == [
        "catch-up: equal: 15 tables",
        "rebuild: equal: 15 tables",
        "rebuild-one: equal: 2 tables",
        "import: equal: 14 tables",
    ]


@pytest.mark.slow
def test_the_bench_leaves_no_database_behind(server_url: str, all_of_them: Answer) -> None:
    with psycopg.connect(server_url) as conn:
        left = conn.execute("SELECT datname FROM pg_database WHERE datname LIKE 'annals_bench%'").fetchall()

    assert left == []


@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_of_quadruples_can_be_folded_too(server_url: str, tmp_path: Path, zipped: bool) -> None:
    file = tmp_path / ("events.tsv.gz" if zipped else "events.tsv")
    file.write_bytes(gzip.compress(QUADRUPLES.encode()) if zipped else QUADRUPLES.encode())

    answer = bench(server_url, "catch-up", "--file", file)

    assert answer.code == 0, answer.err
    assert answer.out.startswith("4 events on ")
    assert "catch-up: equal: 15 tables" in answer.out


def test_a_limit_that_fills_a_view_otherwise_fails_the_bench(server_url: str) -> None:
    with Ground(server_url, made_up(20, seed=1)) as ground:
        contest = CATCH_UP.prepare(ground)
        contest.ours()
        assert contest.limit is not None
        contest.limit()
        ground.connect(ground.filled.url).execute("UPDATE bench_limit.party SET role = 'host' WHERE known_from = 230 AND line = 2")

        with pytest.raises(Unequal, match="party"):
            contest.notes()


@pytest.mark.parametrize("line", ["China\tMake a visit\tJapan", "China\tMake a visit\tJapan\tyesterday"])
def test_a_line_that_is_no_quadruple_is_refused_with_its_place(server_url: str, tmp_path: Path, line: str) -> None:
    file = tmp_path / "events.tsv"
    file.write_text(QUADRUPLES + line, encoding="utf-8")

    answer = bench(server_url, "read", "--file", file)

    assert answer.code == 2
    assert f"{file}:5: " in answer.err


def test_what_postgraphile_is_given_fits_the_views_as_they_are(world: World) -> None:
    conn = world.views.connection
    with conn.transaction(force_rollback=True):
        conn.execute(VIEWS.read_bytes())
        found = conn.execute("SELECT count(*) FROM peer.actor").fetchone()

    assert found is not None
    assert found[0] > 0


def test_what_is_measured_beside_postgraphile_is_skipped_where_its_tools_are_absent(
    server_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    answer = bench(server_url, "graphql", "--events", "20")

    skipped = [line for line in answer.err.splitlines() if ": skipped: " in line]
    assert answer.code == 0
    assert [line.partition(":")[0] for line in skipped] == [benchmark.name for benchmark in GRAPHQL]
    assert all("install wrk" in line for line in skipped)


def test_searches_are_told_beside_a_look_up(server_url: str) -> None:
    answer = bench(server_url, "graphql-search", "--events", "60", "--format", "json")

    told = [line for line in answer.err.splitlines() if line.startswith("graphql-search: ")]
    assert answer.code == 0, answer.err
    assert [(result["name"], result["unit"], result["ratio"] > 0) for result in answer.json] == [("graphql-search", "ms", True)]
    assert [line.split(": ")[1] for line in told] == list(searches(made_up(60, seed=1)))
    assert all("look-ups" in line and "as of 50 %" in line for line in told)


def test_answers_of_both_servers_are_compared_without_what_only_wraps_them() -> None:
    ours = {"actor": {"ref": "a", "events": {"totalCount": 1, "nodes": [{"kind": "SUMMIT_HELD", "occurred": {"edtf": "2024"}}]}}}
    theirs = {"actor": {"ref": "a", "events": {"totalCount": 1, "nodes": [{"event": {"kind": "summit_held", "occurred": "2024"}}]}}}

    assert normalised(ours) == normalised(theirs)
    assert normalised(ours) != normalised({"actor": {"ref": "b", "events": {"totalCount": 1, "nodes": []}}})


def test_an_unknown_benchmark_is_refused_with_the_nearest(server_url: str) -> None:
    answer = bench(server_url, "rebuilt")

    assert answer.code == 2
    assert "did you mean rebuild?" in answer.err


def test_the_same_seed_makes_the_same_events_and_another_seed_others() -> None:
    events = made_up(50, seed=1).events(0, 50)

    assert made_up(50, seed=1).events(0, 50) == events
    assert made_up(50, seed=2).events(0, 50) != events


def test_made_up_events_are_as_many_as_asked_in_the_order_of_their_days_between_two_who_differ() -> None:
    events = made_up(500, seed=1).events(0, 500)

    days = [event.occurred or "" for event in events]
    assert len({event.key for event in events}) == 500
    assert days == sorted(days)
    assert (days[0], days[-1]) == ("2014-01-01", "2014-12-31")
    assert all(event.source != event.target for event in events)


def test_a_few_pairs_have_many_of_the_events_and_most_have_one() -> None:
    pairs = Counter((row.source, row.target) for row in made_up(5000, seed=1).rows)

    counts = [count for _, count in pairs.most_common()]
    assert sum(counts[: len(counts) // 100]) > 500
    assert counts.count(1) > len(counts) / 2


def test_the_slowest_admitted_query_is_told_and_what_it_leaves_to_others(server_url: str) -> None:
    answer = bench(server_url, "graphql-slowest", "--events", "60", "--format", "json")

    told = [line for line in answer.err.splitlines() if line.startswith("graphql-slowest: ")]
    assert [(result["name"], result["unit"], result["ratio"] > 0) for result in answer.json] == [("graphql-slowest", "ms", True)]
    assert "the slowest admitted query takes" in told[0]
    assert "16 copies at once: " in told[1]
    assert len(told) == 2 + SHOWN - 1


def test_heavy_queries_are_of_every_kind_and_cost_no_more_than_a_query_may() -> None:
    found = list(heavy_queries(made_up(60, seed=1), head=100))

    assert {heavy.name for heavy in found} > set(PARTS)
    assert all(heavy.cost <= DEFAULT.max_cost for heavy in found)


@pytest.mark.slow
def test_the_explorer_is_measured_beside_its_goals(server_url: str, chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.benchmarks.explorer.TIMES", 1)

    answer = bench(server_url, "explorer", "--events", "300", "--format", "json")

    assert answer.code == 0, answer.err
    limits = {result["name"].removeprefix("explorer-"): result["limit"] for result in answer.json}
    assert limits == {"first-view": 1000, "actor": 200, "slider": 200, "filter": 200}
    assert all(result["figure"] > 0 for result in answer.json)
    (size,) = re.findall(r"([\d,]+) bytes of script", answer.err)
    assert 10_000 < int(size.replace(",", "")) < 350_000
    assert answer.err.count("a query for one field: ") == 3
    assert "a page with nothing on it: " in answer.err
