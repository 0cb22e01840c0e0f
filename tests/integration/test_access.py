"""Who may ask over HTTP and sockets: with which token, under which host, from which pages."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from command_line import run_annals
from service import eventually, listening
from starlette.testclient import TestClient
from streams import PROTOCOL, Socket, socket
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from world import World, limited

from api.app import create_app

GRAPHQL = "/graphql"
QUERY = "{ status { lag } }"
ANSWER = {"status": {"lag": 0}}
BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
EVENTS = {"accept": "text/event-stream"}
PROTECTED = ["/graphql?query=%7Bstatus%7Blag%7D%7D", "/metrics", "/schema.graphql", "/nothing"]


def token(world: World, name: str, *options: str) -> str:
    """A new token, as the command line prints it."""
    answer = run_annals(world.url, "token", "create", name, *options)
    assert answer.code == 0, answer.err
    return answer.out.strip()


def bearing(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def asked(client: TestClient, headers: dict[str, str]) -> tuple[int, Any]:
    """The status, and the data or the error's code, that answers a query."""
    answer = client.post(GRAPHQL, json={"query": QUERY}, headers=headers)
    said = answer.json()
    return answer.status_code, said["data"] if "data" in said else said["errors"][0]["extensions"]["code"]


def test_as_long_as_there_is_no_token_everybody_may_ask(world: World) -> None:
    assert asked(world.client, {}) == (200, ANSWER)
    assert asked(world.client, bearing("annals_invented")) == (200, ANSWER)


def test_once_there_is_a_token_only_those_who_present_it_may_ask(world: World) -> None:
    secret = token(world, "reader")

    eventually(lambda: asked(world.client, {})[0] == 401)

    for _ in range(2):
        assert asked(world.client, bearing(secret)) == (200, ANSWER)
    assert asked(world.client, {"authorization": f"bearer  {secret}"}) == (200, ANSWER)
    for wrong in (bearing(secret[:-1]), bearing(""), {"authorization": secret}, {"authorization": f"Basic {secret}"}):
        assert asked(world.client, wrong) == (401, "UNAUTHENTICATED")
    assert asked(world.client, EVENTS) == (401, "UNAUTHENTICATED")


def test_a_refusal_says_what_is_lacking_and_how_to_send_it(world: World) -> None:
    token(world, "reader")
    with limited(world) as client:
        answer = client.post(GRAPHQL, json={"query": QUERY})

    assert answer.headers["www-authenticate"] == 'Bearer realm="annals"'
    assert "Authorization: Bearer" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_path_takes_a_token(world: World, path: str, method: str) -> None:
    secret = token(world, "reader")
    with limited(world) as client:
        without, with_token = client.request(method, path), client.request(method, path, headers=bearing(secret))

    assert (without.status_code, with_token.status_code) == (401, 404 if path == "/nothing" else 200)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_but_those_by_which_a_server_is_watched(world: World, path: str) -> None:
    token(world, "reader")
    with limited(world) as client:
        assert client.get(path).status_code == 200


def test_a_browser_is_shown_the_playground_without_a_token_but_no_data(world: World) -> None:
    token(world, "reader")
    with limited(world) as client:
        page = client.get(PROTECTED[0], headers=BROWSER)
        posted = client.post(GRAPHQL, json={"query": QUERY}, headers=BROWSER)

    assert (page.status_code, "<title>annals</title>" in page.text) == (200, True)
    assert posted.status_code == 401


def test_a_public_server_asks_for_no_token(world: World) -> None:
    token(world, "reader")
    with limited(world, public=True) as client:
        assert asked(client, {}) == (200, ANSWER)


def test_a_revoked_token_is_refused_soon_and_revoking_the_last_one_opens_nothing(world: World) -> None:
    secret = token(world, "reader")
    with limited(world) as client:
        before = asked(client, bearing(secret))
        run_annals(world.url, "token", "revoke", "reader")
        eventually(lambda: asked(client, bearing(secret))[0] == 401)

        assert before == (200, ANSWER)
        assert asked(client, {}) == (401, "UNAUTHENTICATED")


def test_a_token_expires(world: World) -> None:
    secret = token(world, "reader", "--expires", "1")
    with limited(world) as client:
        before = asked(client, bearing(secret))
    with psycopg.connect(world.url) as conn:
        conn.execute("UPDATE annals.token SET expires_at = expires_at - interval '1 day'")
    with limited(world) as client:
        after = asked(client, bearing(secret))

    assert (before[0], after[0]) == (200, 401)
    assert run_annals(world.url, "token", "list", "--format", "json").json[0]["state"] == "expired"


def test_a_token_allows_so_many_requests_a_minute_and_others_are_not_held_up(world: World) -> None:
    secret, other = token(world, "hasty", "--rate", "2"), token(world, "patient")
    with limited(world) as client:
        statuses = [asked(client, bearing(secret))[0] for _ in range(3)]
        refused = client.post(GRAPHQL, json={"query": QUERY}, headers=bearing(secret))
        unhindered = asked(client, bearing(other))

    assert statuses == [200, 200, 429]
    assert refused.json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
    assert 1 <= int(refused.headers["retry-after"]) <= 30
    assert unhindered == (200, ANSWER)


@pytest.fixture
def port(world: World) -> Iterator[int]:
    """Where a server of the world listens."""
    with listening(create_app(world.url, follow=False)) as port:
        yield port


@contextmanager
def opened(port: int, payload: dict[str, str], headers: dict[str, str] | None = None) -> Iterator[ClientConnection]:
    """A socket that has sent its first message."""
    address = f"ws://localhost:{port}/graphql"
    with connect(address, subprotocols=[PROTOCOL], additional_headers=headers) as connection:
        connection.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield connection


@pytest.mark.parametrize("way", ["header", "payload", "lower case"])
def test_a_socket_presents_its_token_as_a_header_or_in_its_first_message(world: World, way: str) -> None:
    value = bearing(token(world, "reader"))["authorization"]
    payload = {} if way == "header" else {"Authorization" if way == "payload" else "authorization": value}
    headers = {"authorization": value} if way == "header" else None
    with listening(create_app(world.url, follow=False)) as port, opened(port, payload, headers) as connection:
        greeted = Socket(connection).receive()
        answers = Socket(connection).ask(QUERY)

    assert greeted == {"type": "connection_ack"}
    assert answers[0]["payload"]["data"] == ANSWER


@pytest.mark.parametrize("payload", [{}, {"Authorization": "Bearer annals_invented"}])
def test_a_socket_without_a_token_is_closed(world: World, payload: dict[str, str]) -> None:
    token(world, "reader")
    with (
        listening(create_app(world.url, follow=False)) as port,
        opened(port, payload) as connection,
        pytest.raises(ConnectionClosed) as closed,
    ):
        connection.recv(timeout=120)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


def test_a_socket_that_sends_no_first_message_asks_nothing(world: World) -> None:
    token(world, "reader")
    with (
        listening(create_app(world.url, follow=False)) as port,
        connect(f"ws://localhost:{port}/graphql", subprotocols=[PROTOCOL]) as connection,
    ):
        Socket(connection).subscribe(QUERY)
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=120)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_operations_on_a_socket_count_as_requests(world: World) -> None:
    secret = token(world, "hasty", "--rate", "2")
    with listening(create_app(world.url, follow=False)) as port, opened(port, bearing(secret)) as connection:
        subscriber = Socket(connection)
        subscriber.receive()
        last = [subscriber.ask(QUERY, id=str(n))[-1] for n in range(3)]

    assert [message["type"] for message in last] == ["complete", "complete", "error"]
    assert last[2]["payload"][0]["extensions"] == {"code": "RATE_LIMITED"}


def test_what_is_open_is_ended_when_its_token_is_revoked(world: World) -> None:
    secret = token(world, "reader")
    with listening(create_app(world.url, follow=False)) as port, opened(port, bearing(secret)) as connection:
        assert Socket(connection).receive() == {"type": "connection_ack"}
        run_annals(world.url, "token", "revoke", "reader")

        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=120)

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4403, "the token has expired or was revoked")


def test_so_are_event_streams(world: World) -> None:
    secret = token(world, "reader")
    body = {"query": "subscription { eventRecorded { position } }"}
    with limited(world) as client, client.stream("POST", GRAPHQL, json=body, headers=EVENTS | bearing(secret)) as answer:
        run_annals(world.url, "token", "revoke", "reader")
        rest = answer.read()

    assert (answer.status_code, rest) == (200, b"")


def test_a_connection_opened_while_everybody_might_ask_is_ended_by_the_first_token(world: World, port: int) -> None:
    with socket(port) as subscriber:
        token(world, "reader")
        with pytest.raises(ConnectionClosed) as closed:
            subscriber.receive()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403
