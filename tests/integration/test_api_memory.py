"""A query asked again, with the same variables or others: answered from what is remembered of it, as if it were new."""

from collections.abc import Iterator
from typing import Any

import pytest
from world import World, a_world, new_database, the_article

from api.memory import Memory
from domain.identity import actor_id, relay_id

EVENTS = """query($actor: String!, $first: Int, $after: String, $kinds: [EventKind!], $to: Date,
        $order: EventOrder! = OCCURRED_DESC, $asOf: AsOf, $brief: Boolean! = false) {
    actor(ref: $actor, asOf: $asOf) { ref events(first: $first, after: $after, orderBy: $order, filter: {kinds: $kinds,
        occurred: {to: $to}}) { totalCount pageInfo { hasNextPage endCursor } nodes { key title @skip(if: $brief) } } } }"""

ASKED: list[dict[str, Any]] = [
    {"actor": "PRK"},
    {"actor": "Russia"},
    {"actor": relay_id("Actor", actor_id("PRK"))},
    {"actor": "nobody at all"},
    {"actor": "PRK", "first": 2},
    {"actor": "RUS", "first": 2},
    {"actor": "PRK", "first": 0},
    {"actor": "PRK", "order": "OCCURRED_ASC"},
    {"actor": "PRK", "order": "POSITION_DESC", "first": 3},
    {"actor": "PRK", "kinds": ["SUMMIT_HELD"]},
    {"actor": "PRK", "kinds": ["SUMMIT_HELD", "TROOPS_DISPATCHED"]},
    {"actor": "PRK", "to": "2024-12-31"},
    {"actor": "PRK", "to": "2019-12-31"},
    {"actor": "PRK", "brief": True},
    {"actor": "RUS", "brief": False},
    {"actor": "PRK", "asOf": {"position": 300}},
    {"actor": "PRK", "asOf": {"position": 700}},
    {"actor": "PRK", "first": -1},
    {"actor": "PRK", "after": "no cursor"},
    {"actor": "PRK", "asOf": {"position": 10**9}},
    {"actor": "PRK", "first": "many"},
]


@pytest.fixture(scope="module")
def own(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        yield world


def test_a_query_that_is_remembered_answers_as_a_new_one(article: World) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Memory, "find", lambda memory, key: None)
        fresh = [article.response(EVENTS, **variables) for variables in ASKED]

    for _ in range(3):
        assert [article.response(EVENTS, **variables) for variables in ASKED] == fresh


def test_cursors_of_a_remembered_query_go_on_where_the_page_ended(article: World) -> None:
    whole = keys(article.ask(EVENTS, actor="PRK", first=1000))

    found: list[str] = []
    after = None
    while True:
        page = article.ask(EVENTS, actor="PRK", first=2, after=after)
        found += keys(page)
        if not page["actor"]["events"]["pageInfo"]["hasNextPage"]:
            break
        after = page["actor"]["events"]["pageInfo"]["endCursor"]

    assert found == whole


def keys(data: Any) -> list[str]:
    return [node["key"] for node in data["actor"]["events"]["nodes"]]


REF = "query($name: String!) { actor(ref: $name) { ref name } }"


def test_a_name_that_has_come_to_mean_something_else_is_followed(own: World) -> None:
    assert own.ask(REF, name="The Hermit") == {"actor": None}
    assert own.ask(REF, name="The Hermit") == {"actor": None}

    own.append({"kind": "ActorAliased", "actor": "PRK", "alias": "The Hermit"})
    assert own.ask(REF, name="The Hermit")["actor"]["ref"] == "PRK"

    own.append({"kind": "ActorAliased", "actor": "RUS", "alias": "The Hermit"})
    assert own.refusal(REF, name="The Hermit")["extensions"]["candidates"] == ["PRK", "RUS"]


def test_a_name_in_the_text_of_a_query_is_followed_too(own: World) -> None:
    query = '{ actor(ref: "The Recluse") { ref } }'
    assert own.ask(query) == {"actor": None}

    own.append({"kind": "ActorAliased", "actor": "PRK", "alias": "The Recluse"})

    assert own.ask(query) == {"actor": {"ref": "PRK"}}


def test_what_is_recorded_between_two_questions_is_in_the_second_answer(own: World) -> None:
    query = "query($to: Date) { events(filter: {occurred: {to: $to}}) { totalCount } status { position } }"
    before = own.ask(query, to="2025-12-31")
    assert own.ask(query, to="2025-12-31") == before

    own.append({"kind": "ActorAliased", "actor": "CHN", "alias": "Another name"})
    after = own.ask(query, to="2025-12-31")

    assert after["events"] == before["events"]
    assert after["status"]["position"] > before["status"]["position"]
