"""One bad name spoils one field: it is null with its error, or what is around it where it may not be null."""

from collections.abc import Iterator
from typing import Any

import pytest
from hard_names import a_world_of_names
from world import World, new_database, the_article

from api.answering.plans import Query
from domain.identity import actor_id, event_id, relay_id

BAD = 'events(filter: {actors: ["Kim Jong Unn"]}) { totalCount }'
KEY = next(raw["key"] for raw in the_article() if raw["kind"] == "SummitHeld" and "place" in raw)
THINGS = [relay_id("Event", event_id(KEY)), relay_id("Actor", actor_id("PRK"))]


@pytest.fixture(scope="module")
def named(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_names(url) as world:
        yield world


def told(response: dict[str, Any]) -> list[tuple[list[Any], list[str]]]:
    """Where the errors of a response stand, and which names they suggest."""
    assert {error["extensions"]["code"] for error in response["errors"]} <= {"BAD_USER_INPUT"}
    return [(error["path"], error["extensions"].get("candidates", [])) for error in response["errors"]]


@pytest.mark.parametrize(
    ("bad", "candidate"),
    [
        ('relationship(between: ["RUS", "Nort Korea"]) { eventCount }', "PRK"),
        ('actor(ref: "Korea Trading") { ref }', "korea-1"),
        ('event(key: "x", asOf: {position: 1000000000}) { key }', None),
        ('event(key: "x", asOf: {time: "2999-01-01T00:00:00Z"}) { key }', None),
        ("event { key }", None),
    ],
)
def test_a_field_that_may_be_null_is_null_and_the_others_are_answered(named: World, bad: str, candidate: str | None) -> None:
    response = named.response(f'{{ before: actor(ref: "PRK") {{ ref }} bad: {bad} after: actor(ref: "RUS") {{ ref }} }}')

    assert response["data"] == {"before": {"ref": "PRK"}, "bad": None, "after": {"ref": "RUS"}}
    ((path, candidates),) = told(response)
    assert path == ["bad"]
    assert candidate is None or candidate in candidates
    assert response["errors"][0]["locations"] == [{"line": 1, "column": 37}]


def test_within_a_field_that_may_be_null_only_that_one_is(article: World) -> None:
    response = article.response(f'{{ event(key: "{KEY}") {{ key place {{ ref country {{ ref {BAD} }} }} }} }}')

    place = response["data"]["event"]["place"]
    assert response["data"]["event"]["key"] == KEY
    assert place["ref"]
    assert place["country"] is None
    assert [path for path, _ in told(response)] == [["event", "place", "country", "events"]]


def test_in_a_list_each_null_has_an_error_with_its_place_in_the_list(article: World) -> None:
    query = "{{ events(first: 15) {{ totalCount nodes {{ key place {{ ref country {{ {} }} }} }} }} }}"
    right = article.ask(query.format("ref"))["events"]

    response = article.response(query.format(BAD))

    spoilt = response["data"]["events"]
    places = [n for n, node in enumerate(right["nodes"]) if node["place"] and node["place"]["country"]]
    assert len(places) > 1
    assert [path for path, _ in told(response)] == [["events", "nodes", n, "place", "country", "events"] for n in places]
    for node in (node for node in right["nodes"] if node["place"]):
        node["place"]["country"] = None
    assert spoilt == right


@pytest.mark.parametrize(
    ("query", "data", "path"),
    [
        (
            f'{{ actor(ref: "PRK") {{ ref {BAD} }} status {{ parked }} }}',
            {"actor": None, "status": {"parked": 0}},
            ["actor", "events"],
        ),
        (f"{{ status {{ parked }} {BAD} }}", None, ["events"]),
        (
            f"{{ status {{ parked }} events(first: 2) {{ edges {{ node {{ parties(first: 2) {{ actor {{ {BAD} }} }} }} }} }} }}",
            None,
            None,
        ),
        (f'{{ actor(ref: "Atlantis") {{ {BAD} }} status {{ parked }} }}', {"actor": None, "status": {"parked": 0}}, ["actor"]),
    ],
)
def test_where_none_may_be_null_what_is_around_it_is(article: World, query: str, data: Any, path: list[str] | None) -> None:
    response = article.response(query)

    assert response["data"] == data
    ((where, candidates),) = told(response)
    in_list: list[str | int] = ["events", "edges", 0, "node", "parties", 0, "actor", "events"]
    assert where == (path or in_list)
    assert "kim-jong-un" in candidates


def test_an_error_on_one_type_leaves_the_others(article: World) -> None:
    query = "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on Event {{ key }} ... on Actor {{ ref {} }} }} }}"

    response = article.response(query.format(BAD), ids=[*THINGS, THINGS[0]])

    assert response["data"] == {"nodes": [{"key": KEY}, None, {"key": KEY}]}
    assert [path for path, _ in told(response)] == [["nodes", 1, "events"]]


def test_several_bad_names_have_an_error_each(named: World) -> None:
    response = named.response(
        '{ a: relationship(between: ["RUS", "Nort Korea"]) { eventCount } b: relationship(between: ["PRK"]) { eventCount } }'
    )

    assert response["data"] == {"a": None, "b": None}
    assert [path for path, _ in told(response)] == [["a"], ["b"]]


def test_the_nearest_are_looked_for_for_some_unknown_names(named: World) -> None:
    fields = " ".join(f'f{n}: relationship(between: ["RUS", "Nort Korea {n % 9}"]) {{ eventCount }}' for n in range(18))

    errors = named.response(f"{{ {fields} }}")["errors"]

    suggesting = [error["path"] for error in errors if "candidates" in error["extensions"]]
    assert len(errors) == 18
    assert suggesting == [["f0"], ["f1"], ["f2"], ["f9"], ["f10"], ["f11"]]
    assert errors[-1]["message"] == "unknown actor 'Nort Korea 8'"


ASKED: list[dict[str, Any]] = [
    {"name": "PRK", "other": "RUS"},
    {"name": "Nort Korea", "other": "RUS"},
    {"name": "RUS", "other": "Vladimir Puttin"},
    {"name": "Nort Korea", "other": "Vladimir Puttin"},
    {"name": "Korea Trading", "other": "PRK"},
    {"name": "RUS", "other": "PRK"},
]
QUERY = """query($name: String!, $other: String!) { relationship(between: [$name, "CHN"]) { eventCount }
    actor(ref: "PRK") { ref events(filter: {actors: [$other]}) { totalCount } } }"""


def test_a_query_that_is_known_has_the_errors_of_a_new_one(named: World) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Query, "bind", lambda *_: None)
        fresh = [named.response(QUERY, **variables) for variables in ASKED]
    assert sum("errors" in response for response in fresh) == 4

    for _ in range(2):
        assert [named.response(QUERY, **variables) for variables in ASKED] == fresh


def test_an_argument_that_is_null_where_it_may_not_be_is_an_error_of_its_field(article: World) -> None:
    query = 'query($order: EventOrder = OCCURRED_ASC) { actor(ref: "PRK") { events(orderBy: $order) { totalCount } } }'

    response = article.response(query, order=None)

    assert response["data"] == {"actor": None}
    assert [path for path, _ in told(response)] == [["actor", "events"]]
