"""What is selected of a change follows the same rules as in a query."""

from collections.abc import Iterator
from typing import Any

import pytest
from service import listening
from streams import socket
from world import World

from api.app import create_app

SENDER = "... on TroopsDispatched {{ sender {{ {} }} }}"
QUERY = """subscription {{ eventRecorded(after: 0, filter: {{kinds: [SUMMIT_HELD, TROOPS_DISPATCHED]}}) {{
    entryKind event {{ kind {} }} }} }}"""


@pytest.fixture(scope="module")
def port(article: World) -> Iterator[int]:
    """Where a server of the article listens."""
    with listening(create_app(article.url, follow=False)) as port:
        yield port


def changes(article: World, port: int, sender: str) -> dict[str, Any]:
    """What subscribers get for a change about each of the two kinds, by kind."""
    count = article.ask("{ events(filter: {kinds: [SUMMIT_HELD, TROOPS_DISPATCHED]}) { totalCount } }")["events"]["totalCount"]
    with socket(port) as subscriber:
        subscriber.subscribe(QUERY.format(SENDER.format(sender)))
        payloads = [subscriber.receive()["payload"] for _ in range(count)]
    return {payload["data"]["eventRecorded"]["entryKind"]: payload for payload in payloads}


def test_a_part_of_what_is_selected_needs_nothing_of_the_rest(article: World, port: int) -> None:
    found = changes(article, port, "events(filter: {kinds: [SUMMIT_HELD]}) { totalCount }")

    assert found["TroopsDispatched"]["data"]["eventRecorded"]["event"]["sender"]["events"]["totalCount"] >= 0
    assert not any("errors" in payload for payload in found.values())


def test_a_bad_name_spoils_one_field_of_those_changes_that_have_it(article: World, port: int) -> None:
    found = changes(article, port, 'events(filter: {actors: ["Kim Jong Unn"]}) { totalCount }')

    assert found["SummitHeld"]["data"]["eventRecorded"] == {"entryKind": "SummitHeld", "event": {"kind": "SUMMIT_HELD"}}
    assert found["TroopsDispatched"]["data"]["eventRecorded"] == {"entryKind": "TroopsDispatched", "event": None}
    (error,) = found["TroopsDispatched"]["errors"]
    assert error["path"] == ["eventRecorded", "event", "sender", "events"]
    assert "kim-jong-un" in error["extensions"]["candidates"]
