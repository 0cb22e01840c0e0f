"""A query asked again, with the same variables or others: answered from what is remembered of it, as if it were new."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from world import World, a_world, new_database, the_article

from api.answering.plans import Query
from domain.identity import actor_id, relay_id
from projections.schemas import LIVE

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
    {"actor": "PRK", "asOf": {"time": "2999-01-01T00:00:00Z"}},
    {"actor": "PRK", "first": "many"},
]

CHANGES = """query($since: AsOf!, $until: AsOf) {
    changes(since: $since, until: $until, first: 2) { totalCount nodes { position entryKind event { key retracted } } } }"""

MOMENTS: list[dict[str, Any]] = [
    {"since": {"position": 700}},
    {"since": {"position": 100}},
    {"since": {"position": 700}, "until": None},
    {"since": {"position": 300}, "until": {"position": 700}},
    {"since": {"position": 300}, "until": {"position": 301}},
    {"since": {"time": "2020-01-01T00:00:00Z"}, "until": {"position": 700}},
    {"since": {"position": 700}, "until": {"position": 300}},
    {"since": {"position": 10**9}},
    {"since": {"position": 300}, "until": {"time": "2999-01-01T00:00:00Z"}},
    {"until": {"position": 300}},
]


@pytest.fixture(scope="module")
def own(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        yield world


@pytest.mark.parametrize(("query", "asked"), [(EVENTS, ASKED), (CHANGES, MOMENTS)])
def test_a_query_that_is_remembered_answers_as_a_new_one(article: World, query: str, asked: list[dict[str, Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "bind", lambda *_: None)
        fresh = [article.response(query, **variables) for variables in asked]

    for _ in range(3):
        assert [article.response(query, **variables) for variables in asked] == fresh


@pytest.mark.parametrize(
    "query",
    [
        '{ actor(ref: "North Korea") { name eventCount } }',
        '{ changes(since: {position: 0}, until: {time: "2020-01-01T00:00:00Z"}) { totalCount } }',
        "{ changes(since: {position: 300}) { totalCount nodes { position event { key } } } status { head } }",
        '{ eventGroups(by: [YEAR], filter: {place: "Beijing", occurred: {to: "2025-12-31"}}) { keys eventCount } }',
    ],
)
def test_the_second_answer_is_the_first_without_looking_at_the_query_again(own: World, query: str) -> None:
    headers = {"x-request-id": "the-same"}
    first = own.client.get("/graphql", params={"query": query}, headers=headers)
    assert first.json()["extensions"]["cost"] > 0

    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("api.answering.reader._compile")
        second = own.client.get("/graphql", params={"query": query}, headers=headers)

    assert "errors" not in first.json()
    assert second.content == first.content
    assert second.headers == first.headers
    assert second.headers["etag"]


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (
            "query($text: String!) { events(filter: {text: $text}) { nodes { key } } }",
            [{"text": "Putin"}, {"text": "putin pyongyang"}, {"text": "kim putin summit putin"}],
        ),
        (
            "query($names: [String!]!) { events(filter: {actors: $names}) { totalCount } }",
            [{"names": ["RUS", "PRK"]}, {"names": ["RUS", "PRK", "Kim Jong Un", "CHN"]}, {"names": ["CHN", "PRK", "CHN"]}],
        ),
        (
            "query($names: [String!]!) { events(filter: {anyActor: $names}) { totalCount } }",
            [{"names": ["RUS"]}, {"names": ["USA", "Kim Jong Un", "CHN"]}],
        ),
        (
            "query($names: [String!]!) { appearances(together: $names) { ordinal event { key } } }",
            [{"names": ["RUS"]}, {"names": ["Vladimir Putin", "Kim Jong Un"]}, {"names": ["CHN", "RUS", "PRK"]}],
        ),
    ],
)
def test_one_plan_does_for_any_number_of_words_and_names(article: World, query: str, asked: list[dict[str, Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "bind", lambda *_: None)
        fresh = [article.response(query, **variables) for variables in asked]

    article.ask(query, **asked[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("api.answering.reader._compile")
        again = [article.response(query, **variables) for variables in asked]

    assert again == fresh


@pytest.mark.parametrize("first", [{}, {"on": True}, {"on": False}, {"on": None}])
def test_a_null_is_no_value_left_out(article: World, first: dict[str, Any]) -> None:
    query = "query($on: Boolean = true) { status { parked position @include(if: $on) } }"
    shown = list(article.response(query, **first)["data"] or ())

    for _ in range(2):
        error = article.refusal(query, on=None)
        assert (error["extensions"]["code"], error["path"]) == ("BAD_USER_INPUT", ["status"])
        assert [list(article.ask(query, **given)["status"]) for given in ({}, {"on": False})] == [
            ["parked", "position"],
            ["parked"],
        ]

    assert shown == ([] if first == {"on": None} else ["status"])


COUNTED = """query($asOf: AsOf) {
    actor(ref: "RUS", asOf: $asOf) { eventCount events(first: 3) { totalCount nodes { key } } } }"""


def test_what_is_counted_now_is_not_what_is_counted_as_of_long_ago(article: World) -> None:
    moments = [None, {"position": 300}, None, {"position": 700}, {"position": 300}, None]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "bind", lambda *_: None)
        fresh = [article.ask(COUNTED, asOf=moment)["actor"] for moment in moments]

    assert [article.ask(COUNTED, asOf=moment)["actor"] for moment in moments] == fresh
    assert len({answer["eventCount"] for answer in fresh if answer}) > 1


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


@pytest.mark.parametrize(
    "query", ['{ actor(ref: "The Recluse") { ref } }', '{ events(filter: {actors: ["The Recluse"]}) { totalCount } }']
)
def test_so_is_one_that_stands_in_the_query_itself(server_url: str, query: str) -> None:
    recluse = {"kind": "ActorAliased", "actor": "PRK", "alias": "The Recluse"}
    with new_database(server_url) as url, a_world(url, *the_article()) as world:
        world.append(recluse)
        before = world.ask(query)
        assert world.ask(query) == before

        world.append({"kind": "RegistrationRetracted", "registration": recluse, "reason": "it is another"})
        world.append({"kind": "ActorAliased", "actor": "CHN", "alias": "The Recluse"})
        after = world.ask(query)

    assert after != before


def test_what_is_recorded_between_two_questions_is_in_the_second_answer(own: World) -> None:
    query = "query($to: Date) { events(filter: {occurred: {to: $to}}) { totalCount } status { position } }"
    before = own.ask(query, to="2025-12-31")
    assert own.ask(query, to="2025-12-31") == before

    own.append({"kind": "ActorAliased", "actor": "CHN", "alias": "Another name"})
    after = own.ask(query, to="2025-12-31")

    assert after["events"] == before["events"]
    assert after["status"]["position"] > before["status"]["position"]


def test_what_goes_wrong_is_told_the_same(server_url: str) -> None:
    query = {"query": "{ sources { totalCount } }"}
    accept = {"accept": "application/graphql-response+json", "x-request-id": "the-same"}
    with new_database(server_url) as url, a_world(url) as world:
        assert world.client.post("/graphql", json=query).json()["data"]["sources"]["totalCount"] == 0
        with psycopg.connect(url) as conn:
            conn.execute(f"ALTER TABLE {LIVE}.source RENAME TO gone".encode())

        again = world.client.post("/graphql", json=query, headers=accept)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Query, "bind", lambda *_: None)
            anew = world.client.post("/graphql", json=query, headers=accept)

    assert again.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert (again.status_code, again.content) == (anew.status_code, anew.content)
