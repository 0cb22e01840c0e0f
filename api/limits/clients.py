"""Counting what each client holds open."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from api.limits.denied import Denied
from api.limits.limits import Limits


class Clients:
    """How many connections and operations each client has going on in this process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._connections: Counter[str] = Counter()
        self._operations: Counter[str] = Counter()

    @contextmanager
    def connection(self, client: str) -> Iterator[None]:
        """A connection that stays open while the block runs. Raises Denied."""
        most = self._limits.max_connections
        message = f"one client may hold {most} connections open; close some, or run several operations over one socket"
        with _counted(self._connections, client, most, Denied("TOO_MANY_CONNECTIONS", message)):
            yield

    @contextmanager
    def operation(self, client: str) -> Iterator[None]:
        """An operation that goes on while the block runs. Raises Denied."""
        most = self._limits.max_subscriptions
        message = f"one client may have {most} subscriptions and operations going on; complete some, or put them into one"
        with _counted(self._operations, client, most, Denied("TOO_MANY_SUBSCRIPTIONS", message)):
            yield


def client_of(scope: Mapping[str, Any]) -> str:
    """The address that a request comes from."""
    return str((scope.get("client") or ("",))[0])


@contextmanager
def _counted(counts: Counter[str], client: str, most: int, refusal: Denied) -> Iterator[None]:
    if counts[client] >= most:
        raise refusal
    counts[client] += 1
    try:
        yield
    finally:
        counts[client] -= 1
        if not counts[client]:
            del counts[client]
