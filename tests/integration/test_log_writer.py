"""The connection that is only for appending: what becomes of it, and of an append, when somebody does not wait any longer."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from dsl import TESTER, a_summit, read, troops
from eventsourcing.persistence import PersistenceError, StoredEvent
from later import later

from domain.log import Log
from domain.postgres.locks import AdvisoryLock
from domain.postgres.prepared import PreparedStatements


@contextmanager
def waiting_for_others(url: str) -> Iterator[None]:
    """Nobody can append within the block."""
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", (int(AdvisoryLock.APPEND),))
        yield


@contextmanager
def interrupted() -> Iterator[None]:
    """Ctrl-C is pressed in a moment."""
    with later(0.3, signal.pthread_kill, threading.get_ident(), signal.SIGINT), pytest.raises(KeyboardInterrupt):
        yield


def test_an_append_that_waits_can_be_interrupted_and_is_not_made_later(log: Log, empty_url: str) -> None:
    log.append(read(a_summit()), TESTER)
    begun = monotonic()

    with waiting_for_others(empty_url), interrupted():
        log.append(read(troops()), TESTER)

    assert monotonic() - begun < 3
    log.append(read(troops("more")), TESTER)
    assert [r.entry.key for r in log.read()] == ["summit", "more"]  # type: ignore[attr-defined]


def test_an_append_can_be_interrupted_wherever_it_is(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    log.append(read(a_summit()), TESTER)
    with monkeypatch.context() as context:
        # After the append has been sent, and before anybody waits for its answer.
        context.setattr(PreparedStatements, "_result", interrupt)
        with pytest.raises(KeyboardInterrupt):
            log.append(read(troops()), TESTER)

    log.append(read(troops("more")), TESTER)
    assert log.read()[-1].entry.key == "more"  # type: ignore[attr-defined]


def test_what_cannot_be_called_off_costs_the_connection_and_no_more(
    log: Log, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise psycopg.OperationalError("no way to the server")

    log.append(read(a_summit()), TESTER)
    monkeypatch.setattr(psycopg.Connection, "cancel_safe", fail)

    with waiting_for_others(empty_url), interrupted():
        log.append(read(troops()), TESTER)

    log.append(read(troops("more")), TESTER)
    assert log.read()[-1].entry.key == "more"  # type: ignore[attr-defined]


def test_an_entry_that_is_larger_than_what_the_system_takes_at_once(log: Log) -> None:
    large = StoredEvent(uuid4(), 1, "summit_held", b"x" * 20_000_000)

    assert log.recorder.insert_events([large]) == [1]
    assert [dated.state for dated in log.store.select_recorded(0, 10)] == [large.state]


END_APPENDERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE 'SELECT annals.append_one%' AND pid <> pg_backend_pid()
"""


def test_a_server_that_ends_the_connection_is_told_of_and_found_again(log: Log, empty_url: str) -> None:
    log.append(read(a_summit()), TESTER)
    with psycopg.connect(empty_url) as other:
        assert other.execute(END_APPENDERS).fetchall() == [(True,)]

    with pytest.raises(PersistenceError):
        log.append(read(troops()), TESTER)
    log.append(read(troops()), TESTER)

    assert log.head() == 2
