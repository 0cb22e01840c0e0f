"""The clock: an append into the future is refused, or warned of."""

from pathlib import Path

import psycopg
import pytest
from accounting import appends, stored_sources, verified
from dsl import a_source
from world import World

AHEAD = """
INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)
SELECT gen_random_uuid(), 1, topic, replace(encode(state, 'escape'), 'paper', 'paper-of-tomorrow')::bytea,
    clock_timestamp() + interval '{ahead}'
FROM annals.annals_events WHERE topic = 'source_registered'
"""


@pytest.fixture
def in_the_future(world: World) -> World:
    """A log whose last entry was recorded when the clock was 200 days ahead."""
    world.append(a_source("paper"))
    with psycopg.connect(world.url, autocommit=True) as conn:
        conn.execute(AHEAD.format(ahead="200 days").encode())
    return world


@pytest.mark.parametrize("count", [1, 2, 300])
def test_nothing_is_recorded_after_an_entry_of_the_future(in_the_future: World, tmp_path: Path, count: int) -> None:
    head = in_the_future.log.head()

    (answer,) = appends(in_the_future.url, tmp_path, tuple(f"source-{n}" for n in range(count)))

    assert answer.code == 1
    assert "lies in the future of the database server's clock" in answer.err
    assert "ANNALS_CLOCK_AHEAD=warn" in answer.err
    assert in_the_future.log.head() == head


@pytest.mark.parametrize("count", [1, 2, 300])
def test_who_insists_is_warned(in_the_future: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, count: int) -> None:
    ids = tuple(f"source-{n}" for n in range(count))

    (answer,) = appends(in_the_future.url, tmp_path, ids, ANNALS_CLOCK_AHEAD="warn")

    assert answer.code == 0
    assert "lies in the future" in caplog.text
    assert stored_sources(in_the_future.url)[-count:] == list(ids)


def test_a_few_seconds_ahead_are_nothing(world: World, tmp_path: Path) -> None:
    world.append(a_source("paper"))
    with psycopg.connect(world.url, autocommit=True) as conn:
        conn.execute(AHEAD.format(ahead="2 seconds").encode())

    (answer,) = appends(world.url, tmp_path, ("later",))

    assert answer.code == 0
    verified(world.url)
