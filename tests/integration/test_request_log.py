"""One line for each request: what was asked, what it cost, what became of it, who asked; and nothing that they gave."""

import json
import logging
from typing import Any

import pytest
from command_line import run_annals
from service import eventually, listening, serving
from starlette.testclient import TestClient
from streams import socket
from world import World, limited

from api.app import create_app
from api.connection import ReadingConnection
from api.observability.telling import tell_all

GRAPHQL = "/graphql"
QUERY = "query Find($ref: String!) { actor(ref: $ref) { name } }"


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The fields of the lines about requests, without those that are unset."""
    tell_all()
    lines = [record.__dict__ for record in caplog.records if record.name == "annals.request"]
    return [{"message": each["msg"]} | {k: v for k, v in each["fields"].items() if v is not None} for each in lines]


@pytest.fixture(autouse=True)
def from_info_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "annals.request")


@pytest.mark.parametrize("times", [1, 2])
def test_a_request_is_told_in_one_line(article: World, caplog: pytest.LogCaptureFixture, times: int) -> None:
    for _ in range(times):
        tell_all()
        caplog.clear()
        answer = article.client.post(GRAPHQL, json={"query": QUERY, "variables": {"ref": "PRK"}})

    (line,) = told(caplog)
    assert line.pop("duration_ms") > 0
    assert line == {
        "message": "POST /graphql",
        "request_id": answer.headers["x-request-id"],
        "status": 200,
        "operation": "Find",
        "kind": "query",
        "cost": answer.json()["extensions"]["cost"],
        "client": "testclient",
    }


def test_an_id_that_comes_along_is_kept(article: World, caplog: pytest.LogCaptureFixture) -> None:
    answer = article.client.post(GRAPHQL, json={"query": "{ status { lag } }"}, headers={"x-request-id": "proxy-7"})

    assert answer.headers["x-request-id"] == told(caplog)[0]["request_id"] == "proxy-7"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("{", ["GRAPHQL_PARSE_FAILED"]),
        ("{ nothing }", ["GRAPHQL_VALIDATION_FAILED"]),
        ("query Large { events(first: 500) { nodes { history { changes { field } } } } }", ["TOO_COSTLY"]),
        ('{ relationship(between: ["Nobody", "PRK"]) { eventCount } }', ["BAD_USER_INPUT"]),
    ],
)
def test_what_was_refused_is_told_with_its_code(
    article: World, caplog: pytest.LogCaptureFixture, query: str, codes: list[str]
) -> None:
    with limited(article, max_cost=10_000) as client:
        tell_all()
        caplog.clear()
        client.post(GRAPHQL, json={"query": query})

    (line,) = told(caplog)
    assert line["codes"] == codes
    assert line.get("operation") == ("Large" if "Large" in query else None)


def test_no_line_has_a_variables_value_or_the_text_of_a_query(article: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "xyzzy"
    query = f'query($s: String) {{ sources(search: $s) {{ totalCount }} x: sources(search: "{secret}") {{ totalCount }} }}'

    article.client.post(GRAPHQL, json={"query": query, "variables": {"s": secret}})
    article.client.get(GRAPHQL, params={"query": query, "variables": json.dumps({"s": secret})})
    article.client.post(GRAPHQL, json={"query": QUERY, "variables": {"ref": secret, secret: secret}})

    tell_all()
    lines = [f"{record.getMessage()} {record.__dict__}" for record in caplog.records if record.name.startswith(("annals", "api"))]
    assert len(lines) == 3
    assert not [line for line in lines if secret in line]


def test_a_failure_of_the_servers_own_is_found_by_the_id_that_the_client_was_told(
    article: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> Any:
        raise RuntimeError("within")

    monkeypatch.setattr(ReadingConnection, "fetch", fail)
    answer = article.client.post(GRAPHQL, json={"query": "{ places { totalCount } }"})

    (error,) = answer.json()["errors"]
    (line,) = told(caplog)
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": line["request_id"]}
    assert [record.levelname for record in caplog.records if record.name == "annals.request"] == ["ERROR"]


def test_what_the_application_does_not_catch_is_answered_and_told_as_well(
    article: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> Any:
        raise RuntimeError("within")

    monkeypatch.setattr("api.app.lag", fail)
    client = TestClient(article.client.app, "http://localhost", raise_server_exceptions=False)
    answer = client.get("/readyz")

    (line,) = told(caplog)
    assert (answer.status_code, line["status"]) == (500, 500)
    assert answer.json()["errors"][0]["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": line["request_id"]}
    assert "within" not in answer.text


def test_who_presents_a_token_is_told_by_its_name(world: World, caplog: pytest.LogCaptureFixture) -> None:
    secret = run_annals(world.url, "token", "create", "reader").out.strip()
    eventually(lambda: world.client.get("/schema.graphql").status_code == 401)
    tell_all()
    caplog.clear()

    world.client.get("/schema.graphql", headers={"authorization": f"Bearer {secret}"})

    (line,) = told(caplog)
    assert line["client"] == "reader"


def test_each_operation_on_a_socket_is_told_by_itself(article: World, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(article.url, pool_size=1, follow=False)
    with listening(app) as port:
        with socket(port) as opened:
            opened.ask("query One { status { lag } }", id="1")
            opened.ask("query Two { nothing }", id="2")
        eventually(lambda: len(told(caplog)) == 3)

    one, two, whole = told(caplog)
    assert (one["operation"], one["kind"], one["cost"]) == ("One", "query", 102)
    assert (two["operation"], two["codes"]) == ("Two", ["GRAPHQL_VALIDATION_FAILED"])
    assert (whole["message"], whole["status"]) == ("SOCKET /graphql", 101)
    assert one["request_id"] == two["request_id"] == whole["request_id"]


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_every_line_of_a_server_is_json_where_that_is_set(database_url: str, workers: str) -> None:
    settings = {"ANNALS_LOG_FORMAT": "json", "ANNALS_LOG_LEVEL": "info"}
    with serving(database_url, "--workers", workers, **settings) as served:
        eventually(lambda: _answers(served))
        served.process.terminate()
        _, said = served.process.communicate(timeout=120)

    lines = [json.loads(line) for line in said.splitlines()]
    assert "POST /graphql" in {line["message"] for line in lines}
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)


def _answers(served: Any) -> bool:
    try:
        return "data" in served.response("{ status { lag } }")
    except OSError:
        return False
