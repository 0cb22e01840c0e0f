"""One path for every request: by POST or GET, for the first time or again, whole or in pieces, the answer is the same."""

from collections.abc import Iterator
from typing import Any

import orjson
import psycopg
import pytest
from world import World, leaks, limited

from api.answering.plans import Query
from api.connection import ReadingConnection

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

JSON = {"content-type": "application/json", "x-request-id": "the-same-for-all"}


def body(query: str = QUERY, **variables: Any) -> bytes:
    """A request as clients send it."""
    return orjson.dumps({"query": query, "variables": variables})


def post(article: World, accept: str = "*/*", **variables: Any) -> Any:
    """The response to a query by POST."""
    return article.client.post(GRAPHQL, content=body(**variables), headers=JSON | {"accept": accept})


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "*/*"])
@pytest.mark.parametrize("variables", ASKED)
def test_a_query_asked_again_is_answered_as_at_first(article: World, variables: dict[str, Any], accept: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "bind", lambda *_: None)
        first = post(article, accept, **variables)

    again, once_more = post(article, accept, **variables), post(article, accept, **variables)

    assert (again.status_code, again.content, again.headers) == (first.status_code, first.content, first.headers)
    assert (once_more.content, once_more.headers) == (again.content, again.headers)


@pytest.mark.parametrize("variables", ASKED)
def test_get_and_post_have_the_same_answer(article: World, variables: dict[str, Any]) -> None:
    by_post = post(article, **variables)
    by_get = article.client.get(GRAPHQL, params={"query": QUERY, "variables": orjson.dumps(variables).decode()})

    assert (by_get.status_code, by_get.content) == (by_post.status_code, by_post.content)


def test_a_query_runs_one_statement_each_time_that_it_is_asked(article: World, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[bytes] = []
    fetch = ReadingConnection.fetch

    async def noted(conn: ReadingConnection, sql: bytes, params: Any) -> Any:
        statements.append(sql)
        return await fetch(conn, sql, params)

    monkeypatch.setattr(ReadingConnection, "fetch", noted)
    query = "{ status { head lag position } }"
    for _ in range(2):
        article.ask(query)

    assert len(statements) == 2
    assert statements[0] == statements[1]


def chunks() -> Iterator[bytes]:
    """A request whose length is not told beforehand."""
    yield from (body(actor="PRK")[:20], body(actor="PRK")[20:])


@pytest.mark.parametrize(("content", "headers"), [(body(actor="PRK"), {"origin": "http://localhost"}), (chunks, {})])
def test_pages_may_ask_and_bodies_may_come_in_pieces(article: World, content: Any, headers: dict[str, str]) -> None:
    expected = article.ask(QUERY, actor="PRK")

    answer = article.client.post(GRAPHQL, content=content() if callable(content) else content, headers=JSON | headers)

    assert answer.json()["data"] == expected


def test_a_body_that_is_too_large_is_refused(article: World) -> None:
    with limited(article, max_body=1000) as client:
        client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON)

        answer = client.post(GRAPHQL, content=body(actor="P" * 2000), headers=JSON)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "BODY_TOO_LARGE")


@pytest.mark.parametrize("position", ["900000000", "x"])
def test_a_minimum_position_that_is_none_is_refused(article: World, position: str) -> None:
    article.ask(QUERY, actor="PRK")

    answer = article.client.post(GRAPHQL, content=body(actor="PRK"), headers=JSON | {"x-annals-min-position": position})

    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("failure", "code"), [(RuntimeError("within"), "INTERNAL_SERVER_ERROR"), (psycopg.errors.QueryCanceled("within"), "TIMEOUT")]
)
def test_what_fails_is_told_once_and_nothing_internal(
    article: World, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: str
) -> None:
    async def fail(*_: Any) -> Any:
        raise failure

    article.ask(QUERY, actor="PRK")
    monkeypatch.setattr(ReadingConnection, "fetch", fail)
    answers = [post(article, actor=actor) for actor in ("PRK", "nobody at all")]

    for answer in answers:
        (error,) = answer.json()["errors"]
        assert error["extensions"]["code"] == code
        assert leaks(answer.text) == []
