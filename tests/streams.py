"""Subscribing over a socket or to server-sent events, message by message."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PROTOCOL = Subprotocol("graphql-transport-ws")
PATIENCE = 120


class Socket:
    """A socket that speaks graphql-transport-ws."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send(self, **message: Any) -> None:
        self.connection.send(json.dumps(message))

    def receive(self) -> dict[str, Any]:
        """The next message. Raises TimeoutError, ConnectionClosed."""
        message: dict[str, Any] = json.loads(self.connection.recv(timeout=PATIENCE))
        return message

    def subscribe(self, query: str, id: str = "1", **variables: Any) -> None:
        self.send(type="subscribe", id=id, payload={"query": query, "variables": variables})

    def ask(self, query: str, id: str = "1", **variables: Any) -> list[dict[str, Any]]:
        """All messages that answer an operation which comes to an end."""
        self.subscribe(query, id, **variables)
        messages = [self.receive()]
        while messages[-1]["type"] == "next":
            messages.append(self.receive())
        return messages


@contextmanager
def socket(port: int) -> Iterator[Socket]:
    """A socket that has been greeted."""
    with connect(f"ws://127.0.0.1:{port}/graphql", subprotocols=[PROTOCOL]) as connection:
        opened = Socket(connection)
        opened.send(type="connection_init")
        assert opened.receive() == {"type": "connection_ack"}
        yield opened


@contextmanager
def events(port: int, query: str, **variables: Any) -> Iterator[Iterator[tuple[str, Any]]]:
    """The server-sent events that answer an operation: their names and their data."""
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"content-type": "application/json", "accept": "text/event-stream"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:
        assert response.headers["content-type"] == "text/event-stream"
        yield _events(line.decode().rstrip("\r\n") for line in response)


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data" or line == "data:":
            yield name, json.loads(value) if value else None
