"""The API's connections: what they prepare, and what becomes of it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest
import uvloop
from world import World

from api.answering.answers import Answers
from api.connection import ReadingConnection
from api.documents.request import GraphQLRequest
from api.pool import ReadingPool
from domain.postgres.prepared import MOST_BYTES, MOST_STATEMENTS

Loop = Callable[[], asyncio.AbstractEventLoop]

BOTH_LOOPS = pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
"""Python's own, and the one that serves."""

PREPARED = "SELECT statement FROM pg_prepared_statements WHERE name LIKE 'annals%' ORDER BY statement"


def connected(url: str, work: Callable[[ReadingConnection], Awaitable[Any]], loop: Loop = asyncio.new_event_loop) -> Any:
    """What some work with a connection gives."""

    async def run() -> Any:
        pool = ReadingPool(url, 1)
        await pool.open()
        try:
            async with pool.connection() as conn:
                return await work(conn)
        finally:
            await pool.close()

    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(asyncio.wait_for(run(), 30))


async def value(conn: ReadingConnection, sql: str, *params: Any) -> bytes | None:
    """The first value that a query finds."""
    return (await conn.fetch(sql.encode(), params)).get_value(0, 0)


async def prepared(conn: ReadingConnection) -> list[str]:
    """The statements that are prepared on a connection."""
    return [text for (text,) in await (await conn.execute(PREPARED)).fetchall()]


def test_a_statement_is_prepared_once_for_each_choice_of_types(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        found = [await value(conn, "SELECT $1::text", given) for given in ("one", "two", None, 3)]
        return found, await prepared(conn)

    found, statements = connected(article.url, work)

    assert found == [b"one", b"two", None, b"3"]
    assert statements == ["SELECT $1::text"] * len({"text or nothing", "number"})


def test_a_connection_keeps_the_statements_that_were_used_last(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        for number in range(MOST_STATEMENTS):
            await value(conn, f"SELECT {number:03}")
        for text in ("SELECT 000", "SELECT 'one more'", "SELECT 'and another'"):
            await value(conn, text)
        return await prepared(conn)

    statements = connected(article.url, work)

    assert len(statements) == MOST_STATEMENTS
    assert {"SELECT 000", "SELECT 'one more'", "SELECT 'and another'"} < set(statements)
    assert not {"SELECT 001", "SELECT 002"} & set(statements)


def test_the_statements_that_a_connection_keeps_are_bounded_in_bytes(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        found = []
        for number in range(6):
            found.append(await value(conn, padded(f"SELECT {number}", MOST_BYTES // 4)))
            await value(conn, "SELECT 'short'")
        return found, await prepared(conn)

    found, statements = connected(article.url, work)

    assert found == [b"0", b"1", b"2", b"3", b"4", b"5"]
    assert {text.rstrip() for text in statements} == {"SELECT 'short'", "SELECT 3", "SELECT 4", "SELECT 5"}


def test_a_statement_that_is_too_long_to_be_kept_is_run_and_leaves_the_others(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        found = [await value(conn, text) for text in ("SELECT 1", padded("SELECT 2", MOST_BYTES + 1), "SELECT 1")]
        return found, await prepared(conn)

    assert connected(article.url, work) == ([b"1", b"2", b"1"], ["SELECT 1"])


TEXT = "query($text: String) { events(filter: {text: $text}) { totalCount nodes { key } } }"
ACTORS = "query($names: [String!]) { events(filter: {actors: $names}) { totalCount } }"
ANY_ACTOR = "query($names: [String!]) { events(filter: {anyActor: $names}) { totalCount } }"
TOGETHER = "query($names: [String!]!) { appearances(together: $names) { ordinal } }"
NAMES = ["PRK", "RUS", "CHN", "Kim Jong Un", "Vladimir Putin", "UKR", "USA", "JPN", "KOR", "FRA"]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        (TEXT, [{"text": " ".join(f"word{n}" for n in range(number))} for number in (1, 2, 3, 10)]),
        *((query, [{"names": NAMES[:number]} for number in (2, 3, 10)]) for query in (ACTORS, ANY_ACTOR, TOGETHER)),
    ],
)
def test_a_query_is_one_statement_however_many_words_or_names_it_is_asked_with(
    article: World, query: str, variables: list[dict[str, Any]]
) -> None:
    async def run() -> list[str]:
        pool = ReadingPool(article.url, 1)
        await pool.open()
        answers = Answers(pool)
        try:
            for each in variables:
                answer = await answers.answer(GraphQLRequest(query, variables=each))
                assert not answer.errors
            return await answers.reader.read(prepared)
        finally:
            await answers.reader.close()
            await pool.close()

    statements = asyncio.run(run())

    assert len([text for text in statements if " event " in text]) == 1


def padded(sql: str, length: int) -> str:
    """A statement of so many bytes."""
    return sql.ljust(length)


def test_what_is_wrong_is_told_as_the_database_tells_it_and_the_connection_stays_good(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        with pytest.raises(psycopg.errors.UndefinedTable, match="nowhere"):
            await value(conn, "SELECT * FROM nowhere")
        with pytest.raises(psycopg.errors.DivisionByZero):
            await value(conn, "SELECT 1 / $1::int", 0)
        return await value(conn, "SELECT 1 / $1::int", 1)

    assert connected(article.url, work) == b"1"


def test_a_query_that_nobody_waits_for_any_longer_is_ended_and_the_connection_stays_good(article: World) -> None:
    async def work(conn: ReadingConnection) -> Any:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await value(conn, "SELECT pg_sleep(60)::text")
        return await value(conn, "SELECT 'there'")

    assert connected(article.url, work) == b"there"


@BOTH_LOOPS
def test_what_the_driver_does_itself_and_what_is_fetched_take_turns(article: World, loop: Loop) -> None:
    async def work(conn: ReadingConnection) -> Any:
        async with asyncio.timeout(60):
            for number in range(3):
                assert await value(conn, "SELECT $1::int", number) == b"%d" % number
                assert await (await conn.execute("SELECT %s", (number,))).fetchone() == (number,)
        return True

    assert connected(article.url, work, loop)
