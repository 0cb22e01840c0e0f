"""Requests that are never sent to the end: their connections are closed after a while, and nobody else's."""

import socket
from collections.abc import Iterator

import pytest
from service import Service, serving, wait_until_listening
from world import World

pytestmark = pytest.mark.slow

HEAD = b"POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
BODY = b'{"query": "{ status { lag } }"}'
WHOLE = HEAD + b"content-length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.fixture(scope="module", params=["1", "2"])
def service(article: World, request: pytest.FixtureRequest) -> Iterator[Service]:
    """A server that waits a second for a request, with one worker or two."""
    with serving(article.url, "--no-project", "--workers", request.param, ANNALS_READ_TIMEOUT="1") as service:
        wait_until_listening(service.port)
        yield service


def until_closed(connection: socket.socket) -> bytes:
    """All that a server says before it closes a connection. Raises TimeoutError where it does not."""
    said = b""
    while part := connection.recv(65536):
        said += part
    return said


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b"HTTP/1.1 408 "),
        (b"POST /gra", b"HTTP/1.1 408 "),
        (HEAD, b"HTTP/1.1 408 "),
        (HEAD + b"content-length: 100\r\n\r\n", b"HTTP/1.1 408 "),
        (HEAD + b'content-length: 100\r\n\r\n{"query"', b"HTTP/1.1 408 "),
        (HEAD + b'transfer-encoding: chunked\r\n\r\n8\r\n{"query"\r\n', b"HTTP/1.1 408 "),
        (WHOLE + HEAD, b"HTTP/1.1 200 "),
    ],
)
def test_a_request_that_is_not_sent_to_the_end_is_closed(service: Service, sent: bytes, answer: bytes) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=120) as connection:
        connection.sendall(sent)

        assert until_closed(connection).startswith(answer)


def test_a_body_that_drips_is_closed_all_the_same(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=120) as connection:
        connection.sendall(HEAD + b"content-length: 1000\r\n\r\n")
        connection.settimeout(0.2)
        said = b""
        for _ in range(100):
            try:
                said = connection.recv(65536)
                break
            except TimeoutError:
                connection.sendall(b" ")

    assert said.startswith(b"HTTP/1.1 408 ")


def test_a_stream_goes_on_for_as_long_as_its_client_listens(service: Service) -> None:
    subscription = b'{"query": "subscription { eventRecorded { position } }"}'
    with socket.create_connection(("127.0.0.1", service.port), timeout=120) as connection:
        connection.sendall(HEAD + b"accept: text/event-stream\r\ncontent-length: %d\r\n\r\n" % len(subscription) + subscription)
        head = connection.recv(65536)
        connection.settimeout(2)
        with pytest.raises(TimeoutError):
            connection.recv(65536)

    assert head.startswith(b"HTTP/1.1 200 ")
