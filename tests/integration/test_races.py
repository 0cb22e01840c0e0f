"""Many at once: writers, readers, programs that start, workers that fold."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from threading import Barrier, Event
from typing import TypeVar

import psycopg
import pytest
from dsl import CAST, TESTER, Annals, a_statement, a_summit, actors, contents, correct, read, retract
from logs import follow

from api.access import tokens
from domain.errors import Refused
from domain.identity import event_id
from domain.log import Log
from domain.postgres.connection import connect
from projections.live import LiveViews
from projections.schemas import LIVE

R = TypeVar("R")
WRITERS = 8
EACH = 40


def all_at_once(tasks: Sequence[Callable[[], R]]) -> list[R]:
    """What the tasks give that all begin at the same moment."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], R]) -> R:
        start.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_eight_writers_and_a_reader_miss_nothing_and_see_nothing_twice(log: Log, empty_url: str) -> None:
    done = Event()
    reader = Log.on_postgres(empty_url)

    def write(writer: int) -> None:
        for number in range(EACH):
            log.append(read(a_statement(f"w{writer}-{number}")), TESTER)

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow, reader, done, 7)
        all_at_once([partial(write, writer) for writer in range(WRITERS)])
        done.set()
        seen = following.result(timeout=120)
    reader.close()

    assert Counter(r.stored.originator_id for r in seen) == Counter(
        event_id(f"w{writer}-{number}") for writer in range(WRITERS) for number in range(EACH)
    )
    assert all(a.position < b.position and a.recorded_at < b.recorded_at for a, b in pairwise(seen))


def test_single_entries_and_batches_keep_one_order(log: Log, empty_url: str) -> None:
    done = Event()
    reader = Log.on_postgres(empty_url)

    def write_singles() -> None:
        for number in range(EACH):
            log.append(read(a_statement(f"single-{number}")), TESTER)

    def write_batches() -> None:
        for batch in range(4):
            log.append(read(*(a_statement(f"batch-{batch}-{number}") for number in range(300))), TESTER)

    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(follow, reader, done, 7)
        all_at_once([write_singles, write_batches, write_singles])
        done.set()
        seen = following.result(timeout=120)
    reader.close()

    assert len(seen) == EACH + 4 * 300
    assert all(a.position < b.position and a.recorded_at < b.recorded_at for a, b in pairwise(seen))


def test_of_eight_who_say_the_same_one_records_it(log: Log) -> None:
    outcomes = all_at_once([lambda: log.append(read(a_summit()), TESTER)[0]] * WRITERS)

    assert Counter(outcome.status for outcome in outcomes) == {"recorded": 1, "already recorded": WRITERS - 1}
    assert len({outcome.position for outcome in outcomes}) == 1
    assert len(log.read()) == 1


def test_eight_different_revisions_of_one_event_are_all_recorded(log: Log) -> None:
    log.append(read(a_summit()), TESTER)

    outcomes = all_at_once([partial(log.append, read(retract("summit", reason=f"reason {n}")), TESTER) for n in range(WRITERS)])

    assert {outcome.status for (outcome,) in outcomes} == {"recorded"}
    stream = log.streams({event_id("summit")})[event_id("summit")]
    assert [r.stored.originator_version for r in stream] == list(range(1, WRITERS + 2))


def test_of_eight_who_give_one_key_to_different_events_one_is_heard(log: Log) -> None:
    def say(number: int) -> str:
        try:
            return log.append(read(a_summit(title=f"Title {number}")), TESTER)[0].status
        except Refused as refused:
            return refused.problems[0].message

    answers = all_at_once([partial(say, number) for number in range(WRITERS)])

    assert Counter(answers) == {
        "recorded": 1,
        "is recorded already with other content (other title); append an EventCorrected with changes: {title: ...} instead": WRITERS
        - 1,
    }


def test_eight_programs_may_start_at_once_on_an_empty_database(empty_url: str) -> None:
    def start(number: int) -> None:
        annals = Annals(empty_url)
        annals.log.append(read(*actors(f"actor-{number}")), TESTER)
        annals.views.fold()
        annals.close()

    all_at_once([partial(start, number) for number in range(WRITERS)])

    log = Log.on_postgres(empty_url)
    assert len(log.read()) == WRITERS
    log.close()


def test_eight_operators_may_make_the_first_token_at_once(annals: Annals) -> None:
    def make(number: int) -> str:
        with connect(annals.url) as conn:
            return tokens.create(conn, f"reader-{number}", None, None)[0]

    made = all_at_once([partial(make, number) for number in range(WRITERS)])

    with connect(annals.url) as conn:
        assert {token.name for token in tokens.listed(conn)} == {f"reader-{number}" for number in range(WRITERS)}
    assert len(set(made)) == WRITERS


def test_two_workers_fold_each_entry_once(annals: Annals) -> None:
    annals.log.append(read(*CAST, *(a_statement(f"s{number}") for number in range(200))), TESTER)

    all_at_once([LiveViews(annals.log, page=5).fold for _ in range(4)])

    folded = contents(annals.url)
    annals.views.rebuild()
    assert contents(annals.url) == folded


def test_what_is_appended_during_a_rebuild_is_in_the_new_views(annals: Annals) -> None:
    annals.log.append(read(*CAST, a_summit(), *(a_statement(f"s{number}") for number in range(60))), TESTER)
    stop = Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            corrected = a_summit(title=f"Title {number}")
            annals.log.append(read(correct("summit", corrected, key=f"c{number}"), a_statement(f"during-{number}")), TESTER)
            annals.views.fold()

    def rebuild() -> None:
        for _ in range(3):
            LiveViews(annals.log, page=7).rebuild()
        stop.set()

    all_at_once([write, rebuild])

    annals.views.fold()
    live = contents(annals.url)
    annals.views.rebuild()
    assert contents(annals.url) == live


def test_two_rebuilds_at_once_take_turns(annals: Annals) -> None:
    annals.given(*CAST, a_summit())
    before = contents(annals.url)

    positions = all_at_once([LiveViews(annals.log, page=2).rebuild for _ in range(3)])

    assert set(positions) == {annals.log.head()}
    assert contents(annals.url) == before
    with psycopg.connect(annals.url) as conn:
        assert conn.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^annals_views'").fetchall() == [(LIVE,)]


@pytest.mark.slow
def test_readers_see_old_views_or_new_ones_and_no_mixture_while_they_are_swapped(annals: Annals) -> None:
    annals.given(*CAST, a_summit())
    stop = Event()

    def look() -> set[tuple[int, ...]]:
        with annals.connect() as conn:
            seen: set[tuple[int, ...]] = set()
            while not stop.is_set():
                seen.update(conn.execute("SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM party)").fetchall())
            return seen

    def rebuild() -> set[tuple[int, ...]]:
        for number in range(2, 12):
            annals.log.append(read(a_summit(f"summit-{number}")), TESTER)
            annals.views.rebuild()
        stop.set()
        return set()

    seen = set().union(*all_at_once([look, look, rebuild]))

    assert seen <= {(events, 2 * events) for events in range(1, 12)}
    assert len(seen) > 1
