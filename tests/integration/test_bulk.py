"""Batches: what is new is recorded in order, what is there is left alone, what contradicts it is refused."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Event
from typing import Any

import psycopg
import pytest
from dsl import TESTER
from eventsourcing.persistence import IntegrityError, OperationalError, StoredEvent
from logs import events, follow, keys, recorded_keys
from service import eventually, holders

from domain.log import Log
from domain.log.imports import encode
from domain.log.store.batch import BatchResult
from domain.log.store.sql import VERSION
from domain.postgres.locks import AdvisoryLock

WRITERS = 8


def stored(keys: Iterable[str], by: str = TESTER, **fields: Any) -> list[StoredEvent]:
    return list(encode((e, by) for e in events(keys, **fields)).rows)


def insert(log: Log, batch: Sequence[StoredEvent]) -> BatchResult:
    return log.store.insert_batch(batch)


def test_a_batch_is_recorded_in_its_order(log: Log) -> None:
    names = keys(1000)[::-1]

    result = insert(log, stored(names))

    recorded = log.read(limit=10_000)
    assert recorded_keys(log) == names
    assert [result.recorded[place] for place in range(1000)] == [r.position for r in recorded]
    assert all(a.position < b.position and a.recorded_at < b.recorded_at for a, b in pairwise(recorded))


def test_what_is_there_already_keeps_its_position_whoever_brings_it_again(log: Log) -> None:
    first = insert(log, stored(keys(3)))

    again = insert(log, stored(keys(3), by="somebody else"))

    assert (again.recorded, again.held, again.conflicts) == ({}, first.recorded, [])
    assert {r.stored.appended_by for r in log.read()} == {TESTER}


@pytest.mark.parametrize("there", [[0], [4], [2], [0, 1, 2, 3, 4], [1, 3]])
def test_only_what_is_missing_is_recorded(log: Log, there: list[int]) -> None:
    names = keys(5)
    before = insert(log, stored(names[place] for place in there))

    result = insert(log, stored(names))

    assert [result.held[place] for place in there] == list(before.recorded.values())
    assert set(result.recorded) == set(range(5)) - set(there)
    assert recorded_keys(log) == [names[p] for p in there] + [names[p] for p in range(5) if p not in there]


def test_nothing_of_a_batch_is_recorded_when_one_of_it_is_there_with_other_content(log: Log) -> None:
    insert(log, stored(keys(1, start=2)))

    result = insert(log, [*stored(keys(2)), *stored(keys(1, start=2), gist="Something else."), *stored(keys(2, start=3))])

    assert (result.recorded, result.conflicts) == ({}, [2])
    assert recorded_keys(log) == keys(1, start=2)


def test_the_same_stream_with_another_kind_of_entry_is_a_conflict(log: Log) -> None:
    (event,) = stored(keys(1))
    insert(log, [event])

    result = insert(log, [StoredEvent(event.originator_id, 1, "summit_held", event.state)])

    assert result.conflicts == [0]


def test_an_event_that_stands_twice_in_a_batch_is_recorded_once(log: Log) -> None:
    result = insert(log, stored(["a", "b", "a"]))

    assert set(result.recorded) == {0, 1}
    assert result.held == {2: result.recorded[0]}
    assert recorded_keys(log) == ["a", "b"]


def test_a_batch_that_contradicts_itself_is_refused(log: Log) -> None:
    result = insert(log, [*stored(["a", "b"]), *stored(["a"], gist="Something else.")])

    assert (result.recorded, result.conflicts) == ({}, [2])
    assert log.head() == 0


def test_a_batch_of_what_is_there_and_one_of_nothing_draw_no_positions(log: Log) -> None:
    insert(log, stored(keys(100)))
    insert(log, stored(keys(100)))
    assert insert(log, []) == BatchResult({}, {}, [])

    after = insert(log, stored(["next"]))

    assert after.recorded == {0: log.head()} == {0: 101}


def test_an_insert_refuses_duplicates_as_a_whole_however_large(log: Log) -> None:
    insert(log, stored(keys(1, start=499)))

    with pytest.raises(IntegrityError):
        log.recorder.insert_events(stored(keys(500)))

    assert recorded_keys(log) == keys(1, start=499)


def test_eight_writers_of_overlapping_batches_record_each_event_once(log: Log, empty_url: str) -> None:
    logs = [Log.on_postgres(empty_url) for _ in range(WRITERS)]

    def write(number: int) -> list[BatchResult]:
        return [insert(logs[number], stored(keys(300, start=100 * (number + turn)))) for turn in range(4)]

    with ThreadPoolExecutor(WRITERS) as pool:
        results = [result for found in pool.map(write, range(WRITERS)) for result in found]
    for each in logs:
        each.close()

    recorded = [position for result in results for position in result.recorded.values()]
    assert sorted(recorded) == [r.position for r in log.read(limit=10_000)]
    assert Counter(recorded_keys(log)) == Counter(keys(100 * (WRITERS + 5)))
    assert all(len(result.recorded) + len(result.held) == 300 and not result.conflicts for result in results)


def test_what_another_writer_records_while_a_batch_waits_for_the_lock_is_left_alone(log: Log, empty_url: str) -> None:
    names = keys(5)
    insert(log, stored(names[:1]))
    (e,) = stored(names[2:3])

    with ThreadPoolExecutor(1) as pool, psycopg.connect(empty_url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (int(AdvisoryLock.APPEND),))
        waiting = pool.submit(insert, log, stored(names))
        eventually(lambda: holders(empty_url, AdvisoryLock.APPEND, granted=False))
        append = f"SELECT annals.append_one_{VERSION}(%s, %s, %s, %s, false)".encode()
        other.execute(append, (e.originator_id, e.originator_version, e.topic, e.state))
        other.commit()
        result = waiting.result(timeout=120)

    assert (set(result.recorded), set(result.held)) == ({1, 3, 4}, {0, 2})
    assert recorded_keys(log) == [names[place] for place in (0, 2, 1, 3, 4)]


def test_a_reader_misses_nothing_while_single_writers_batches_and_failures_go_on(log: Log, empty_url: str) -> None:
    done = Event()
    reader = Log.on_postgres(empty_url)

    def write_singles(number: int) -> None:
        for turn in range(40):
            log.recorder.insert_events(stored([f"single-{number}-{turn}"]))

    def write_batches(number: int) -> None:
        for turn in range(5):
            insert(log, stored([f"batch-{number}-{turn}-{place}" for place in range(400)]))
        ahead = (stored([f"ahead-{number}-{turn}-{place}" for place in range(400)]) for turn in range(5))
        for append in log.store.prepare(ahead):
            append()

    def fail(number: int) -> None:
        insert(log, stored([f"there-{number}"]))
        for turn in range(20):
            with pytest.raises(IntegrityError):
                log.recorder.insert_events(stored([f"lost-{number}-{turn}", f"there-{number}"]))

    tasks = [partial(task, number) for task in (write_singles, write_batches, fail) for number in range(3)]
    with ThreadPoolExecutor(len(tasks) + 1) as pool:
        following = pool.submit(follow, reader, done, 50)
        for running in [pool.submit(task) for task in tasks]:
            running.result(timeout=120)
        done.set()
        seen = following.result(timeout=120)
    reader.close()

    assert [r.position for r in seen] == [r.position for r in log.read(limit=100_000)]
    assert len(seen) == 3 * 40 + 3 * 10 * 400 + 3
    assert all(a.position < b.position and a.recorded_at < b.recorded_at for a, b in pairwise(seen))


def test_batches_prepared_ahead_are_recorded_one_after_the_other_and_each_when_it_is_its_turn(log: Log) -> None:
    insert(log, stored(["batch-2-7"]))
    names = [[f"batch-{number}-{place}" for place in range(300)] for number in range(5)]
    heads: list[int] = []
    results: list[BatchResult] = []

    for append in log.store.prepare(stored(batch) for batch in [*names[:3], [], *names[3:], names[0]]):
        heads.append(len(log.read(limit=10_000)))
        results.append(append())

    assert heads == [1, 301, 601, 900, 900, 1200, 1500]
    assert [len(result.recorded) for result in results] == [300, 300, 299, 0, 300, 300, 0]
    assert list(results[2].held) == [7]
    assert recorded_keys(log) == ["batch-2-7", *(name for batch in names for name in batch if name != "batch-2-7")]


def test_where_the_source_of_batches_fails_those_before_are_recorded(log: Log) -> None:
    def source() -> Iterator[list[StoredEvent]]:
        yield stored(keys(300))
        yield stored(keys(300, start=300))
        raise OSError("the file is damaged")

    with pytest.raises(OSError, match="damaged"):
        deque(append() for append in log.store.prepare(source()))

    assert recorded_keys(log) == keys(600)


def test_a_batch_that_waits_for_its_turn_keeps_no_transaction_open(log: Log, empty_url: str) -> None:
    prepared = log.store.prepare(stored(keys(300, start=300 * number)) for number in range(3))
    first = next(prepared)
    with psycopg.connect(empty_url, autocommit=True) as conn:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"
        waiting = conn.execute(query).fetchone()
    first()
    prepared.close()

    assert waiting == (0,)
    assert recorded_keys(log) == keys(300)


def test_an_append_that_is_cut_off_leaves_nothing_and_the_next_one_goes_on(log: Log, empty_url: str) -> None:
    log.recorder.insert_events(stored(["before"]))
    others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%append_one%'"
    with psycopg.connect(empty_url, autocommit=True) as conn:
        conn.execute(f"SELECT pg_terminate_backend(pid) {others}".encode())

    with pytest.raises(OperationalError):
        log.recorder.insert_events(stored(["cut-off"]))
    log.recorder.insert_events(stored(["after"]))

    assert recorded_keys(log) == ["before", "after"]


@pytest.mark.slow
def test_a_hundred_batches_of_a_thousand_large_entries_do_not_hang(log: Log) -> None:
    batch = stored(keys(1000), quote="x" * 3000)
    for version in range(1, 101):
        log.recorder.insert_events([StoredEvent(e.originator_id, version, e.topic, e.state) for e in batch])

    assert log.head() == 100_000
