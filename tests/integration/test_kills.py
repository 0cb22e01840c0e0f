"""kill -9 in the middle of a rebuild, an append, a fold: nothing is lost, nothing done twice, and the next run begins clean."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import psycopg
import pytest
from accounting import verified
from command_line import run_annals, started
from dsl import contents, read
from service import eventually, holders, projecting, reached
from world import World

from domain.identity import event_id
from domain.postgres.locks import AdvisoryLock
from projections.schemas import LIVE

pytestmark = pytest.mark.slow

MANY = 5_000
"""More than two pages."""

FILED = 1_000
UNLOCK = "SELECT pg_advisory_unlock_all()"


def a_call(number: int) -> dict[str, object]:
    return {"kind": "CallHeld", "key": f"call-{number}", "occurred": "2025-09-03", "participants": ["PRK", "RUS"]}


@pytest.fixture
def grown(world: World) -> World:
    """A world with many events that the views do not have yet."""
    party = [{"actor": "PRK"}, {"actor": "RUS"}]
    world.log.append(read(*(a_call(number) | {"participants": party} for number in range(MANY))), "tester")
    return world


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of many events."""
    file = tmp_path / "calls.ndjson"
    file.write_text("".join(json.dumps(a_call(number)) + "\n" for number in range(FILED)))
    return file


def kill(process: Popen[str]) -> None:
    process.kill()
    process.wait()


def schemas(url: str) -> set[str]:
    with psycopg.connect(url) as conn:
        return {name for (name,) in conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'annals_views%'")}


def test_a_rebuild_killed_in_the_middle_leaves_the_views_and_the_next_begins_clean(grown: World) -> None:
    grown.views.fold()
    before = contents(grown.url)

    with started(grown.url, "rebuild") as rebuild:
        eventually(lambda: any(reached(grown.url, schema) for schema in schemas(grown.url) - {LIVE}))
        kill(rebuild)
        left = schemas(grown.url)

    assert len(left) == 2
    assert contents(grown.url) == before
    assert verified(grown.url)
    assert run_annals(grown.url, "rebuild").code == 0
    assert schemas(grown.url) == {LIVE}
    assert contents(grown.url) == before


def test_a_worker_killed_in_the_middle_of_folding_is_followed_by_another(grown: World) -> None:
    begun = reached(grown.url)

    with projecting(grown.url) as worker:
        seen = eventually(lambda: position if (position := reached(grown.url)) > begun else None)
        kill(worker)
        stopped = reached(grown.url)
    with projecting(grown.url):
        eventually(lambda: reached(grown.url) == grown.log.head())

    assert begun < seen <= stopped < grown.log.head()
    assert grown.ask("{ events { totalCount } }") == {"events": {"totalCount": MANY}}
    assert verified(grown.url)


@contextmanager
def about_to_insert(url: str, turn: psycopg.Connection, file: Path) -> Iterator[Popen[str]]:
    """An append that has copied its entries to the database, and waits for its turn until `turn` unlocks all."""
    turn.execute("SELECT pg_advisory_lock(%s)", (AdvisoryLock.APPEND,))
    with started(url, "append", str(file)) as append:
        eventually(lambda: holders(url, AdvisoryLock.APPEND, granted=False))
        yield append


def test_an_append_killed_while_it_waits_for_its_turn_has_recorded_all_or_nothing(world: World, file: Path) -> None:
    head = world.log.head()

    with psycopg.connect(world.url, autocommit=True) as turn, about_to_insert(world.url, turn, file) as append:
        kill(append)
        turn.execute(UNLOCK)

    recorded_all_or_nothing(world, head, file)


def test_an_append_killed_while_it_inserts_has_recorded_all_or_nothing_too(world: World, file: Path) -> None:
    head = world.log.head()

    with (
        psycopg.connect(world.url, autocommit=True) as turn,
        psycopg.connect(world.url) as rival,
        about_to_insert(world.url, turn, file) as append,
    ):
        # Whoever inserts the last entry of the file has to wait until it is known whether this one stays.
        rival.execute(
            "INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)"
            " VALUES (%s, 1, 'call_held', '{}', now())",
            (event_id(f"call-{FILED - 1}"),),
        )
        turn.execute(UNLOCK)
        eventually(lambda: is_waited_for(world.url))
        kill(append)
        rival.rollback()

    recorded_all_or_nothing(world, head, file)


def is_waited_for(url: str) -> bool:
    """Whether one transaction waits for another."""
    with psycopg.connect(url) as conn:
        return conn.execute("SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted").fetchone() is not None


def recorded_all_or_nothing(world: World, head: int, file: Path) -> None:
    """What a killed append has sent, the database does or leaves undone. The same append again completes it."""
    eventually(lambda: not holders(world.url, AdvisoryLock.APPEND))
    recorded = len(world.log.read(after=head, limit=10_000))
    answer = run_annals(world.url, "append", file, "--format", "json").json
    assert recorded in (0, FILED)
    assert (answer["recorded"], answer["already_recorded"]) == (FILED - recorded, recorded)
    assert len(world.log.read(after=head, limit=10_000)) == FILED
    assert verified(world.url)
