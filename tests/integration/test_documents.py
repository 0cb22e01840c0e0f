"""Queries by their hash, known documents, and answers that a cache may keep."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import orjson
import pytest
from command_line import free_port, run_annals
from dsl import read
from graphql import GraphQLError
from starlette.testclient import TestClient
from world import World, a_world, limited, new_database

from api.answering.introspection import SchemaAnswer

GRAPHQL = "/graphql"
QUERY = "{ sources { totalCount } }"
OTHER = "query Name($ref: String!) { actor(ref: $ref) { name } }\n"


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def by_hash(hash: str, **more: Any) -> dict[str, Any]:
    """What a client of Apollo's sends."""
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash}}, **more}


def codes(answer: Any) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


def get(client: TestClient, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    return client.get(GRAPHQL, params=texts, headers=headers)


@pytest.fixture
def client(article: World) -> Iterator[TestClient]:
    """A client of a server that has been sent nothing yet."""
    with limited(article) as client:
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of known documents."""
    (tmp_path / "name.graphql").write_text(OTHER)
    return tmp_path


def test_the_schema_is_asked_for_together_with_data_and_by_itself(client: TestClient) -> None:
    about_schema, data = '__type(name: "Position") { kind }', "sources { totalCount }"
    type, sources, typename = ("__type", {"kind": "SCALAR"}), ("sources", {"totalCount": 1}), ("__typename", "Query")
    asked = {
        about_schema: [type],
        f"{about_schema} {data}": [type, sources],
        f"{data} {about_schema}": [sources, type],
        f"__typename {data}": [typename, sources],
        "__typename": [typename],
    }

    for query, fields in asked.items():
        for _ in range(2):
            answer = client.post(GRAPHQL, json={"query": f"{{ {query} }}"}).json()
            assert list(answer["data"].items()) == fields


def test_an_answer_about_the_schema_is_kept_for_its_variables_alone(client: TestClient) -> None:
    query = 'query($n: String = "Int", $all: Boolean) { __type(name: $n) { name fields(includeDeprecated: $all) { name } } }'

    def ask(**variables: Any) -> Any:
        return client.post(GRAPHQL, json={"query": query, "variables": variables}).json()

    names = [ask(**variables)["data"]["__type"]["name"] for variables in ({}, {"n": "Float"}, {}, {"n": "Date"})]

    assert names == ["Int", "Float", "Int", "Date"]


SCHEMA_QUERY = "{ __schema { queryType { name } } }"


def test_others_are_answered_while_a_thread_reads_the_schema(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = Event()

    def wait(*_: Any) -> SchemaAnswer:
        return SchemaAnswer({"__schema": orjson.dumps(answered.wait(10))}, [])

    monkeypatch.setattr("api.answering.introspection._execute", wait)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(client.post, GRAPHQL, json={"query": SCHEMA_QUERY})
        other = client.post(GRAPHQL, json={"query": QUERY}).json()
        answered.set()

    assert other["data"] == {"sources": {"totalCount": 1}}
    assert reading.result().json()["data"] == {"__schema": True}


def test_an_answer_about_the_schema_that_takes_too_long_is_given_up(article: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = Event()
    monkeypatch.setattr("api.answering.introspection._execute", lambda *_: given_up.wait(10))

    with limited(article, request_timeout=0.05) as client:
        answer = client.post(GRAPHQL, json={"query": SCHEMA_QUERY})
        given_up.set()

    assert codes(answer) == ["TIMEOUT"]


def test_an_answer_with_errors_is_not_cached(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter(
        [SchemaAnswer({"__schema": b"0"}, [GraphQLError("once")]), *(SchemaAnswer({"__schema": b"%d" % n}, []) for n in (1, 2))]
    )
    monkeypatch.setattr("api.answering.introspection._execute", lambda *_: next(found))

    answers = [client.post(GRAPHQL, json={"query": SCHEMA_QUERY}).json()["data"]["__schema"] for _ in range(3)]

    assert answers == [0, 1, 1]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_query_once_sent_is_asked_by_its_hash(client: TestClient, method: str) -> None:
    def ask(**request: Any) -> Any:
        return get(client, **request) if method == "get" else client.post(GRAPHQL, json=request)

    unknown = ask(**by_hash(hash_of(QUERY)))
    sent = ask(**by_hash(hash_of(QUERY), query=QUERY))
    known = ask(**by_hash(hash_of(QUERY)))

    assert (codes(unknown), unknown.json()["errors"][0]["message"]) == (["PERSISTED_QUERY_NOT_FOUND"], "PersistedQueryNotFound")
    assert sent.json()["data"] == known.json()["data"] == {"sources": {"totalCount": 1}}


def test_a_query_with_the_hash_of_another_is_refused(client: TestClient) -> None:
    answer = client.post(GRAPHQL, json=by_hash(hash_of(OTHER), query=QUERY))

    assert codes(answer) == ["PERSISTED_QUERY_MISMATCH"]


@pytest.mark.parametrize("persisted", [7, "hash", {}, {"version": 2, "sha256Hash": "a"}, {"version": 1}])
def test_a_hash_that_is_none_is_refused_in_words(client: TestClient, persisted: Any) -> None:
    answer = client.post(GRAPHQL, json={"extensions": {"persistedQuery": persisted}})

    assert codes(answer) == ["BAD_USER_INPUT"]


def test_a_known_document_needs_not_be_sent(article: World, folder: Path) -> None:
    with limited(article, known_documents=folder) as client:
        answers = [
            client.post(GRAPHQL, json=by_hash(hash_of(text), variables={"ref": "PRK"})).json() for text in (OTHER, OTHER.rstrip())
        ]

    assert [answer["data"] for answer in answers] == [{"actor": {"name": "North Korea"}}] * 2


def test_where_only_known_documents_are_answered_no_path_leads_around(article: World, folder: Path) -> None:
    with limited(article, known_documents=folder, only_known="all") as client:
        posted = client.post(GRAPHQL, json={"query": QUERY})
        sent = client.post(GRAPHQL, json=by_hash(hash_of(QUERY), query=QUERY))
        got = get(client, query=QUERY)
        streamed = client.post(GRAPHQL, json={"query": QUERY}, headers={"accept": "text/event-stream"})
        known = client.post(GRAPHQL, json={"query": OTHER, "variables": {"ref": "PRK"}})
        with client.websocket_connect(f"ws://localhost{GRAPHQL}", subprotocols=["graphql-transport-ws"]) as socket:
            socket.send_json({"type": "connection_init"})
            socket.receive_json()
            socket.send_json({"type": "subscribe", "id": "1", "payload": {"query": QUERY}})
            told = json.loads(socket.receive_text())

    assert [codes(answer) for answer in (posted, sent, got)] == [["UNKNOWN_DOCUMENT"]] * 3
    assert '"UNKNOWN_DOCUMENT"' in streamed.text
    assert told["payload"][0]["extensions"] == {"code": "UNKNOWN_DOCUMENT"}
    assert known.json()["data"] == {"actor": {"name": "North Korea"}}


def test_get_alone_can_be_limited_to_known_documents(article: World, folder: Path) -> None:
    with limited(article, known_documents=folder, only_known="get") as client:
        got = get(client, query=QUERY)
        known = get(client, **by_hash(hash_of(OTHER), variables={"ref": "PRK"}))
        posted = client.post(GRAPHQL, json={"query": QUERY})

    assert codes(got) == ["UNKNOWN_DOCUMENT"]
    assert known.json()["data"] == {"actor": {"name": "North Korea"}}
    assert posted.json()["data"] == {"sources": {"totalCount": 1}}


@pytest.mark.parametrize(("folder", "only"), [("/nowhere", ""), ("", "all")])
def test_a_server_whose_documents_are_missing_says_so_and_does_not_start(article: World, folder: str, only: str) -> None:
    port = str(free_port())

    answer = run_annals(article.url, "serve", "--port", port, ANNALS_KNOWN_DOCUMENTS=folder, ANNALS_ONLY_KNOWN=only)

    assert answer.code == 2
    assert "error: ANNALS_" in answer.err


@pytest.mark.parametrize("query", ["mutation { append }", "subscription { eventRecorded { position } }"])
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_nothing_but_queries_runs_by_get(client: TestClient, query: str, accept: str) -> None:
    answer = get(client, {"accept": accept}, query=query)

    assert "OPERATION_NOT_ALLOWED" in answer.text
    assert accept == "text/event-stream" or answer.status_code == 405


def test_an_answer_by_get_is_kept_until_the_views_go_on(server_url: str) -> None:
    with new_database(server_url) as url, a_world(url) as world:
        first = get(world.client, query=QUERY)
        tag = {"if-none-match": first.headers["etag"]}
        again = get(world.client, tag, query=QUERY)
        other = get(world.client, tag, query="{ sources { __typename } }")
        world.append({"kind": "SourceRegistered", "id": "paper"})
        after = get(world.client, tag, query=QUERY)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    assert other.status_code == 200
    assert (after.status_code, after.json()["data"]) == (200, {"sources": {"totalCount": 1}})


def test_an_answer_kept_from_before_a_rebuild_is_asked_again(server_url: str) -> None:
    with new_database(server_url) as url, a_world(url) as world:
        first = get(world.client, query=QUERY)
        world.views.rebuild()
        again = get(world.client, {"if-none-match": first.headers["etag"]}, query=QUERY)

    assert again.status_code == 200


def test_how_far_the_log_goes_is_never_answered_from_what_was_kept(server_url: str) -> None:
    with new_database(server_url) as url, a_world(url) as world:
        query = "{ status { head } }"
        first = get(world.client, query=query)
        world.log.append(read({"kind": "SourceRegistered", "id": "paper"}), "tester")
        again = get(world.client, {"if-none-match": first.headers["etag"]}, query=query)

    assert (again.status_code, again.json()["data"]["status"]["head"]) == (200, first.json()["data"]["status"]["head"] + 1)


def test_what_went_wrong_is_not_to_be_kept(client: TestClient) -> None:
    answer = get(client, query='{ relationship(between: ["Nobody", "PRK"]) { eventCount } }')

    assert codes(answer) == ["BAD_USER_INPUT"]
    assert "etag" not in answer.headers


def test_who_names_a_minimum_position_is_answered_whatever_they_have(article: World) -> None:
    first = get(article.client, query=QUERY)

    answer = get(article.client, {"if-none-match": first.headers["etag"], "x-annals-min-position": "99999999"}, query=QUERY)

    assert codes(answer) == ["BAD_USER_INPUT"]
