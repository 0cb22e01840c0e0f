"""The log in PostgreSQL: what is in it stays as it is, in the order of its positions."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from dsl import TESTER, Raw, a_statement, a_summit, actors, corroborate, read, retract, troops
from eventsourcing.persistence import StoredEvent

from domain.entries import Entry
from domain.errors import Refused
from domain.log import Log
from domain.log.store.postgres import SMALL
from domain.log.store.sql import TABLE, VERSION
from domain.postgres.locks import AdvisoryLock


def append(log: Log, *raws: Raw) -> list[int]:
    return [outcome.position for outcome in log.append(read(*raws), TESTER)]


def statements(count: int, **fields: Any) -> list[Entry]:
    return read(*(a_statement(f"s-{number:05}", **fields) for number in range(count)))


def test_what_is_appended_is_read_back_by_another_program(log: Log, empty_url: str) -> None:
    append(log, *actors("PRK", "RUS"), troops(), retract("troops"))

    other = Log.on_postgres(empty_url)

    assert [r.entry for r in other.read()] == [r.entry for r in log.read()]
    assert [r.entry.kind() for r in other.read(after=2)] == ["TroopsDispatched", "EventRetracted"]
    assert other.head() == log.head()
    other.close()


def test_appending_twice_is_appending_once(log: Log) -> None:
    raws = [*actors("PRK"), a_summit(), corroborate("summit")]

    first, second = append(log, *raws), append(log, *raws)

    assert first == second == [r.position for r in log.read()]


def test_a_refused_call_leaves_nothing_behind(log: Log) -> None:
    with pytest.raises(Refused):
        append(log, a_summit(), retract("nothing"))

    assert log.read() == []


def test_times_and_positions_have_one_order(log: Log) -> None:
    append(log, *actors("PRK", "RUS", "CHN"))
    append(log, a_summit())
    log.append(statements(SMALL + 1), TESTER)

    recorded = log.read(limit=10_000)

    assert all(a.position < b.position and a.recorded_at < b.recorded_at for a, b in pairwise(recorded))


def test_a_clock_that_goes_back_does_not_take_time_with_it(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNALS_CLOCK_AHEAD", "warn")
    log = Log.on_postgres(empty_url)
    append(log, a_summit())
    with psycopg.connect(empty_url) as conn:
        conn.execute(
            "INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)"
            " SELECT gen_random_uuid(), 1, topic, state, now() + interval '1 day' FROM annals.annals_events"
        )

    append(log, troops())
    log.append(statements(SMALL + 1), TESTER)

    times = [r.recorded_at for r in log.read(limit=10_000)]
    log.close()
    assert times == sorted(set(times))
    assert times[2] - times[1] == timedelta(microseconds=1)


AHEAD = """
INSERT INTO annals.annals_events (originator_id, originator_version, topic, state, recorded_at)
SELECT gen_random_uuid(), 1, topic, state, now() + interval '1 day' FROM annals.annals_events LIMIT 1
"""


def test_time_goes_on_from_one_entry_to_the_next_whoever_appends_between(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANNALS_CLOCK_AHEAD", "warn")
    log, other = Log.on_postgres(empty_url), Log.on_postgres(empty_url)
    with psycopg.connect(empty_url, autocommit=True) as conn:
        conn.execute("SET annals.clock_ahead = 'warn'")
        append(log, a_summit("one"))
        append(log, a_summit("two"))
        append(other, a_summit("three"))
        append(log, a_summit("four"))
        other.append(statements(SMALL + 1), TESTER)
        append(log, a_summit("five"))
        conn.execute(AHEAD)
        append(log, a_summit("six"))
        append(log, a_summit("seven"))
        append(other, a_summit("eight"))
        append(other, a_summit("nine"))
        with pytest.raises(psycopg.errors.UniqueViolation):
            conn.execute(f"SELECT annals.append_one_{VERSION}(originator_id, 1, topic, state, false) FROM {TABLE} LIMIT 1".encode())
        append(log, a_summit("ten"))
    times = [r.recorded_at for r in log.read(limit=10_000)]
    log.close()
    other.close()

    ticks = [after - before for before, after in pairwise(times)]
    assert min(ticks) >= timedelta(microseconds=1)
    assert ticks[-5:] == [timedelta(microseconds=1)] * 5


def test_a_time_means_the_last_entry_recorded_by_then(log: Log) -> None:
    append(log, *actors("PRK", "RUS"))
    first, second = log.read()
    tick = timedelta(microseconds=1)

    assert log.position_at(first.recorded_at - tick) == 0
    assert log.position_at(first.recorded_at) == first.position
    assert log.position_at(second.recorded_at + tick) == second.position


@pytest.mark.parametrize("role", ["origin", "replica"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annals.annals_events SET topic = 'other'",
        "UPDATE annals.annals_events SET topic = 'other' WHERE false",
        "DELETE FROM annals.annals_events",
        "TRUNCATE annals.annals_events",
        "TRUNCATE annals.annals_events CASCADE",
        "INSERT INTO annals.annals_events SELECT * FROM annals.annals_events"
        " ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'other'",
        "MERGE INTO annals.annals_events t USING annals.annals_events s ON t.notification_id = s.notification_id"
        " WHEN MATCHED THEN DELETE",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(log: Log, empty_url: str, statement: str, role: str) -> None:
    append(log, a_summit())

    with psycopg.connect(empty_url) as conn:
        (superuser,) = conn.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() or (False,)
        conn.execute(f"SET session_replication_role = {role}".encode())
        with pytest.raises(psycopg.errors.RaiseException, match="the log is append-only"):
            conn.execute(statement.encode())

    assert superuser
    assert [r.entry.kind() for r in log.read()] == ["SummitHeld"]


@pytest.mark.parametrize("count", [1, SMALL, SMALL + 1, 3 * SMALL])
def test_a_batch_of_any_size_keeps_its_order(log: Log, count: int) -> None:
    entries = statements(count)

    outcomes = log.append(entries, TESTER)

    assert [outcome.position for outcome in outcomes] == sorted(outcome.position for outcome in outcomes)
    assert [r.entry for r in log.read(limit=10_000)] == entries


@pytest.mark.parametrize("versions", [(1, 40_000, 2**40, 2), (2**40, 1)])
def test_versions_are_recorded_whatever_their_size(log: Log, versions: tuple[int, ...]) -> None:
    recorder = log.events.recorder

    for version in versions:
        recorder.insert_events([StoredEvent(uuid4(), version, "some", b"{}")])
    recorder.insert_events([StoredEvent(uuid4(), version, "some", b"{}") for version in versions])

    recorded = [dated.originator_version for dated in log.store.select_recorded(0, 10)]
    assert recorded == [*versions, *versions]


def test_a_large_batch_is_all_or_nothing_too(log: Log) -> None:
    with pytest.raises(Refused):
        log.append([*statements(SMALL + 1), *read(retract("nothing"))], TESTER)

    assert log.head() == 0


def test_a_large_batch_of_what_is_there_records_the_rest(log: Log) -> None:
    log.append(statements(SMALL + 1), TESTER)

    outcomes = log.append(statements(SMALL + 2), TESTER)

    assert [outcome.status for outcome in outcomes].count("recorded") == 1


def test_what_sql_shows_is_what_was_appended(log: Log, empty_url: str) -> None:
    append(log, a_summit())

    with psycopg.connect(empty_url) as conn:
        row = conn.execute("SELECT topic, convert_from(state, 'UTF8')::jsonb FROM annals.annals_events").fetchone()

    (summit,) = read(a_summit())
    assert row is not None
    assert (row[0], row[1]["content"], row[1]["appended_by"]) == ("summit_held", summit.content(), TESTER)


def test_a_program_that_starts_waits_for_no_open_append(log: Log, empty_url: str) -> None:
    with psycopg.connect(empty_url) as writer:
        writer.execute("SELECT pg_advisory_xact_lock(%s)", (int(AdvisoryLock.APPEND),))
        writer.execute("LOCK TABLE annals.annals_events IN ROW EXCLUSIVE MODE")

        impatient = f"{empty_url}{'&' if '?' in empty_url else '?'}options=-c%20lock_timeout%3D1s"
        another = Log.on_postgres(impatient)

    assert another.head() == 0
    another.close()
