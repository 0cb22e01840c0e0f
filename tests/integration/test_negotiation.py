"""What clients get of what they accept, over HTTP: JSON, event streams, headers alone."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse

import pytest
from service import listening
from streams import socket
from world import World, limited

from api.app import create_app
from api.limits.limits import Limits

GRAPHQL = "/graphql"
QUERY = "{ status { lag } }"
POSITIONS = "subscription { eventRecorded(after: 0) { position } }"
URQL = "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
BOM = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def port(article: World) -> Iterator[int]:
    """Where a server of the article's world listens."""
    with listening(create_app(article.url, follow=False)) as port:
        yield port


@contextmanager
def posted(port: int, query: str, accept: str) -> Iterator[HTTPResponse]:
    """The response to a query, whose body may go on."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        headers = {"content-type": "application/json", "accept": accept}
        connection.request("POST", GRAPHQL, f'{{"query": "{query}"}}', headers)
        with connection.getresponse() as response:
            yield response


@pytest.mark.parametrize("accept", [URQL, "application/json, text/event-stream", "text/event-stream, application/json;q=0.1"])
def test_a_query_is_answered_in_json_wherever_json_is_accepted(article: World, accept: str) -> None:
    for _ in range(2):
        answer = article.client.post(GRAPHQL, json={"query": QUERY}, headers={"accept": accept})

        assert (answer.status_code, answer.json()["data"]) == (200, {"status": {"lag": 0}})


@pytest.mark.parametrize("query", ["{", "{ nothing }", "mutation { append }"])
def test_so_are_operations_that_are_refused(article: World, query: str) -> None:
    answer = article.client.post(GRAPHQL, json={"query": query}, headers={"accept": URQL})

    assert answer.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert answer.json()["errors"]


@pytest.mark.parametrize("accept", [URQL, "text/event-stream"])
def test_a_subscription_is_answered_as_events_whose_lines_end_in_lf(port: int, accept: str) -> None:
    with posted(port, POSITIONS, accept) as answer:
        type, lines = answer.headers["content-type"], [answer.readline() for _ in range(3)]

    assert type == "text/event-stream"
    assert (lines[0], lines[1][:14], lines[2]) == (b"event: next\n", b'data: {"data":', b"\n")
    assert not lines[1].endswith(b"\r\n")


def test_a_query_whose_client_accepts_nothing_but_events_is_one_event_and_an_end(port: int) -> None:
    with posted(port, QUERY, "text/event-stream") as answer:
        said = answer.read()

    assert said.startswith(b"event: next\ndata: ")
    assert said.endswith(b"\n\nevent: complete\ndata: \n\n")
    assert b"\r" not in said


def test_only_what_is_answered_as_events_counts_as_a_connection_that_stays_open(article: World) -> None:
    app = create_app(article.url, follow=False, limits=Limits(max_connections=1))
    with listening(app) as port, socket(port), posted(port, QUERY, URQL) as query, posted(port, POSITIONS, URQL) as stream:
        statuses = query.status, stream.status

    assert statuses == (200, 429)


@pytest.mark.parametrize("path", ["/healthz", "/schema.graphql", "/graphql?query=%7Bstatus%7Blag%7D%7D"])
def test_head_gives_the_headers_of_get_alone(article: World, path: str) -> None:
    same = {"x-request-id": "the-same"}
    get, head = article.client.get(path, headers=same), article.client.head(path, headers=same)

    assert (head.status_code, head.headers, head.content) == (get.status_code, get.headers, b"")


def test_any_representation_will_do_only_where_there_is_one(article: World) -> None:
    valid, invalid = (
        article.client.get(GRAPHQL, params={"query": query}, headers={"if-none-match": "*"}) for query in (QUERY, "{ nothing }")
    )

    assert (valid.status_code, valid.content) == (304, b"")
    assert invalid.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


def test_a_byte_order_mark_before_a_body_is_overlooked(article: World) -> None:
    answer = article.client.post(
        GRAPHQL, content=BOM + b'{"query": "{ status { lag } }"}', headers={"content-type": "application/json"}
    )

    assert answer.json()["data"] == {"status": {"lag": 0}}


def test_a_subscription_beyond_a_limit_is_refused_for_that_reason(article: World) -> None:
    with limited(article, max_depth=1) as client:
        answer = client.post(GRAPHQL, json={"query": POSITIONS}, headers={"accept": URQL})

    assert "TOO_DEEP" in answer.text
