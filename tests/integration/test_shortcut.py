"""The short way to an answer: taken where it may be, and nobody can tell by the answer."""

from collections.abc import Iterator
from typing import Any

import orjson
import psycopg
import pytest
from world import World, leaks, limited

from api.connection import ReadingConnection
from api.schema import AnnalsSchema

GRAPHQL = "/graphql"
QUERY = """query($actor: String!, $first: Int, $asOf: AsOf) {
    actor(ref: $actor, asOf: $asOf) { ref events(first: $first) { totalCount nodes { title } } } }"""

ASKED: list[dict[str, Any]] = [
    {"actor": "PRK"},
    {"actor": "Russia", "first": 2},
    {"actor": "nobody at all"},
    {"actor": "PRK", "asOf": {"position": 300}},
    {"actor": "PRK", "first": -1},
    {"actor": "PRK", "first": "many"},
    {"actor": None},
    {"actor": "PRK", "asOf": {"position": 10**9}},
]

JSON = {"content-type": "application/json", "x-request-id": "the-same-for-both"}


@pytest.fixture
def long_ways(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The texts of the queries that take the long way from now on."""
    taken: list[str | None] = []
    execute = AnnalsSchema.execute

    async def noted(schema: AnnalsSchema, query: str | None, *arguments: Any, **more: Any) -> Any:
        taken.append(query)
        return await execute(schema, query, *arguments, **more)

    monkeypatch.setattr(AnnalsSchema, "execute", noted)
    return taken


def body(query: str = QUERY, **variables: Any) -> bytes:
    """A request as clients send it."""
    return orjson.dumps({"query": query, "variables": variables})


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "*/*"])
@pytest.mark.parametrize("variables", ASKED)
def test_both_ways_lead_to_the_same_answer(
    article: World, long_ways: list[str | None], variables: dict[str, Any], accept: str
) -> None:
    article.response(QUERY, **variables)
    long_ways.clear()

    short = article.client.post(GRAPHQL, content=body(**variables), headers=JSON | {"accept": accept})
    taken = len(long_ways)
    long = article.client.post(GRAPHQL, content=body(**variables), headers=JSON | {"accept": accept, "origin": "http://localhost"})

    assert taken == (1 if "errors" in short.json() else 0)
    assert (short.status_code, short.json(), short.headers) == (long.status_code, long.json(), long.headers)


def test_a_query_that_was_never_asked_takes_the_long_way(article: World, long_ways: list[str | None]) -> None:
    query = "{ status { head position lag parked } }"

    first, again = (article.client.post(GRAPHQL, content=body(query), headers=JSON).json() for _ in range(2))

    assert long_ways == [query]
    assert first == again


def chunks() -> Iterator[bytes]:
    """A request whose length is not told beforehand."""
    yield from (body(actor="PRK")[:20], body(actor="PRK")[20:])


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (body(actor="PRK"), {"origin": "http://localhost"}),
        (chunks, {}),
    ],
)
def test_what_is_unusual_takes_the_long_way(
    article: World, long_ways: list[str | None], content: Any, headers: dict[str, str]
) -> None:
    expected = article.ask(QUERY, actor="PRK")
    long_ways.clear()

    answer = article.client.post(GRAPHQL, content=content() if callable(content) else content, headers=JSON | headers)

    assert answer.json()["data"] == expected
    assert long_ways == [QUERY]


def test_a_body_that_is_too_large_is_refused_on_the_long_way(article: World) -> None:
    with limited(article, max_body=1000) as client:
        client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON)

        answer = client.post(GRAPHQL, content=body(actor="P" * 2000), headers=JSON)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("position", ["900000000", "x"])
def test_a_minimum_position_that_is_none_is_refused_as_ever(article: World, position: str) -> None:
    article.ask(QUERY, actor="PRK")

    answer = article.client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON | {"x-annals-min-position": position})

    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("failure", "code"), [(RuntimeError("within"), "INTERNAL_SERVER_ERROR"), (psycopg.errors.QueryCanceled("within"), "TIMEOUT")]
)
def test_what_fails_on_the_short_way_is_told_once_and_nothing_internal(
    article: World, long_ways: list[str | None], monkeypatch: pytest.MonkeyPatch, failure: Exception, code: str
) -> None:
    article.ask(QUERY, actor="PRK")
    long_ways.clear()

    async def fail(*_: Any) -> Any:
        raise failure

    monkeypatch.setattr(ReadingConnection, "fetch", fail)
    short = article.client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON)
    taken = len(long_ways)
    long = article.client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON | {"origin": "http://localhost"})

    assert taken == 0
    assert short.json()["errors"][0]["extensions"]["code"] == code
    assert (short.status_code, short.json()) == (long.status_code, long.json())
    assert leaks(short.text) == []
