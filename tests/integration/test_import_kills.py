"""kill -9 in the middle of an import, then the same import again: the same database as in one go."""

import random
from pathlib import Path
from typing import Any

import psycopg
import pytest
from command_line import run_annals, started
from service import eventually
from world import new_database

from domain.log import Log

pytestmark = pytest.mark.slow

ROWS = 12_000
WORDS = ("Consult", "Make a visit", "Make statement", "Threaten")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is large enough for several processes, with rows that come again and rows that are wrong."""
    chance = random.Random(1)
    names = [f"Actor {n} (Japan)" if n % 3 else f"Somebody {n}" for n in range(1, 1000)]
    rows = [
        f"{chance.choice(names)}\t{chance.choice(WORDS)}\t{chance.choice(names)}\t2014-0{chance.randint(1, 9)}-1{n % 10}"
        for n in range(ROWS)
    ]
    rows[500], rows[9_000] = rows[10], "no row"
    path = tmp_path / "graph.tsv"
    path.write_text("\n".join(rows))
    return path


def entries(url: str) -> set[tuple[Any, ...]]:
    """All that the log holds but how the imports ended, wherever it stands."""
    with psycopg.connect(url) as conn:
        query = "SELECT originator_id, originator_version, topic, state FROM annals.annals_events WHERE topic <> 'import_finished'"
        return set(conn.execute(query).fetchall())


def head(url: str) -> int:
    try:
        with psycopg.connect(url) as conn:
            (position,) = conn.execute("SELECT coalesce(max(notification_id), 0) FROM annals.annals_events").fetchone() or (0,)
            return int(position)
    except psycopg.errors.UndefinedTable:
        return 0


def command(file: Path) -> list[str]:
    return ["import", "quadruples", str(file), "--by", "tester"]


def test_an_import_killed_in_the_middle_and_begun_again_gives_the_same_as_one_in_one_go(server_url: str, file: Path) -> None:
    with new_database(server_url) as whole, new_database(server_url) as broken:
        in_one_go = run_annals(whole, *command(file), "--format", "json").json["files"][0]
        for part in (4_000, 8_000):
            with started(broken, *command(file)) as process:
                eventually(lambda part=part: head(broken) > part)  # type: ignore[misc]
                process.kill()
                process.wait()
            eventually(lambda: not others(broken))
            assert head(broken) < head(whole)
        finished = run_annals(broken, *command(file), "--format", "json").json["files"][0]

        assert (in_one_go["rows"], in_one_go["rejected"]) == (finished["rows"], finished["rejected"]) == (ROWS, 1)
        assert finished["recorded"] + finished["duplicates"] == in_one_go["recorded"] + in_one_go["duplicates"]
        assert 0 < finished["recorded"] < in_one_go["recorded"]
        assert entries(broken) == entries(whole)
        assert run_annals(broken, "verify").code == 0


def others(url: str) -> list[Any]:
    """Connections that the processes of an import may have left behind."""
    with psycopg.connect(url) as conn:
        return conn.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()


def test_two_imports_of_one_file_at_once_record_each_row_once(server_url: str, file: Path) -> None:
    with new_database(server_url) as url, new_database(server_url) as whole:
        run_annals(whole, *command(file))
        with started(url, *command(file)) as one, started(url, *command(file)) as other:
            assert [one.wait(120), other.wait(120)] == [2, 2]

        assert {(id, version, topic) for id, version, topic, _ in entries(url)} == {e[:3] for e in entries(whole)}
        log = Log.on_postgres(url)
        assert [
            r.entry.content()["rows"] for r in log.read(after=head(url) - 3, limit=10) if r.stored.entry.kind() == "ImportFinished"
        ]
        log.close()
