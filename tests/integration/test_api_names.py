"""How things are called: ids, codes, names and aliases, in any spelling; and what is not there."""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hard_names import KOREA, a_world_of_names
from world import World, new_database

from domain.identity import actor_id, event_id, place_id, relay_id, source_id

SUMMIT = event_id("summit-prk-rus-2025-09-03")
KIM, BEIJING, PAPER = actor_id("kim-jong-un"), place_id("beijing"), source_id("asiae-third-summit")
NOBODY = UUID(int=7)


@pytest.fixture(scope="module")
def named(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_names(url) as world:
        yield world


def ref_of(world: World, field: str, name: str) -> Any:
    argument = "id: $name" if field == "source" else "ref: $name"
    type = "ID!" if field == "source" else "String!"
    found = world.ask(f"query($name: {type}) {{ {field}({argument}) {{ ref }} }}", name=name)[field]
    return found and found["ref"]


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("PRK", "PRK"),
        ("prk", "PRK"),
        ("KP", "PRK"),
        ("North Korea", "PRK"),
        ("north   KOREA", "PRK"),
        ("DPRK", "PRK"),
        ("D.P.R.K.", "PRK"),
        (KOREA, "PRK"),
        ("SUN", "SUN"),
        ("kim-jong-un", "kim-jong-un"),
        ("Chairman Kim", "kim-jong-un"),
        ("K. J. Un", "kim-jong-un"),
        ("alter-ego", "kim-jong-un"),
        ("Côte d'Or & Cie.", "cote-dor"),
        ("cote dor cie", "cote-dor"),
        ("Q99999", "cote-dor"),
        ("q99999", "cote-dor"),
        (str(KIM), "kim-jong-un"),
        (relay_id("Actor", KIM), "kim-jong-un"),
        (relay_id("Actor", actor_id("alter-ego")), "kim-jong-un"),
        (str(actor_id("PRK")), "PRK"),
        ("731", None),
        ("Atlantis", None),
        ("beijing", None),
        (relay_id("Place", KIM), None),
        (relay_id("Place", BEIJING), None),
        (str(NOBODY), None),
        ("", None),
        ("\u0000", None),
        ("x" * 10_000, None),
    ],
)
def test_an_actor_is_found_by_whatever_it_is_called(named: World, name: str, ref: str | None) -> None:
    assert ref_of(named, "actor", name) == ref


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("beijing", "beijing"),
        ("BEIJING", "beijing"),
        ("Diaoyutai State Guesthouse", "diaoyutai"),
        (str(BEIJING), "beijing"),
        (relay_id("Place", BEIJING), "beijing"),
        (relay_id("Actor", BEIJING), None),
        ("PRK", None),
        ("Atlantis", None),
    ],
)
def test_a_place_is_found_by_whatever_it_is_called(named: World, name: str, ref: str | None) -> None:
    assert ref_of(named, "place", name) == ref


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("asiae-third-summit", "asiae-third-summit"),
        (str(PAPER), "asiae-third-summit"),
        (relay_id("Source", PAPER), "asiae-third-summit"),
        (relay_id("Place", PAPER), None),
        ("no-such-paper", None),
    ],
)
def test_a_source_is_found_by_its_ref_or_its_id(named: World, name: str, ref: str | None) -> None:
    assert ref_of(named, "source", name) == ref


@pytest.mark.parametrize(
    ("id", "key"),
    [
        (str(SUMMIT), "summit-prk-rus-2025-09-03"),
        (relay_id("Event", SUMMIT), "summit-prk-rus-2025-09-03"),
        (str(event_id("twin")), "summit-prk-rus-2025-09-03"),
        (relay_id("Event", event_id("twin")), "summit-prk-rus-2025-09-03"),
        (relay_id("SummitHeld", SUMMIT), None),
        (relay_id("Actor", SUMMIT), None),
        (str(NOBODY), None),
        ("summit-prk-rus-2025-09-03", None),
        ("not base64!", None),
    ],
)
def test_an_event_is_found_by_its_id_as_given_or_bare(named: World, id: str, key: str | None) -> None:
    found = named.ask("query($id: ID) { event(id: $id) { key } }", id=id)["event"]

    assert (found and found["key"]) == key


@pytest.mark.parametrize("arguments", ["", '(id: "", key: "")', f'(id: "{SUMMIT}", key: "twin")', "(id: null)"])
def test_an_event_is_named_by_an_id_or_a_key_and_not_by_both_or_none(named: World, arguments: str) -> None:
    error = named.refusal(f"{{ event{arguments} {{ key }} }}")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["path"] == ["event"]


def test_every_id_that_is_shown_finds_its_thing_again(named: World) -> None:
    shown = named.ask(
        """{ events(first: 1000) { nodes { id } } actors(first: 1000) { nodes { id } }
             places(first: 1000) { nodes { id } } sources(first: 1000) { nodes { id } } }"""
    )
    ids = [node["id"] for connection in shown.values() for node in connection["nodes"]]

    nodes = named.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=ids[:900])["nodes"]

    assert [node["id"] for node in nodes] == ids[:900]
    assert base64.b64decode(ids[0]).startswith(b"Event:")
    assert nodes[0]["__typename"] != "Event"


def test_what_is_not_there_is_null_and_leaves_the_others_alone(named: World) -> None:
    ids = [
        relay_id("Event", SUMMIT),
        relay_id("Actor", KIM),
        relay_id("Place", BEIJING),
        relay_id("Source", PAPER),
        relay_id("Actor", actor_id("alter-ego")),
        relay_id("Event", event_id("twin")),
    ]
    wrong = [relay_id("Event", KIM), relay_id("Nothing", KIM), relay_id("Event", NOBODY), str(SUMMIT), "", "%%%", "Zm9v", "é"]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Event { key } ... on Actor { ref }
        ... on Place { name } ... on Source { publisher } } }"""

    nodes = named.ask(query, ids=[*wrong, *ids, *wrong])["nodes"]

    assert nodes[: len(wrong)] == nodes[-len(wrong) :] == [None] * len(wrong)
    assert nodes[len(wrong) : -len(wrong)] == [
        {"__typename": "SummitHeld", "key": "summit-prk-rus-2025-09-03"},
        {"__typename": "Actor", "ref": "kim-jong-un"},
        {"__typename": "Place", "name": "Beijing"},
        {"__typename": "Source", "publisher": "The Asia Business Daily"},
        {"__typename": "Actor", "ref": "kim-jong-un"},
        {"__typename": "SummitHeld", "key": "summit-prk-rus-2025-09-03"},
    ]


def test_one_node_is_found_like_one_of_several(named: World) -> None:
    query = "query($id: ID!) { node(id: $id) { __typename id } }"

    assert named.ask(query, id=relay_id("Event", SUMMIT))["node"]["__typename"] == "SummitHeld"
    assert named.ask(query, id="nonsense")["node"] is None


@pytest.mark.parametrize("name", ["North Korea", "KP", str(actor_id("PRK")), relay_id("Actor", actor_id("PRK"))])
def test_wherever_an_actor_is_named_any_of_its_names_will_do(named: World, name: str) -> None:
    query = """query($name: String!) {
        events(filter: {actors: [$name]}) { totalCount } any: events(filter: {anyActor: [$name]}) { totalCount }
        pair: events(filter: {between: [$name, "RUS"]}) { totalCount } at: events(filter: {place: $name}) { totalCount }
        relationship(between: [$name, "RUS"]) { eventCount } relationships(actor: $name) { totalCount }
        appearances(together: [$name, "RUS"]) { ordinal } }"""

    assert named.ask(query, name=name) == named.ask(query, name="PRK")
    assert named.ask(query, name=name)["at"]["totalCount"] > 0


@pytest.mark.parametrize("name", ["asiae-third-summit", str(PAPER), relay_id("Source", PAPER)])
def test_a_filter_takes_a_source_by_ref_or_id(named: World, name: str) -> None:
    found = named.ask("query($name: String) { events(filter: {source: $name}) { totalCount } }", name=name)

    assert found["events"]["totalCount"] > 10


@pytest.mark.parametrize("name", ["beijing", str(BEIJING), relay_id("Place", BEIJING)])
def test_a_filter_takes_a_place_by_ref_or_id(named: World, name: str) -> None:
    found = named.ask("query($name: String) { events(filter: {place: $name}) { totalCount } }", name=name)

    assert found["events"]["totalCount"] == 3
