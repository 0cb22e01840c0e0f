"""A part of a list is answered alone as in company: nothing is needed of the rows that nobody selects."""

import base64
from typing import Any

import orjson
import pytest
from world import World

PARTS = ("totalCount", "__typename", "nodes { __typename }", "edges { cursor }", "pageInfo { endCursor }")
LISTS = [
    'events(filter: {kinds: [SUMMIT_HELD], text: "kim", occurred: {from: "2000-01-01"}}) { PARTS }',
    "events(after: CURSOR[occurred_desc, 2025-09-03, 900]) { PARTS }",
    "events(before: CURSOR[occurred_desc, 2025-09-03, 900], last: 3) { PARTS }",
    'actor(ref: "PRK") { events(filter: {kinds: [SUMMIT_HELD]}, after: CURSOR[occurred_desc, 2025-09-03, 900]) { PARTS } }',
    'relationship(between: ["PRK", "RUS"]) { events(filter: {hedge: [ASSERTED]}) { PARTS } }',
    'actors(search: "kim", kinds: [PERSON]) { PARTS }',
    "actors(after: CURSOR[name, kim, kim]) { PARTS }",
    'places(search: "beijing") { PARTS }',
    'sources(search: "asia", after: CURSOR[ref, a]) { PARTS }',
    'relationships(actor: "PRK", after: CURSOR[events_desc, 1, RUS]) { PARTS }',
    "changes(since: {position: 700}, after: CURSOR[position, 750]) { PARTS }",
]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("query", LISTS)
def test_any_part_of_a_list_alone_is_what_it_is_in_company(article: World, query: str, part: str) -> None:
    (name, *_) = part.split()

    alone = asked(article, query, part)
    company = asked(article, query, " ".join(PARTS))

    assert alone == {name: company[name]}


def asked(world: World, query: str, parts: str) -> dict[str, Any]:
    """These parts of the one list in a query."""
    before, begin, rest = query.partition("CURSOR[")
    values, _, after = rest.partition("]")
    cursor = base64.b64encode(orjson.dumps(values.split(", "))).decode()
    text = (f'{before}"{cursor}"{after}' if begin else query).replace("PARTS", parts)
    (found,) = world.ask(f"{{ {text} }}").values()
    list: dict[str, Any] = found["events"] if "relationship(" in query or "actor(" in query else found
    return list
