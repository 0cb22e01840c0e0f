"""Which hosts and pages of which origins are answered, and what answers tell browsers that they may do."""

from collections.abc import Iterator
from socket import create_connection
from typing import Any

import pytest
from command_line import run_annals
from service import listening
from starlette.testclient import TestClient
from streams import PROTOCOL
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin
from world import World, limited

from api.app import create_app

GRAPHQL = "/graphql"
QUERY = "{ status { lag } }"
ANSWER = {"status": {"lag": 0}}
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def asked(client: TestClient, headers: dict[str, str]) -> tuple[int, Any]:
    """The status, and the data or the error's code, that answers a query."""
    answer = client.post(GRAPHQL, json={"query": QUERY}, headers=headers)
    said = answer.json()
    return answer.status_code, said["data"] if "data" in said else said["errors"][0]["extensions"]["code"]


@pytest.fixture
def port(article: World) -> Iterator[int]:
    """Where a server of the article's world listens."""
    with listening(create_app(article.url, follow=False)) as port:
        yield port


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1@evil.example", ""])
def test_a_request_to_a_foreign_host_is_refused(article: World, host: str) -> None:
    answer = article.client.post(GRAPHQL, json={"query": QUERY}, headers={"host": host})

    assert answer.status_code == 421
    assert answer.json()["errors"][0]["extensions"] == {"code": "HOST_NOT_ALLOWED"}
    assert "ANNALS_HOSTS" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]:8000", "localhost."])
def test_one_to_this_machine_is_answered(article: World, host: str) -> None:
    assert asked(article.client, {"host": host}) == (200, ANSWER)


def test_hosts_can_be_named(article: World) -> None:
    with limited(article, hosts="annals.example, [2001:db8::1]") as client:
        statuses = [asked(client, {"host": h})[0] for h in ("annals.example", "[2001:db8::1]:80", "localhost", "evil.example")]
    with limited(article, hosts="*") as client:
        any_host = asked(client, {"host": "evil.example"})

    assert statuses == [200, 200, 200, 421]
    assert any_host == (200, ANSWER)


def test_a_probe_may_call_the_server_by_any_name(article: World) -> None:
    assert article.client.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:3000", "http://localhost.evil.example"])
def test_a_page_of_another_origin_may_not_ask(article: World, origin: str) -> None:
    assert asked(article.client, {"origin": origin}) == (403, "ORIGIN_NOT_ALLOWED")


def test_a_page_of_the_servers_own_or_of_a_named_origin_may(article: World) -> None:
    with limited(article, cors_origins="https://desk.example") as client:
        assert asked(client, {"origin": "http://localhost"}) == (200, ANSWER)
        assert asked(client, {"origin": "https://desk.example"}) == (200, ANSWER)


def test_a_page_of_a_named_origin_may_send_a_token_and_read_the_refusal(world: World) -> None:
    run_annals(world.url, "token", "create", "reader")
    page = {"origin": "https://desk.example"}
    asking = page | {"access-control-request-method": "POST", "access-control-request-headers": "authorization, content-type"}
    with limited(world, cors_origins="https://desk.example") as client:
        preflight, refused = client.options(GRAPHQL, headers=asking), client.post(GRAPHQL, json={"query": QUERY}, headers=page)

    assert (preflight.status_code, refused.status_code) == (200, 401)
    assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    assert refused.headers["access-control-allow-origin"] == "https://desk.example"


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"host": "evil.example"}])
def test_so_it_is_with_sockets(port: int, headers: dict[str, str]) -> None:
    address = f"ws://{headers.get('host', 'localhost')}:{port}/graphql"
    origin = Origin(headers["origin"]) if "origin" in headers else None
    with create_connection(("127.0.0.1", port)) as sock, pytest.raises(InvalidStatus) as refused:
        connect(address, sock=sock, subprotocols=[PROTOCOL], origin=origin)

    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/graphql", "/healthz", "/metrics", "/nothing", "/"])
def test_every_answer_tells_browsers_what_it_may_do(article: World, path: str) -> None:
    answer = article.client.get(path, headers=BROWSER, follow_redirects=False)

    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
