"""What the server refuses over HTTP, how quickly, and that every limit can be set."""

import json
from collections.abc import Iterator

import pytest
from command_line import run_annals
from world import World, leaks, limited

from api.limits.limits import Limits

GRAPHQL = "/graphql"
QUERY = "{ status { lag } }"


def nested() -> str:
    """A query of 33 kB: 30 fields, each 30 deep."""
    inner = "partOf {".ljust(36) * 28 + "key" + " }" * 28
    return "{ " + " ".join(f"field{n}: events(first: 10) {{ nodes {{ {inner} }} }}" for n in range(30)) + " }"


ABUSE = {
    "nested": (nested(), "TOO_DEEP", 200),
    "aliases": ("{ " + " ".join(f"a{n}: status {{ lag }}" for n in range(5000)) + " }", "TOO_MANY_TOKENS", 200),
    "body": (QUERY + " " * 10_000_000, "BODY_TOO_LARGE", 413),
    "page": ("{ events(first: 100000) { nodes { key } } }", "BAD_USER_INPUT", 200),
    "repeats": ("{ status { " + "lag " * 3000 + "} }", "TOO_COSTLY", 200),
    "braces": ("{" * 3000, "GRAPHQL_PARSE_FAILED", 200),
    "deeper": ("{ events { nodes " + "{ partOf " * 100 + "{ key }" + " }" * 100 + " } }", "TOO_DEEP", 200),
}


@pytest.mark.parametrize("name", ABUSE)
def test_abuse_is_refused_with_a_code_before_anything_is_asked_of_the_database(article: World, name: str) -> None:
    query, code, status = ABUSE[name]

    answer = article.client.post(GRAPHQL, json={"query": query})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert "data" not in answer.json()
    assert leaks(answer.text) == []


def test_a_body_of_unknown_length_is_read_no_further_than_the_limit(article: World) -> None:
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(1000):
            sent += 1
            yield b" " * 10_000

    with limited(article, max_body=100_000) as client:
        answer = client.post(GRAPHQL, content=body(), headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (413, "BODY_TOO_LARGE")


def test_the_cost_of_a_query_is_shown_with_its_answer(article: World) -> None:
    answer = article.response("{ events(first: 10) { nodes { key title } } }")

    assert answer["extensions"] == {"cost": 1 + 1 + 10 * 2}


@pytest.mark.parametrize("seconds", [0.2])
def test_a_query_that_takes_too_long_is_given_up(article: World, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.types.status.queries.HEAD", "SELECT 1 FROM pg_sleep(5)")
    with limited(article, request_timeout=seconds) as client:
        answer = client.post(GRAPHQL, json={"query": "{ status { head } }"}).json()

    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "TIMEOUT"}
    assert error["message"] == "the query took too long; ask for less at a time"


def test_an_event_stream_too_many_is_refused_in_words(article: World) -> None:
    with limited(article, max_connections=0) as client:
        answer = client.post(GRAPHQL, json={"query": QUERY}, headers={"accept": "text/event-stream"})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (429, "TOO_MANY_CONNECTIONS")


def test_pages_of_other_origins_may_not_ask_unless_they_are_named(article: World) -> None:
    page = {"origin": "https://example.org"}
    asking = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}

    closed = article.client.post(GRAPHQL, json={"query": QUERY}, headers=page)
    closed_before = article.client.options(GRAPHQL, headers=page | asking)
    with limited(article, cors_origins="https://example.org, https://example.net") as client:
        named = client.post(GRAPHQL, json={"query": QUERY}, headers=page)
        named_before = client.options(GRAPHQL, headers=page | asking)
        other = client.post(GRAPHQL, json={"query": QUERY}, headers={"origin": "https://example.com"})

    allowed = "access-control-allow-origin"
    assert [answer.headers.get(allowed) for answer in (closed, closed_before, other)] == [None, None, None]
    assert [answer.headers.get(allowed) for answer in (named, named_before)] == ["https://example.org"] * 2


def test_every_limit_is_listed_with_what_it_is_and_can_be_set(article: World) -> None:
    listed = run_annals(article.url, "status", "--settings", "--format", "json", ANNALS_MAX_COST="7").json

    settings = {setting["name"]: setting for setting in listed}
    assert {f"ANNALS_{name.upper()}" for name in Limits.model_fields} <= settings.keys()
    assert settings["ANNALS_MAX_COST"]["value"] == "7"
    assert all(setting["description"] for setting in listed)


def test_a_limit_that_cannot_be_is_refused_by_name(article: World) -> None:
    answer = run_annals(article.url, "status", "--settings", ANNALS_MAX_PAGE="many")

    assert answer.code == 2
    assert "ANNALS_MAX_PAGE is 'many'" in answer.err


def test_a_message_on_a_socket_is_checked_like_any_other_query(article: World) -> None:
    with article.client.websocket_connect(f"ws://localhost{GRAPHQL}", subprotocols=["graphql-transport-ws"]) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": nested()}})
        answer = json.loads(socket.receive_text())

    assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", "TOO_DEEP")
