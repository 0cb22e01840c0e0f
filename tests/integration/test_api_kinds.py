"""Every event kind: what was appended comes back, under the kind's own names."""

from collections.abc import Iterator
from typing import Any

import pytest
from all_kinds import in_parts
from conforming import assert_conforms, shown_schema
from gallery import CAST, GALLERY, bare, kind_of
from graphql import GraphQLEnumType, GraphQLList, GraphQLNonNull, GraphQLObjectType, get_named_type
from world import World, a_world, limited, new_database

from domain.events import EVENT_KINDS

QUERIES = in_parts(shown_schema())


Nodes = dict[str, Any]
"""All that the API shows of each event, by key."""


@pytest.fixture(scope="module")
def nodes(server_url: str) -> Iterator[Nodes]:
    """Two events of every kind: one that says all that can be said, one that says as little as it may."""
    with new_database(server_url) as url, a_world(url, *CAST, *GALLERY, *map(bare, GALLERY)) as world:
        with limited(world, max_cost=10_000_000) as client:
            answers = [client.post("/graphql", json={"query": query}).json() for query in QUERIES]
        found: Nodes = {}
        for query, answer in zip(QUERIES, answers, strict=True):
            assert_conforms(query, answer["data"])
            for node in answer["data"]["events"]["nodes"]:
                found[node["key"]] = found.get(node["key"], {}) | node
        yield found


def as_in_a_file(value: Any, type: Any) -> Any:
    """What an entry would say to get this answer."""
    inner = type.of_type if isinstance(type, GraphQLNonNull) else type
    if isinstance(inner, GraphQLList):
        return [as_in_a_file(item, inner.of_type) for item in value]
    if value is None or not isinstance(value, dict):
        return value.lower() if isinstance(get_named_type(type), GraphQLEnumType) and value else value
    for short in ("ref", "edtf"):
        if short in value:
            return value[short]
    assert isinstance(inner, GraphQLObjectType)
    said = {snake(name): as_in_a_file(part, inner.fields[name].type) for name, part in value.items()}
    said = {name: part for name, part in said.items() if part not in (None, False) and name not in ("role", "side")}
    return said["actor"] if said.keys() == {"actor"} else said


def snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)


def own_answer(raw: dict[str, Any], node: Any) -> dict[str, Any]:
    """The kind's own fields of an answer, as a file would have them."""
    fields = {snake(name): (value, name) for name, value in node.items() if name != "__typename"}
    renamed = {"weapon": "weapon_class"} if raw["kind"] == "ForceUsed" else {}
    type = shown_schema().type_map[raw["kind"]]
    assert isinstance(type, GraphQLObjectType)
    found = {own: fields[renamed.get(own, own)] for own in kind_of(raw).own_fields()}
    return {own: as_in_a_file(value, type.fields[name].type) for own, (value, name) in found.items()}


def test_the_gallery_has_every_kind_and_every_field() -> None:
    assert [kind_of(raw) for raw in GALLERY] == list(EVENT_KINDS)
    for raw in GALLERY:
        assert set(kind_of(raw).own_fields()) <= raw.keys()


@pytest.mark.parametrize("raw", GALLERY, ids=lambda raw: raw["kind"])
def test_all_that_was_appended_of_a_kind_comes_back(nodes: Nodes, raw: dict[str, Any]) -> None:
    node = nodes[raw["key"]]
    # Here the kind's own field has the name of the list of everybody in the event.
    all_parties = {
        "CeasefireAgreed": {"parties": ["RUS", "UKR", "TUR"]},
        "CeasefireBegun": {"parties": ["PRK", "USA"]},
    }

    shown = own_answer(raw, node)

    assert node["__typename"] == raw["kind"]
    assert shown == {own: raw[own] for own in shown} | all_parties.get(raw["kind"], {})


@pytest.mark.parametrize("raw", GALLERY, ids=lambda raw: raw["kind"])
def test_what_was_not_said_is_null_or_empty(nodes: Nodes, raw: dict[str, Any]) -> None:
    said = bare(raw)

    shown = own_answer(raw, nodes[said["key"]])

    defaults = {own: kind_of(raw).model_fields[own].default for own in shown if own not in said}
    assert {own: value or None for own, value in shown.items() if own in defaults} == {
        own: getattr(default, "value", default) or None for own, default in defaults.items()
    }


def test_every_event_is_among_the_answers(nodes: Nodes) -> None:
    assert len(nodes) == 2 * len(EVENT_KINDS) + 1


@pytest.mark.parametrize("raw", GALLERY, ids=lambda raw: raw["kind"])
def test_what_all_kinds_share_comes_back_too(nodes: Nodes, raw: dict[str, Any]) -> None:
    node = nodes[raw["key"]]

    assert (node["kind"], node["title"]) == (kind_of(raw).TOPIC.upper(), raw["title"])
    assert (node["occurred"]["edtf"], node["place"]["ref"], node["status"]) == ("2025-09", "beijing", "DONE")
    assert (node["claimedOrdinal"], node["claimedFirstSince"]["key"]) == (3, "earlier")
    assert {node[link]["key"] for link in ("partOf", "follows", "precedes", "responseTo")} == {"earlier"}
    assert [(r["source"]["ref"], r["hedge"], r["quote"]) for r in node["reports"]] == [("paper", "ALLEGED", "They said so.")]
    assert (node["reportCount"], node["retracted"]) == (1, False)


@pytest.mark.parametrize("raw", GALLERY, ids=lambda raw: raw["kind"])
def test_codes_and_scores_are_those_of_the_domain(nodes: Nodes, raw: dict[str, Any]) -> None:
    event = kind_of(raw).model_validate({name: value for name, value in raw.items() if name != "kind"} | {"report": []})

    node = nodes[raw["key"]]

    assert (node["plover"], node["ploverMode"], node["cameo"]) == (event.coding.plover, event.coding.mode, event.coding.cameo)
    assert node["quad"] == (event.quad.value.upper() if event.quad else None)
    assert node["goldstein"] == (None if event.goldstein is None else event.goldstein / 100)


@pytest.mark.parametrize("raw", [raw for raw in GALLERY if kind_of(raw).figures()], ids=lambda raw: raw["kind"])
def test_each_figure_has_a_range_over_the_reports(nodes: Nodes, raw: dict[str, Any]) -> None:
    node = nodes[raw["key"]]

    for figure in kind_of(raw).figures():
        span = node[f"{figure.split('_')[0]}{''.join(p.title() for p in figure.split('_')[1:])}Range"]
        assert (span["low"], span["best"], span["high"]) == (8, None, 12)


def test_a_speaker_is_shown_with_what_it_represents(article: World) -> None:
    query = """{ event(key: "statement-putin-2025-09-03-liberate") {
        ... on StatementMade { speaker { ref } representing { ref } } } }"""

    assert article.ask(query)["event"] == {"speaker": {"ref": "vladimir-putin"}, "representing": {"ref": "RUS"}}
