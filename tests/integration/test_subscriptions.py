"""Subscribing to what is recorded: in order, filtered, and going on from a position with nothing missed or repeated."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from dsl import a_statement, a_summit, an_actor, correct, corroborate, merge, merge_actors, retract, troops, unmerge
from later import later
from service import listening
from streams import Socket, events, socket
from world import World, leaks

from api.app import create_app
from api.pool import ReadingPool
from api.reader import Reader
from api.subscriptions.feed import feed
from projections.schemas import LIVE

CAST = (
    {"kind": "ActorRegistered", "id": "kim-jong-un", "actor_kind": "person", "name": "Kim Jong Un"},
    {"kind": "ActorRegistered", "id": "vladimir-putin", "actor_kind": "person", "name": "Vladimir Putin"},
    {"kind": "SourceRegistered", "id": "paper"},
    {"kind": "SourceRegistered", "id": "other-paper"},
)
QUERY = """
subscription($after: Position, $filter: EventFilter) {
  eventRecorded(after: $after, filter: $filter) { position entryKind event { key retracted reportCount } }
}
"""
POSITIONS = "subscription($after: Position) { eventRecorded(after: $after) { position } }"


@pytest.fixture
def cast(world: World) -> World:
    world.append(*CAST)
    return world


@pytest.fixture
def port(cast: World) -> Iterator[int]:
    """Where a server of the world listens."""
    with listening(create_app(cast.url, follow=False)) as port:
        yield port


def changes(socket: Socket, count: int) -> list[dict[str, Any]]:
    """The next changes."""
    messages = [socket.receive() for _ in range(count)]
    assert {message["type"] for message in messages} == {"next"}, messages
    return [message["payload"]["data"]["eventRecorded"] for message in messages]


def test_who_subscribes_is_told_what_is_recorded_from_then_on(cast: World, port: int) -> None:
    cast.append(a_summit("earlier"))
    with socket(port) as subscriber:
        subscriber.subscribe(QUERY)
        subscriber.ask("{ status { lag } }", id="2")
        cast.append(a_summit("later"))

        (change,) = changes(subscriber, 1)

    assert (change["entryKind"], change["event"]["key"]) == ("SummitHeld", "later")


def test_a_change_shows_its_event_as_known_right_after_it(cast: World, port: int) -> None:
    cast.append(a_summit(report={"source": "paper"}))
    cast.append(corroborate("summit"))
    cast.append(retract("summit"))

    with socket(port) as subscriber:
        subscriber.subscribe(QUERY, after=0)
        told = changes(subscriber, 3)

    assert [(c["entryKind"], c["event"]["reportCount"], c["event"]["retracted"]) for c in told] == [
        ("SummitHeld", 1, False),
        ("EventCorroborated", 2, False),
        ("EventRetracted", 2, True),
    ]


def test_a_filter_lets_pass_what_meets_it_before_or_after_the_change(cast: World, port: int) -> None:
    cast.append(a_summit("summit"), troops("troops"), a_statement("statement"))
    cast.append(correct("troops", {"kind": "TroopsDispatched", "occurred": "2024/..", "sender": "CHN", "recipient": "RUS"}))
    cast.append(corroborate("troops"))
    cast.append(retract("summit"))

    with socket(port) as subscriber:
        subscriber.subscribe(QUERY, after=0, filter={"actors": ["North Korea"], "kinds": ["TROOPS_DISPATCHED", "SUMMIT_HELD"]})
        told = changes(subscriber, 4)

    assert [(c["entryKind"], c["event"]["key"]) for c in told] == [
        ("SummitHeld", "summit"),
        ("TroopsDispatched", "troops"),
        ("EventCorrected", "troops"),
        ("EventRetracted", "summit"),
    ]


def test_a_filter_looks_for_words_and_several_actors_in_the_event_that_is_told(cast: World, port: int) -> None:
    cast.append(a_summit("summit"), troops("troops"), a_statement("statement"))
    cast.append(corroborate("troops", quote="They were seen near Kursk."))

    with socket(port) as subscriber:
        subscriber.subscribe(QUERY, after=0, filter={"text": "kursk korea", "actors": ["North Korea", "RUS"]})
        told = changes(subscriber, 1)

    assert [(c["entryKind"], c["event"]["key"]) for c in told] == [("EventCorroborated", "troops")]


def test_a_merge_is_told_to_those_who_follow_the_event_merged_away(cast: World, port: int) -> None:
    cast.append(a_summit("kept", occurred="2025-09-03"), a_summit("copy", occurred="2025-09-04"))
    cast.append(merge("kept", "copy"))
    cast.append(unmerge("kept", "copy"))

    with socket(port) as subscriber:
        subscriber.subscribe(QUERY, after=0, filter={"occurred": {"from": "2025-09-04", "to": "2025-09-04"}})
        told = changes(subscriber, 3)

    assert [(c["entryKind"], c["event"]["key"]) for c in told] == [
        ("SummitHeld", "copy"),
        ("EventsMerged", "kept"),
        ("EventsUnmerged", "kept"),
    ]


def test_who_follows_an_actor_is_told_of_those_merged_into_it_since(cast: World, port: int) -> None:
    with socket(port) as subscriber:
        subscriber.subscribe(QUERY, after=0, filter={"actors": ["North Korea"]})
        cast.append(an_actor("korea-north"), {**troops("second"), "sender": "korea-north"}, troops("first"))
        told = changes(subscriber, 1)
        cast.append(merge_actors("PRK", "korea-north"), corroborate("second"))
        told += changes(subscriber, 1)

    assert [(c["entryKind"], c["event"]["key"]) for c in told] == [("TroopsDispatched", "first"), ("EventCorroborated", "second")]


def test_entries_that_are_about_no_event_are_passed_over(cast: World, port: int) -> None:
    with socket(port) as subscriber:
        subscriber.subscribe(POSITIONS, after=0)
        (outcome,) = cast.append(a_summit())

        (change,) = changes(subscriber, 1)

    assert change == {"position": outcome.position}


@pytest.mark.slow
def test_nothing_is_missed_or_told_twice_across_reconnects_while_others_append(cast: World, port: int) -> None:
    total, appended = 300, list[int]()

    def append() -> None:
        for number in range(0, total, 3):
            appended.extend(o.position for o in cast.append(*(a_summit(f"summit-{number + n}") for n in range(3))))

    told: list[int] = []
    after = 0
    with later(0, append):
        while len(told) < total:
            with socket(port) as subscriber:
                subscriber.subscribe(POSITIONS, after=after)
                for change in changes(subscriber, min(1 + len(told) % 17, total - len(told))):
                    told.append(change["position"])
            after = told[-1]

    assert told == appended


def test_the_same_comes_as_server_sent_events(cast: World, port: int) -> None:
    (first,) = cast.append(a_summit("first"))
    with events(port, POSITIONS, after=0) as told:
        before = next(told)
        (second,) = cast.append(a_summit("second"))
        after = next(told)

    assert [(name, data["data"]["eventRecorded"]["position"]) for name, data in (before, after)] == [
        ("next", first.position),
        ("next", second.position),
    ]


def test_who_completes_a_subscription_is_told_no_more(cast: World, port: int) -> None:
    with socket(port) as subscriber:
        subscriber.subscribe(POSITIONS, id="1")
        subscriber.send(type="complete", id="1")
        cast.append(a_summit())

        answers = subscriber.ask("{ events { totalCount } }", id="2")

    assert [(answer["id"], answer["type"]) for answer in answers] == [("2", "next"), ("2", "complete")]


@pytest.mark.parametrize("steps", range(4))
def test_who_leaves_in_the_moment_that_brings_a_connection_has_left(cast: World, steps: int) -> None:
    async def listen(pool: ReadingPool) -> None:
        async for _ in await feed(Reader(pool), (0, ""), None, None):
            pass

    async def has_left() -> bool:
        async with ReadingPool(cast.url, 1) as pool:
            async with pool.connection():
                subscriber = asyncio.create_task(listen(pool))
                await asyncio.sleep(0.1)
            for _ in range(steps):
                await asyncio.sleep(0)
            subscriber.cancel()
            await asyncio.wait([subscriber], timeout=2)
            return subscriber.cancelled()

    assert asyncio.run(has_left())


def test_an_error_of_the_servers_own_is_masked_in_a_stream_too(cast: World, port: int) -> None:
    cast.append(a_summit())
    with psycopg.connect(cast.url) as conn:
        conn.execute(f"ALTER TABLE {LIVE}.event RENAME TO gone".encode())

    with socket(port) as subscriber:
        answers = [*subscriber.ask(POSITIONS, after=0), *subscriber.ask("{ events { totalCount } }")]
    with events(port, POSITIONS, after=0) as told:
        answers += [data for _, data in told]

    text = json.dumps(answers)
    assert leaks(text) == []
    assert text.count("INTERNAL_SERVER_ERROR") == 3


def test_who_subscribes_need_not_notice_that_the_database_was_away(cast: World, port: int) -> None:
    with socket(port) as subscriber:
        subscriber.subscribe(POSITIONS)
        subscriber.ask("{ status { lag } }", id="2")
        with psycopg.connect(cast.url, autocommit=True) as conn:
            ended = conn.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE '%checkpoint%'"
            ).fetchall()
        (outcome,) = cast.append(a_summit())

        (change,) = changes(subscriber, 1)

    assert ended
    assert change == {"position": outcome.position}


def test_a_server_that_stops_tells_its_subscribers_where_to_go_on(cast: World) -> None:
    (outcome,) = cast.append(a_summit())
    with ExitStack() as stopped:
        port = stopped.enter_context(listening(create_app(cast.url, follow=False)))
        with events(port, POSITIONS, after=0) as told:
            first = next(told)
            with later(0, stopped.close):
                last = next(told)

    assert first[1]["data"]["eventRecorded"] == {"position": outcome.position}
    assert last[1]["errors"][0]["extensions"] == {"code": "BUSY"}
    assert "subscribe again after the last position" in last[1]["errors"][0]["message"]
