"""The two protocols of streams: what they answer and refuse, and how much of them one client may have."""

import json
import logging
import socket as sockets
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from service import eventually, listening
from streams import events, socket
from websockets.exceptions import ConnectionClosed
from world import World

from api.app import create_app
from api.limits.limits import Limits

POSITIONS = "subscription($after: Position) { eventRecorded(after: $after) { position } }"


@pytest.fixture(scope="module")
def port(article: World) -> Iterator[int]:
    """Where a server of the article's world listens."""
    with listening(create_app(article.url, follow=False)) as port:
        yield port


def test_a_query_over_server_sent_events_is_answered_and_completed(port: int) -> None:
    with events(port, "{ status { lag } }") as told:
        answers = list(told)

    assert [name for name, _ in answers] == ["next", "complete"]
    assert answers[0][1]["data"] == {"status": {"lag": 0}}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("mutation { append }", "OPERATION_NOT_ALLOWED"),
        ("subscription { eventRecorded(after: 99999) { position } }", "BAD_USER_INPUT"),
        ('subscription { eventRecorded(filter: {actors: ["Nobody at all"]}) { position } }', "BAD_USER_INPUT"),
        ("subscription($after: Position!) { eventRecorded(after: $after) { position } }", "BAD_USER_INPUT"),
        ("{ events(first: 1001) { totalCount } }", "BAD_USER_INPUT"),
    ],
)
def test_what_is_wrong_is_told_and_the_socket_stays_open(port: int, query: str, code: str) -> None:
    with socket(port) as subscriber:
        (answer,) = subscriber.ask(query)
        last, complete = subscriber.ask("{ status { lag } }")

    assert (answer["type"], answer["payload"][0]["extensions"]["code"]) == ("error", code)
    assert (last["payload"]["data"], complete["type"]) == ({"status": {"lag": 0}}, "complete")


def test_an_unknown_name_in_a_filter_is_refused_with_the_nearest(port: int) -> None:
    with socket(port) as subscriber:
        (answer,) = subscriber.ask('subscription { eventRecorded(filter: {actors: ["North Koreo"]}) { position } }')

    assert "PRK" in answer["payload"][0]["extensions"]["candidates"]


@pytest.mark.parametrize(
    "message",
    [
        "not json",
        "[]",
        "7",
        "null",
        '"ping"',
        "{}",
        '{"type": ["ping"]}',
        f'{{"type": "{"x" * 1000}"}}',
        '{"type": "complete", "id": {}}',
        '{"type": "subscribe", "id": ["1"], "payload": {"query": "{ status { lag } }"}}',
        '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": ["query"]}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 7}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ status { lag } }", "variables": []}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ status { lag } }", "operationName": 7}}',
    ],
)
def test_a_malformed_message_closes_the_socket_with_the_protocols_code_and_logs_nothing(
    port: int, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    with socket(port) as subscriber:
        subscriber.connection.send(message)

        with pytest.raises(ConnectionClosed) as closed:
            subscriber.receive()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4400
    assert closed.value.rcvd.reason
    assert warnings(caplog) == []


@pytest.fixture
def narrow(article: World) -> Iterator[int]:
    """Where a server with narrow limits listens."""
    with listening(create_app(article.url, follow=False, limits=Limits(max_connections=3, max_subscriptions=2))) as port:
        yield port


def test_one_client_holds_so_many_sockets_open_and_no_more(narrow: int) -> None:
    with ExitStack() as opened:
        for _ in range(3):
            opened.enter_context(socket(narrow))
        with pytest.raises(ConnectionClosed) as closed:
            opened.enter_context(socket(narrow))
    with socket(narrow) as again:
        assert again.ask("{ status { lag } }")[-1]["type"] == "complete"

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (
        4429,
        "one client may hold 3 connections open; close some, or run several operations over one socket",
    )


def test_one_client_has_so_many_subscriptions_going_on_and_no_more(narrow: int) -> None:
    with socket(narrow) as one, socket(narrow) as other:
        one.subscribe(POSITIONS, id="1")
        one.subscribe(POSITIONS, id="2")
        one.send(type="ping")
        one.receive()
        (refused,) = other.ask("{ status { lag } }")
        one.send(type="complete", id="1")
        eventually(lambda: other.ask("{ status { lag } }")[-1]["type"] == "complete")

    assert refused["payload"][0]["extensions"] == {"code": "TOO_MANY_SUBSCRIPTIONS"}


def test_messages_are_text(port: int) -> None:
    with socket(port) as subscriber:
        subscriber.subscribe("{ status { lag } }")

        assert isinstance(message := subscriber.connection.recv(timeout=120), str)
        assert json.loads(message)["type"] == "next"


def test_clients_that_vanish_while_they_are_told_much_are_nothing_to_log(article: World, caplog: pytest.LogCaptureFixture) -> None:
    with listening(create_app(article.url, follow=False)) as port:
        for number in range(20):
            with socket(port) as subscriber:
                for id in range(4):
                    subscriber.subscribe(POSITIONS, str(id), after=0)
                time.sleep(0.002 * number)
                subscriber.connection.socket.shutdown(sockets.SHUT_RDWR)

    assert warnings(caplog) == []


@pytest.mark.parametrize("sent", ["", '{"query"'])
def test_a_client_that_leaves_in_the_middle_of_a_body_is_nothing_to_log(
    article: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], sent: str
) -> None:
    head = "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
    lengths = ("content-length: 100\r\n\r\n", "transfer-encoding: chunked\r\n\r\n" + ("64\r\n" if sent else ""))
    with listening(create_app(article.url, follow=False)) as port:
        for length in lengths:
            with sockets.create_connection(("127.0.0.1", port)) as client:
                client.sendall((head + length + sent).encode())
                time.sleep(0.1)

    # uvicorn's own log goes to standard error and nowhere else.
    assert (warnings(caplog), capsys.readouterr().err) == ([], "")


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the server has logged that somebody should look at."""
    told = [record for record in caplog.records if record.levelno >= logging.WARNING and record.name != "websockets.client"]
    return [record.getMessage() for record in told]
