"""Names that stand for several things or for none, and lists searched by part of a name."""

from collections.abc import Iterator

import pytest
from hard_names import a_world_of_names
from world import World, new_database

from projections.names import LONGEST_COMPARED


@pytest.fixture(scope="module")
def named(server_url: str) -> Iterator[World]:
    with new_database(server_url) as url, a_world_of_names(url) as world:
        yield world


@pytest.mark.parametrize(
    "query",
    [
        '{ actor(ref: "Korea Trading") { ref } }',
        '{ events(filter: {actors: ["korea trading"]}) { totalCount } }',
        '{ relationships(actor: "KOREA TRADING") { totalCount } }',
    ],
)
def test_a_name_that_two_share_is_refused_with_both(named: World, query: str) -> None:
    error = named.refusal(query)

    assert error["extensions"] == {"code": "BAD_USER_INPUT", "candidates": ["korea-1", "korea-2"]}
    assert "ambiguous" in error["message"]


@pytest.mark.parametrize(
    ("query", "candidate"),
    [
        ('{ events(filter: {actors: ["Kim Jong Unn"]}) { totalCount } }', "kim-jong-un"),
        ('{ events(filter: {anyActor: ["RUS", "Vladimir Puttin"]}) { totalCount } }', "vladimir-putin"),
        ('{ events(filter: {between: ["RUS", "Nort Korea"]}) { totalCount } }', "PRK"),
        ('{ events(filter: {place: "Beijin"}) { totalCount } }', "beijing"),
        ('{ events(filter: {place: "North Koreaa"}) { totalCount } }', "PRK"),
        ('{ events(filter: {source: "asiae-third-sumit"}) { totalCount } }', "asiae-third-summit"),
        ('{ relationship(between: ["RUS", "Nort Korea"]) { eventCount } }', "PRK"),
        ('{ relationships(actor: "Nort Korea") { totalCount } }', "PRK"),
        ('{ appearances(together: ["Nort Korea"]) { ordinal } }', "PRK"),
        ('{ actor(ref: "PRK") { events(filter: {actors: ["Kim Jong Unn"]}) { totalCount } } }', "kim-jong-un"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(named: World, query: str, candidate: str) -> None:
    error = named.refusal(query)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert candidate in error["extensions"]["candidates"]
    assert candidate in error["message"]


def test_no_more_of_an_unknown_name_is_compared_than_names_are_long(named: World) -> None:
    name = "Vladimir Putin ".ljust(LONGEST_COMPARED, "x") + " 123456789" * 9

    error = named.refusal("query($name: String!) { relationships(actor: $name) { totalCount } }", name=name)

    assert error["extensions"]["candidates"] == ["vladimir-putin"]


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ('{ list: actors(search: "côte d\'or") { nodes { ref } } }', ["cote-dor"]),
        ('{ list: actors(search: "korea trading") { nodes { ref } } }', ["korea-1", "korea-2"]),
        ('{ list: actors(search: "korea", kinds: [STATE]) { nodes { ref } } }', ["korean-empire", "PRK", "KOR"]),
        ('{ list: actors(search: "jong un") { nodes { ref } } }', ["kim-jong-un"]),
        ('{ list: places(search: "guesthouse") { nodes { ref } } }', ["diaoyutai"]),
        ('{ list: sources(search: "asia business") { nodes { ref } } }', ["asiae-third-summit"]),
        ('{ list: sources(search: "100%_") { nodes { ref } } }', []),
    ],
)
def test_lists_are_searched_by_part_of_a_name(named: World, query: str, refs: list[str]) -> None:
    assert [node["ref"] for node in named.ask(query)["list"]["nodes"]] == refs


@pytest.mark.parametrize(
    "query",
    [
        '{ actors(search: "...") { totalCount } }',
        '{ sources(search: "a\\u0000b") { totalCount } }',
        '{ events(filter: {plover: ["\\u0000"]}) { totalCount } }',
    ],
)
def test_a_text_that_cannot_be_searched_for_is_refused(named: World, query: str) -> None:
    assert named.refusal(query)["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("root", ['actor(ref: "Atlantis")', 'actor(ref: "PRK")'])
def test_arguments_are_checked_whether_there_is_anything_to_apply_them_to(named: World, root: str) -> None:
    error = named.refusal(f"{{ {root} {{ events(first: 5000) {{ totalCount }} }} }}")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
