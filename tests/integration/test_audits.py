"""What others have written to audit GraphQL servers with, and the clients that people use, against a served annals."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from node import Node, unavailable
from service import Service, serving
from world import World

pytestmark = pytest.mark.slow

SCHEMATHESIS = "schemathesis==4.32.5"
OWN_UV = Path(__file__).parents[2] / ".venv-uv" / "bin" / "uv"
CHANGES = "subscription($after: Position, $filter: EventFilter) { eventRecorded(after: $after, filter: $filter) { %s } }"


@pytest.fixture(scope="module")
def service(article: World) -> Iterator[Service]:
    with serving(article.url, "--no-project") as service:
        yield service


def address(service: Service) -> str:
    return f"http://127.0.0.1:{service.port}/graphql"


def test_every_audit_of_graphql_over_http_is_passed(node: Node, service: Service) -> None:
    found = node.run("http_audit.mjs", address(service))

    assert found == {"audits": 61, "ok": 61}


@pytest.mark.parametrize("client", ["graphql-ws", "graphql-sse"])
def test_its_own_client_runs_every_operation(node: Node, service: Service, client: str) -> None:
    operations: list[dict[str, Any]] = [
        {"query": "{ status { lag } }"},
        {"query": "query($ref: String!) { actor(ref: $ref) { name } }", "variables": {"ref": "PRK"}},
        {"query": CHANGES % "entryKind event { title }", "variables": {"after": 0}, "take": 2},
        {"query": CHANGES % "event { key }", "variables": {"after": 0, "filter": {"kinds": ["TROOPS_DISPATCHED"]}}, "take": 1},
        {"query": "{ __schema { subscriptionType { name } } }"},
    ]

    found = node.run("sockets.mjs", client, address(service), json.dumps(operations))

    asked, named, changes, troops, schema = (answer["results"] for answer in found["answers"])
    assert asked[0]["data"] == {"status": {"lag": 0}}
    assert named[0]["data"] == {"actor": {"name": "North Korea"}}
    assert [c["data"]["eventRecorded"]["entryKind"] for c in changes] == ["SummitHeld", "SummitHeld"]
    assert troops[0]["data"] == {"eventRecorded": {"event": {"key": "troops-prk-rus-2024"}}}
    assert schema[0]["data"] == {"__schema": {"subscriptionType": {"name": "Subscription"}}}


@pytest.mark.parametrize("client", ["graphql-ws", "graphql-sse"])
def test_an_operation_that_is_refused_says_why_and_leaves_the_next_one_alone(node: Node, service: Service, client: str) -> None:
    wrong = (
        "{",
        "{ nothing }",
        "mutation { append }",
        "subscription { eventRecorded(after: -1) { position } }",
        "query A { status { lag } } query B { status { lag } }",
        'subscription { eventRecorded(filter: {actors: ["Nobody"]}) { position } }',
    )
    operations = [{"query": query} for query in [*wrong, "{ status { lag } }"]]

    found = node.run("sockets.mjs", client, address(service), json.dumps(operations))

    *refused, last = found["answers"]
    errors = [answer.get("errors") or answer["results"][0]["errors"] for answer in refused]
    assert [error[0]["extensions"]["code"] for error in errors] == [
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "OPERATION_NOT_ALLOWED",
        "GRAPHQL_VALIDATION_FAILED",
        "OPERATION_RESOLUTION_FAILED",
        "BAD_USER_INPUT",
    ]
    assert last["results"][0]["data"] == {"status": {"lag": 0}}
    assert found["closed"] in ([], [1000])


def test_made_up_queries_meet_no_error_of_the_servers_own(service: Service, tmp_path: Path) -> None:
    uv = shutil.which("uv") or shutil.which(OWN_UV)
    if uv is None:
        unavailable("no uv on PATH to run schemathesis with")
    run = ["run", address(service), "--max-examples", "25", "--phases", "fuzzing", "--checks", "not_a_server_error", "--seed", "1"]
    tool = [uv or "", "tool", "run", "--quiet", "--from", SCHEMATHESIS, "schemathesis"]
    if subprocess.run([*tool, "--version"], capture_output=True).returncode:
        unavailable("schemathesis cannot be installed")

    ended = subprocess.run([*tool, *run, "--no-color"], cwd=tmp_path, capture_output=True, text=True, timeout=300)

    assert ended.returncode == 0, ended.stdout
    assert "INTERNAL_SERVER_ERROR" not in ended.stdout
