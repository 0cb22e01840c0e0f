"""Acknowledged means committed: an error at COMMIT is an error of the append, and a failing NOTIFY is none."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from accounting import appends, entry_file, stored_sources, verified
from command_line import run_annals
from dsl import TESTER, a_source, read
from eventsourcing.persistence import PersistenceError
from world import World, bare_database

from domain.log import Log
from domain.log.store.postgres import SMALL
from projections.schemas import LIVE
from scripts.support.embedded import embedded_database

REFUSE_AT_COMMIT = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$;
CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON annals.annals_events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION refuse()
"""

SERIALIZATION_FAILURE_ONCE = """
CREATE SEQUENCE attempts;
CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('public.attempts') = 1 THEN RAISE EXCEPTION 'try again' USING ERRCODE = 'serialization_failure'; END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fail_once AFTER INSERT ON annals.annals_events DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION fail_once()
"""


def define(url: str, statements: str) -> None:
    """Runs statements in the schema public."""
    with psycopg.connect(url, autocommit=True, options="-c search_path=public") as conn:
        conn.execute(statements.encode())


@pytest.mark.parametrize("count", [1, 5, SMALL + 1])
def test_an_append_that_the_database_refuses_at_commit_is_told_as_refused(world: World, tmp_path: Path, count: int) -> None:
    head = world.log.head()
    define(world.url, REFUSE_AT_COMMIT)

    (answer,) = appends(world.url, tmp_path, tuple(f"source-{n}" for n in range(count)))

    assert answer.code == 1
    assert "recorded" not in answer.out
    assert "refused at commit" in answer.err
    assert "Traceback" not in answer.err
    assert stored_sources(world.url) == []
    assert world.log.head() == head
    verified(world.url)


def test_an_import_that_the_database_refuses_at_commit_fails_too(world: World) -> None:
    define(world.url, REFUSE_AT_COMMIT)

    with pytest.raises(PersistenceError, match="refused at commit"):
        list(world.log.import_events(read(a_source("paper")), TESTER))

    assert stored_sources(world.url) == []


@pytest.mark.parametrize("count", [1, 5, SMALL + 1])
def test_an_append_that_loses_against_another_transaction_at_commit_is_tried_again(world: World, count: int) -> None:
    define(world.url, SERIALIZATION_FAILURE_ONCE)

    outcomes = world.log.append(read(*(a_source(f"source-{n}") for n in range(count))), TESTER)

    assert [outcome.status for outcome in outcomes] == ["recorded"] * count
    assert len(stored_sources(world.url)) == count


@pytest.fixture(scope="module")
def full_queue_url(server_folder: Path) -> Iterator[str]:
    """A database on a server whose notification queue is full."""
    with embedded_database(server_folder) as url, psycopg.connect(url, autocommit=True) as conn:
        conn.execute("ALTER SYSTEM SET max_notify_queue_pages = 64")
    with embedded_database(server_folder) as server_url, bare_database(server_url) as url:
        log = Log.on_postgres(url)
        log.close()
        with psycopg.connect(url) as listener:
            listener.execute("LISTEN something")
            listener.commit()
            listener.execute("SELECT 1")
            with suppress(psycopg.errors.ProgramLimitExceeded):
                fill_queue(url)
            yield url
            listener.rollback()


def fill_queue(url: str) -> None:
    """Notifies until the queue is full, which raises ProgramLimitExceeded."""
    with psycopg.connect(url, autocommit=True) as talker:
        for number in range(1000):
            talker.execute("SELECT pg_notify('something', repeat('x', 7000) || %s)", (number,))
    raise AssertionError("the queue is larger than it was set to")


@pytest.mark.slow
def test_a_full_notification_queue_keeps_nothing_from_being_recorded_and_folded(full_queue_url: str, tmp_path: Path) -> None:
    url = full_queue_url
    names = tuple(f"of-many-{n}" for n in range(SMALL + 1))

    answers = appends(url, tmp_path, ("one",), ("two", "three"), names)
    exported = run_annals(url, "export", "ndjson", "-o", tmp_path / "log.ndjson")

    assert [answer.code for answer in (*answers, exported)] == [0] * 4, answers
    assert stored_sources(url) == ["one", "two", "three", *names]
    query = '{ source(id: "three") { ref } }'
    assert run_annals(url, "query", stdin=query.encode()).json == {"data": {"source": {"ref": "three"}}}
    verified(url)


def test_entries_are_recorded_although_they_cannot_be_folded_and_both_is_said(world: World, tmp_path: Path) -> None:
    define(
        world.url,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;"
        f" CREATE TRIGGER full_disk BEFORE INSERT ON {LIVE}.source FOR EACH ROW EXECUTE FUNCTION full_disk()",
    )

    answer = run_annals(world.url, "append", entry_file(tmp_path, "paper"))

    assert answer.code == 3
    assert "1 recorded" in answer.out
    assert "the entries are recorded" in answer.err
    assert "no space left" in answer.err
    assert stored_sources(world.url) == ["paper"]
