"""The server over HTTP: what it answers, what it refuses, and what it never tells."""

import json
from collections.abc import Iterator

import psycopg
import pytest
from world import World, a_world, leaks, new_database

from projections.schemas import LIVE

GRAPHQL = "/graphql"
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "*/*"])
def test_a_query_can_be_posted(article: World, accept: str) -> None:
    answer = article.client.post(GRAPHQL, json={"query": "{ status { lag } }"}, headers={"accept": accept})

    assert (answer.status_code, answer.json()["data"]) == (200, {"status": {"lag": 0}})
    assert "json" in answer.headers["content-type"]


def test_a_query_can_be_in_the_address(article: World) -> None:
    query = "query($ref: String!) { actor(ref: $ref) { name } }"

    answer = article.client.get(GRAPHQL, params={"query": query, "variables": json.dumps({"ref": "PRK"})})

    assert (answer.status_code, answer.json()["data"]) == (200, {"actor": {"name": "North Korea"}})


def test_one_of_several_operations_is_chosen_by_name(article: World) -> None:
    query = "query A { status { lag } } query B { status { parked } }"

    answer = article.client.post(GRAPHQL, json={"query": query, "operationName": "B"})

    assert answer.json()["data"] == {"status": {"parked": 0}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b"[]",
        b"7",
        b'"text"',
        b"null",
        b"{}",
        b'{"query": ""}',
        b'{"query": null}',
        b'{"query": 7}',
        b'{"query": ["a"]}',
        b'{"query": "{ status { lag } }", "variables": 7}',
    ],
)
def test_a_body_that_is_no_query_is_refused_in_words(article: World, body: bytes) -> None:
    answer = article.client.post(GRAPHQL, content=body, headers={"content-type": "application/json"})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert 10 < len(error["message"]) < 200
    assert leaks(answer.text) == []


@pytest.mark.parametrize("variables", ["{", "7", "[]"])
def test_so_it_is_in_the_address(article: World, variables: str) -> None:
    answer = article.client.get(GRAPHQL, params={"query": "{ status { lag } }", "variables": variables})

    assert answer.status_code == 400
    assert leaks(answer.text) == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ status { lag }", "GRAPHQL_PARSE_FAILED"),
        ("{ summits }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ status }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { append }", "OPERATION_NOT_ALLOWED"),
        ("{ relationship { eventCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { events(first: $n) { totalCount } }", "BAD_USER_INPUT"),
        ("{ events(asOf: {}) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ events(asOf: {position: 1, time: "2025-01-01T00:00:00Z"}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ("{ events(asOf: {position: -1}) { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ('{ events(asOf: {position: "1"}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ('{ events(asOf: {time: "soon"}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
        ('{ events(asOf: {time: "2025-01-01T00:00:00"}) { totalCount } }', "BAD_USER_INPUT"),
        ('{ relationship(between: ["PRK"]) { eventCount } }', "BAD_USER_INPUT"),
        ('{ relationship(between: ["PRK", "North Korea"]) { eventCount } }', "BAD_USER_INPUT"),
        ("{ appearances(together: []) { ordinal } }", "BAD_USER_INPUT"),
    ],
)
def test_every_error_has_a_code(article: World, query: str, code: str) -> None:
    answer = article.client.post(GRAPHQL, json={"query": query})

    errors = answer.json()["errors"]
    assert [error["extensions"]["code"] for error in errors] == [code] * len(errors)
    assert leaks(answer.text) == []


@pytest.mark.parametrize("depth", [100, 3000])
def test_a_query_nested_very_deeply_does_no_harm(article: World, depth: int) -> None:
    query = "{ events(first: 1) { nodes " + "{ partOf " * depth + "{ key }" + " }" * depth + " } }"

    answer = article.client.post(GRAPHQL, json={"query": query})

    assert leaks(answer.text) == []
    assert article.ask("{ status { lag } }") == {"status": {"lag": 0}}


def test_fragments_that_multiply_without_end_are_refused(article: World) -> None:
    fragments = [f"fragment F{n} on Event {{ partOf {{ ...F{n + 1} }} follows {{ ...F{n + 1} }} }}" for n in range(12)]
    query = f"{{ events(first: 1) {{ nodes {{ ...F0 }} }} }} {' '.join(fragments)} fragment F12 on Event {{ key }}"

    error = article.refusal(query)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "more than 5000 fields" in error["message"]


def test_so_are_more_ids_than_a_page_has_rows(article: World) -> None:
    error = article.refusal("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 1001)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.fixture
def broken(server_url: str) -> Iterator[World]:
    """A world whose views have lost a table."""
    with new_database(server_url) as url, a_world(url) as world:
        with psycopg.connect(url) as conn:
            conn.execute(f"ALTER TABLE {LIVE}.event RENAME TO gone".encode())
        yield world


def test_an_error_of_the_servers_own_is_masked(broken: World) -> None:
    answer = broken.client.post(GRAPHQL, json={"query": "{ total: events { totalCount } }"})

    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": answer.headers["x-request-id"]}
    assert leaks(answer.text) == []
    assert "event" not in error["message"]


@pytest.mark.parametrize("address", [GRAPHQL, GRAPHQL + "?query=%7Bstatus%7Blag%7D%7D"])
def test_a_browser_is_shown_the_playground(article: World, address: str) -> None:
    answer = article.client.get(address, headers=BROWSER)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>annals</title>" in answer.text


def test_the_root_leads_to_the_playground(article: World) -> None:
    answer = article.client.get("/", headers=BROWSER)

    assert (answer.status_code, answer.url.path) == (200, GRAPHQL)


def test_the_schema_can_be_fetched(article: World) -> None:
    answer = article.client.get("/schema.graphql")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "type SummitHeld implements Event & Node {" in answer.text


def test_the_server_says_that_it_lives_and_is_ready(article: World) -> None:
    assert article.client.get("/healthz").text == "ok\n"

    ready = article.client.get("/readyz")

    head = article.log.head()
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "head": head, "position": head, "behind": 0, "parked": 0})


def test_a_server_whose_views_lag_too_far_is_not_ready(article: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.app.TOO_FAR_BEHIND", -1)

    ready = article.client.get("/readyz")

    assert (ready.status_code, ready.json()["ready"]) == (503, False)


def test_the_metrics_are_what_prometheus_reads(article: World) -> None:
    answer = article.client.get("/metrics")

    head = float(article.log.head())
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"annals_log_head {head}" in answer.text.splitlines()
    assert "annals_views_lag_entries 0.0" in answer.text.splitlines()


@pytest.mark.parametrize("path", ["/nothing", "/-/playground/../app.py", "/-/playground/%2e%2e/app.py", "/-/playground/"])
def test_nothing_else_is_served(article: World, path: str) -> None:
    assert article.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("accept", "media_type", "status"),
    [
        ("application/graphql-response+json", "application/graphql-response+json", 400),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json", 400),
        ("application/json, application/graphql-response+json;q=0.5", "application/json", 200),
        ("application/graphql-response+json;q=0", "application/json", 200),
        ("application/graphql-response+json;q=much", "application/json", 200),
        ("application/json", "application/json", 200),
        ("*/*", "application/json", 200),
        ("", "application/json", 200),
    ],
)
@pytest.mark.parametrize("query", ["{", "{ nothing }", "query($n: Int!) { events(first: $n) { totalCount } }"])
def test_what_was_not_run_has_no_data_and_the_status_that_goes_with_the_media_type(
    article: World, query: str, accept: str, media_type: str, status: int
) -> None:
    answer = article.client.post(GRAPHQL, json={"query": query}, headers={"accept": accept})

    assert (answer.status_code, answer.headers["content-type"]) == (status, f"{media_type}; charset=utf-8")
    assert answer.json().keys() == {"errors"}


def test_what_was_run_and_failed_has_null_for_data(article: World) -> None:
    query = '{ relationships(actor: "Nobody") { totalCount } }'

    answer = article.client.post(GRAPHQL, json={"query": query}, headers={"accept": "application/graphql-response+json"})

    assert (answer.status_code, answer.json()["data"]) == (200, None)
