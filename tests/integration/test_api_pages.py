"""Pages: whatever their size, put together they are the whole list, once, in order, from either end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from world import World, a_world, new_database

from domain.values.dates import read_edtf

DATES = ("2025-09-03", None, "2024", "2025-09-03", "2024-01-01", "../2024-01-01", "[2023-05,2025-09-03]", "2025-09", "2024/..")
OTHERS = ("RUS", "CHN", "USA", "KOR", "JPN", "CHN", "RUS")
SIZES = (1, 2, 5, 26, 27, 28, 1000)
ORDERS = ("OCCURRED_DESC", "OCCURRED_ASC", "POSITION_DESC", "POSITION_ASC")
PAGE = "totalCount nodes { NAME } edges { cursor node { NAME } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


def calls() -> Iterator[dict[str, Any]]:
    """27 calls on days known and unknown, several on the same."""
    for number in range(27):
        occurred = DATES[number % len(DATES)]
        call = {"kind": "CallHeld", "key": f"call-{number:02}", "participants": ["PRK", OTHERS[number % len(OTHERS)]]}
        yield call | ({"occurred": occurred} if occurred else {})


@pytest.fixture(scope="module")
def listed(server_url: str) -> Iterator[World]:
    """A world with calls to list, and places and sources."""
    places = [
        {"kind": "PlaceRegistered", "id": f"p{n}", "name": f"{'aÄz'[n % 3]}ville", "place_kind": "city", "within": "PRK"}
        for n in range(9)
    ]
    sources = [{"kind": "SourceRegistered", "id": f"s{n}", "title": "Paper"} for n in range(9)]
    with new_database(server_url) as url, a_world(url, *places, *sources, *calls()) as world:
        yield world


def in_order(order: str) -> list[str]:
    """The keys of all calls in an order: undated ones last, equal ones by position."""
    numbered = list(enumerate(calls()))
    backward = order.endswith("DESC")
    if order.startswith("POSITION"):
        return [call["key"] for _, call in sorted(numbered, reverse=backward, key=lambda item: item[0])]
    known = {number: when.earliest or when.latest for number, c in numbered if (when := read_edtf(c.get("occurred", "")))}
    dated = sorted(
        (item for item in numbered if known[item[0]]), key=lambda item: (known[item[0]] or date.min, item[0]), reverse=backward
    )
    undated = sorted((item for item in numbered if not known[item[0]]), key=lambda item: item[0], reverse=backward)
    return [call["key"] for _, call in (*dated, *undated)]


def page(world: World, connection: str, name: str = "key") -> Any:
    """One page of a connection, written with its arguments; behind an open brace where it is nested."""
    query = f"{{ {connection} {{ {PAGE.replace('NAME', name)} }} {'}' * connection.count(' { ')} }}"
    data = world.ask(query)
    while "pageInfo" not in data:
        (data,) = data.values()
    return data


def forward(world: World, field: str, arguments: str, size: int, name: str = "key") -> list[str]:
    """All rows of a connection, page by page from the start."""
    found: list[str] = []
    after = ""
    while True:
        got = page(world, f"{field}({arguments} first: {size} {after})", name)
        info, rows = got["pageInfo"], [node[name] for node in got["nodes"]]
        assert rows == [edge["node"][name] for edge in got["edges"]]
        assert [info["startCursor"], info["endCursor"]] == ends([edge["cursor"] for edge in got["edges"]])
        assert info["hasPreviousPage"] == bool(found)
        found += rows
        assert info["hasNextPage"] == (len(found) < got["totalCount"])
        if not info["hasNextPage"]:
            return found
        assert len(rows) == size
        after = f'after: "{info["endCursor"]}"'


def backward(world: World, field: str, arguments: str, size: int) -> list[str]:
    """All rows of a connection, page by page from the end."""
    found: list[str] = []
    before = ""
    while True:
        got = page(world, f"{field}({arguments} last: {size} {before})")
        info, rows = got["pageInfo"], [node["key"] for node in got["nodes"]]
        assert rows == [edge["node"]["key"] for edge in got["edges"]]
        assert [info["startCursor"], info["endCursor"]] == ends([edge["cursor"] for edge in got["edges"]])
        assert info["hasNextPage"] == bool(found)
        found = rows + found
        assert info["hasPreviousPage"] == (len(found) < got["totalCount"])
        if not info["hasPreviousPage"]:
            return found
        before = f'before: "{info["startCursor"]}"'


def ends(cursors: list[str]) -> list[str | None]:
    return [cursors[0], cursors[-1]] if cursors else [None, None]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_events_make_up_the_whole_list_from_either_end(listed: World, order: str, size: int) -> None:
    expected = in_order(order)

    assert forward(listed, "events", f"orderBy: {order}", size) == expected
    assert backward(listed, "events", f"orderBy: {order}", size) == expected


@pytest.mark.parametrize("owner", ['actor(ref: "PRK")', 'relationship(between: ["PRK", "RUS"])'])
def test_nested_pages_of_events_do_too(listed: World, owner: str) -> None:
    whole = forward(listed, f"{owner} {{ events", "orderBy: OCCURRED_ASC", 1000)

    assert len(whole) == (27 if "actor" in owner else 7)
    assert whole == [key for key in in_order("OCCURRED_ASC") if key in whole]
    assert forward(listed, f"{owner} {{ events", "orderBy: OCCURRED_ASC", 3) == whole
    assert backward(listed, f"{owner} {{ events", "orderBy: OCCURRED_ASC", 3) == whole


def test_a_list_can_be_entered_at_any_cursor(listed: World) -> None:
    edges = page(listed, "events(orderBy: OCCURRED_ASC first: 1000)")["edges"]
    keys = [edge["node"]["key"] for edge in edges]

    for place, edge in enumerate(edges):
        both = f'{{ a: events(orderBy: OCCURRED_ASC first: 1000 after: "{edge["cursor"]}") {{ nodes {{ key }} }}'
        both += f' b: events(orderBy: OCCURRED_ASC last: 1000 before: "{edge["cursor"]}") {{ nodes {{ key }} }} }}'
        data = listed.ask(both)
        assert [node["key"] for node in data["a"]["nodes"]] == keys[place + 1 :]
        assert [node["key"] for node in data["b"]["nodes"]] == keys[:place]


@pytest.mark.parametrize("end", ["first", "last"])
def test_a_page_can_lie_between_two_cursors(listed: World, end: str) -> None:
    edges = page(listed, "events(first: 1000)")["edges"]
    low, high = edges[4]["cursor"], edges[12]["cursor"]

    got = page(listed, f'events({end}: 3 after: "{low}" before: "{high}")')

    inside = [edge["node"]["key"] for edge in edges[5:12]]
    assert [node["key"] for node in got["nodes"]] == (inside[:3] if end == "first" else inside[-3:])


@pytest.mark.parametrize(
    ("field", "arguments", "name"),
    [
        ("actors", 'search: "guinea"', "ref"),
        ("places", "", "ref"),
        ("sources", "", "ref"),
        ("relationships", 'actor: "PRK"', "eventCount"),
        ("relationships", 'actor: "PRK" orderBy: EVENTS_ASC', "eventCount"),
        ('actor(ref: "PRK") { relationships', "orderBy: EVENTS_DESC", "eventCount"),
    ],
)
@pytest.mark.parametrize("size", [1, 4, 50, 1000])
def test_pages_of_the_other_lists_make_up_the_whole_list(listed: World, field: str, arguments: str, name: str, size: int) -> None:
    whole = [node[name] for node in page(listed, f"{field}({arguments} first: 1000)", name)["nodes"]]

    assert len(whole) > 1
    assert forward(listed, field, arguments, size, name) == whole


def test_places_come_by_name_and_sources_by_ref(listed: World) -> None:
    data = listed.ask("{ places(first: 100) { nodes { name ref } } sources(first: 100) { nodes { ref } } }")

    assert [place["ref"] for place in data["places"]["nodes"]] == ["p0", "p3", "p6", "p2", "p5", "p8", "p1", "p4", "p7"]
    assert [source["ref"] for source in data["sources"]["nodes"]] == [f"s{n}" for n in range(9)]


def test_relationships_come_by_the_number_of_events(listed: World) -> None:
    query = """{ most: relationships(actor: "PRK") { nodes { between { ref } eventCount } }
        least: relationships(actor: "PRK", orderBy: EVENTS_ASC) { nodes { between { ref } eventCount } } }"""

    data = listed.ask(query)

    counts = {node["between"][1]["ref"]: node["eventCount"] for node in data["most"]["nodes"]}
    assert counts == {ref: sum(ref in call["participants"] for call in calls()) for ref in set(OTHERS)}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    assert data["least"]["nodes"] == data["most"]["nodes"][::-1]


def test_a_page_has_twenty_rows_unless_told_otherwise(listed: World) -> None:
    assert len(page(listed, "events")["nodes"]) == 20
    assert len(page(listed, "events(first: null, last: null)")["nodes"]) == 20
    assert len(page(listed, "actors", "ref")["nodes"]) == 20


@pytest.mark.parametrize("end", ["first", "last"])
def test_an_empty_page_tells_whether_there_is_more(listed: World, end: str) -> None:
    got = page(listed, f"events({end}: 0)")

    assert (got["totalCount"], got["nodes"], got["edges"]) == (27, [], [])
    more = {"hasNextPage": end == "first", "hasPreviousPage": end == "last"}
    assert got["pageInfo"] == more | {"startCursor": None, "endCursor": None}


def test_a_list_of_nothing_has_an_empty_page(listed: World) -> None:
    got = page(listed, "events(filter: {kinds: [RIOT]})".replace("RIOT", "PROTEST_HELD"))

    nowhere = {"hasNextPage": False, "hasPreviousPage": False, "startCursor": None, "endCursor": None}
    assert got == {"totalCount": 0, "nodes": [], "edges": [], "pageInfo": nowhere}
