"""What the API asks of the database: to read only, and in as many statements for a thousand rows as for one."""

import asyncio
from typing import Any

import psycopg
import pytest
from world import World

from api.connection import ReadingConnection
from api.pool import ReadingPool
from projections.schemas import LIVE


async def refusal(url: str, statement: str) -> str:
    """What the database says to a connection of the API that is to run a statement."""
    pool = ReadingPool(url, 1)
    await pool.open()
    try:
        async with pool.connection() as conn:
            await conn.execute(statement.encode())
    except psycopg.Error as error:
        return str(error)
    finally:
        await pool.close()
    return ""


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO parked VALUES (1, 'topic', 'reason')",
        "UPDATE checkpoint SET position = 0",
        "DELETE FROM event",
        "TRUNCATE event",
        "INSERT INTO annals.annals_events VALUES (gen_random_uuid(), 1, 'topic', '', 9999, now())",
        "CREATE TABLE mine (number int)",
        f"DROP SCHEMA {LIVE} CASCADE",
    ],
)
def test_the_apis_connections_cannot_write(article: World, statement: str) -> None:
    assert "read-only transaction" in asyncio.run(refusal(article.url, statement))


def test_they_can_read(article: World) -> None:
    assert asyncio.run(refusal(article.url, "SELECT * FROM event")) == ""


QUERIES = {
    "events": """query($n: Int) { events(first: $n) { totalCount edges { cursor } nodes { title place { country { name } }
        parties { actor { name } } reports { source { title } attributedTo says { field } } history { changes { field } }
        partOf { title } ... on TroopsDispatched { troopsRange { low } }
        ... on SummitHeld { participants { actor { name } } } } } }""",
    "actors": """query($n: Int) { actors(first: $n) { nodes { name aliases predecessors { name } eventCount
        events { totalCount } } } }""",
    "relationships": """query($n: Int) { relationships(actor: "PRK", first: $n) { nodes { between { name } eventCount
        kinds { count } timeline { start } firstEvent { title } events { nodes { title } } } } }""",
    "several": """query($n: Int) { a: events(first: $n) { nodes { title } } b: actors(first: $n) { nodes { name } }
        c: appearances(together: ["PRK", "RUS"]) { event { title } } d: places(first: $n) { nodes { name country { name } } } }""",
}


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that the API runs from now on."""
    run: list[str] = []

    def noting(method: Any) -> Any:
        async def noted(where: Any, query: Any, *arguments: Any, **more: Any) -> Any:
            text = query.decode() if isinstance(query, bytes) else str(query)
            # The server looks for new tokens every second, whoever asks what.
            if "annals.token" not in text:
                run.append(text)
            return await method(where, query, *arguments, **more)

        return noted

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noting(psycopg.AsyncCursor.execute))
    monkeypatch.setattr(ReadingConnection, "fetch", noting(ReadingConnection.fetch))
    return run


@pytest.mark.parametrize("name", QUERIES)
def test_the_number_of_statements_does_not_grow_with_the_rows(article: World, statements: list[str], name: str) -> None:
    article.ask(QUERIES[name], n=1)
    for_one = len(statements)
    article.ask(QUERIES[name], n=100)

    assert 0 < for_one <= 3
    assert 0 < len(statements) - for_one <= for_one


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_that_was_asked_before_takes_one_statement(article: World, statements: list[str], name: str) -> None:
    first = article.ask(QUERIES[name], n=7)
    statements.clear()
    again = article.ask(QUERIES[name], n=7)

    assert len(statements) == 1
    assert again == first


def test_what_a_query_gives_never_stands_in_the_text_of_a_statement(article: World, statements: list[str]) -> None:
    hostile = "x'; DROP TABLE--"
    query = """query($s: String!, $l: [String!], $id: ID!) {
        a: events(filter: {text: $s, plover: $l}, first: 3) { nodes { title } } b: sources(search: $s) { totalCount }
        c: actors(search: $s) { totalCount } d: node(id: $id) { id } e: event(key: $s) { key } f: source(id: $id) { ref } }"""

    article.ask(query, s=hostile, l=[hostile], id=hostile)

    assert statements
    assert not [statement for statement in statements if "DROP" in statement]
