"""A served annals that clients ask about now and about a moment before."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from dsl import Raw, corroborate, retract
from service import Service, serving
from world import a_world, new_database, the_article

from domain.identity import read_relay_id

DOUBLED = next(raw["key"] for raw in the_article() if raw["kind"] == "SummitHeld")
"""The event of the article that another paper reports since."""

SINCE: tuple[Raw, ...] = (
    {"kind": "SourceRegistered", "id": "other-paper"},
    {"kind": "CallHeld", "key": "call", "occurred": "2025-10-01", "participants": ["PRK", "RUS"]},
    {"kind": "CallHeld", "key": "call-again", "occurred": "2025-10-02", "participants": ["PRK", "CHN"]},
    corroborate(DOUBLED),
    retract("troops-prk-rus-2024"),
)
"""What is recorded after the article."""


class Demo(NamedTuple):
    """A server, and the position at which it had read the article and nothing else."""

    service: Service
    then: int

    @property
    def address(self) -> str:
        """Where it answers queries."""
        return f"http://127.0.0.1:{self.service.port}/graphql"

    def schema(self) -> str:
        """The schema, as the server hands it out."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.service.port}/schema.graphql", timeout=120) as response:
            text: bytes = response.read()
        return text.decode()

    @property
    def arguments(self) -> tuple[str, str, str]:
        """What scripts are told of it."""
        return self.address, str(self.then), DOUBLED


def position_of(thing: Any) -> int | None:
    """The position in the id of a thing in an answer; None where it was read as known now."""
    named = read_relay_id(thing["id"])
    assert named
    return named.position


@contextmanager
def a_demo(server_url: str) -> Iterator[Demo]:
    """The article and what came after it, served."""
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        then = world.log.head()
        world.append(*SINCE)
        with serving(url, "--no-project") as service:
            yield Demo(service, then)
