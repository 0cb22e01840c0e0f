"""Faults on purpose: a short walk of random ones, each failpoint by itself, and that the checker would find what it looks for."""

import json
import signal
from pathlib import Path
from random import Random

import psycopg
import pytest
from accounting import verified
from command_line import run_annals, started
from dsl import TESTER, read
from faults.actors import calls
from faults.checker import check
from faults.walk import random_walk, shortened
from world import World, bare_database

from domain.failpoints import Failpoint
from projections.schemas import LIVE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

FEW, MANY = calls("few", 3, Random(1)), calls("many", 500, Random(2))
"""As many as are sent in one call, and more."""

REACHED_BY = {
    Failpoint.APPEND_SENDING: ("append", "few.ndjson"),
    Failpoint.APPEND_COMMITTED: ("append", "few.ndjson"),
    Failpoint.BATCH_STAGED: ("append", "many.ndjson"),
    Failpoint.BATCH_COMMITTED: ("append", "many.ndjson"),
    Failpoint.FOLD_PAGE: ("append", "few.ndjson"),
    Failpoint.FOLD_COMMITTED: ("append", "few.ndjson"),
    Failpoint.REBUILD_GROWN: ("rebuild",),
    Failpoint.REBUILD_SWAPPED: ("rebuild",),
    Failpoint.REBUILD_COMMITTED: ("rebuild",),
    Failpoint.SEAL_GROWN: ("cite", "--checkpoint"),
    Failpoint.SEAL_SIGNED: ("cite", "--checkpoint"),
    Failpoint.SEAL_PUBLISHED: ("cite", "--checkpoint"),
}
"""The command that reaches each failpoint, but for restoring, which needs a database of its own."""


def test_nothing_is_lost_in_a_short_walk_of_faults() -> None:
    result = random_walk(seed=7, length=8)

    assert result.findings.wrong == []
    assert result.faults.total() == 8
    assert result.findings.acknowledged > 100


@pytest.mark.parametrize("point", list(REACHED_BY))
def test_a_command_killed_at_a_failpoint_loses_nothing_and_can_be_repeated(world: World, tmp_path: Path, point: Failpoint) -> None:
    for name, entries in (("few", FEW), ("many", MANY)):
        (tmp_path / f"{name}.ndjson").write_text("".join(json.dumps(entry) + "\n" for entry in entries))
    assert run_annals(world.url, "status").code == 0
    head = world.log.head()
    command = [tmp_path / part if part.endswith(".ndjson") else part for part in REACHED_BY[point]]

    killed = killed_at(point, world.url, *command)
    recorded = world.log.head() - head
    again = run_annals(world.url, *command)

    assert (killed, again.code) == (-signal.SIGKILL, 0)
    assert recorded in (0, world.log.head() - head)
    assert (
        world.log.head() - head
        == {"rebuild": 0, "--checkpoint": 0, "few.ndjson": len(FEW), "many.ndjson": len(MANY)}[REACHED_BY[point][-1]]
    )
    verified(world.url)


def killed_at(point: Failpoint, url: str, *command: str | Path) -> int:
    """The exit code of a command that is to die at a failpoint."""
    with started(url, *map(str, command), ANNALS_FAILPOINT=point) as process:
        process.communicate()
    return process.returncode


def test_a_restore_killed_before_it_is_committed_leaves_an_empty_log(world: World, server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "log.ndjson"
    assert run_annals(world.url, "export", "ndjson", "--output", file).code == 0

    with bare_database(server_url) as url:
        killed = killed_at(Failpoint.RESTORE_COPIED, url, "restore", file)
        again = run_annals(url, "restore", file)
        verified(url)

    assert (killed, again.code) == (-signal.SIGKILL, 0)


TAMPERINGS = {
    "lost": ("DELETE FROM annals.annals_events WHERE notification_id = {last}", "which is not there"),
    "changed": (
        "UPDATE annals.annals_events SET state = convert_to(replace(convert_from(state, 'UTF8'), '2025', '2024'), 'UTF8')"
        " WHERE notification_id = {last}",
        "which is not there",
    ),
    "back-dated": (
        "UPDATE annals.annals_events SET recorded_at = '2020-01-01' WHERE notification_id = {last}",
        "not in the order of their times",
    ),
    "views": (f"UPDATE {LIVE}.event SET position = position + 1 WHERE position = {{last}}", "not the fold of the log"),
}
"""What is done behind the programs' backs, and what the checker says of it."""


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_the_checker_finds_what_was_tampered_with(world: World, tmp_path: Path, tampering: str) -> None:
    file, told = acknowledged(world, tmp_path)
    statement, said = TAMPERINGS[tampering]
    assert check(world.url, [file], told).passed

    with psycopg.connect(world.url, autocommit=True) as conn:
        # The log refuses such things; its owner can turn that off.
        conn.execute("ALTER TABLE annals.annals_events DISABLE TRIGGER ALL")
        conn.execute(statement.format(last=told[-1]).encode())

    assert any(said in wrong for wrong in check(world.url, [file], told).wrong)


@pytest.mark.parametrize("news", [lambda told: told[:-1], lambda told: [*told, told[-1]], lambda told: told[::-1]])
def test_the_checker_finds_news_that_were_missed_or_told_twice_or_out_of_order(world: World, tmp_path: Path, news) -> None:  # type: ignore[no-untyped-def]
    file, told = acknowledged(world, tmp_path)

    assert not check(world.url, [file], news(told)).passed


def acknowledged(world: World, folder: Path) -> tuple[Path, list[int]]:
    """The file of what a program was told of a few events that it appended, and their positions."""
    file = folder / "writer.ndjson"
    outcomes = world.log.append(read(*FEW), TESTER)
    world.views.fold()
    told = [(outcome.position, outcome.entry.fingerprint()) for outcome in outcomes]
    file.write_text(json.dumps([1, told]) + "\n")
    return file, [position for position, _ in told]


def test_a_list_of_steps_is_shortened_to_those_that_matter() -> None:
    assert shortened(list(range(20)), lambda steps: {3, 11} <= set(steps)) == [3, 11]  # type: ignore[arg-type, comparison-overlap]
