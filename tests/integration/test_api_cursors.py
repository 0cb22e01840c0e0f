"""Pages that cannot be: damaged cursors, impossible sizes."""

import base64
from typing import Any

import orjson
import pytest
from world import World


def cursor(*parts: Any) -> str:
    return base64.b64encode(orjson.dumps(parts)).decode()


DAMAGED = [
    "",
    "rubbish",
    "é",
    "bm90IGpzb24=",
    base64.b64encode(b"{}").decode(),
    base64.b64encode(b"7").decode(),
    cursor(),
    cursor("occurred_desc"),
    cursor("occurred_desc", "2025-09-03"),
    cursor("occurred_desc", "2025-09-03", "7", "7"),
    cursor("occurred_desc", "2025-09-03", 7),
    cursor("occurred_desc", None, "7"),
    cursor("occurred_desc", "2025-09-31", "7"),
    cursor("occurred_desc", "20250903", "7"),
    cursor("occurred_desc", "2025-W01-1", "7"),
    cursor("occurred_desc", "", "7"),
    cursor("occurred_desc", "now", "7"),
    cursor("occurred_desc", "2025-09-03", "--7"),
    cursor("occurred_desc", "2025-09-03", "7.5"),
    cursor("occurred_desc", "2025-09-03", "9" * 30),
    cursor("occurred_desc", "2025-09-03", "7; DROP TABLE event"),
    cursor("occurred_asc", "2025-09-03", "7"),
    cursor("position_desc", "7"),
    cursor(["occurred_desc"], "2025-09-03", "7"),
]


@pytest.mark.parametrize("side", ["after", "before"])
@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_damaged_cursor_or_one_of_another_order_is_refused(article: World, damaged: str, side: str) -> None:
    error = article.refusal(f"query($c: String) {{ events({side}: $c) {{ totalCount }} }}", c=damaged)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "cursor" in error["message"]


@pytest.mark.parametrize("damaged", [cursor("name", "a\u0000", "b"), cursor("ref", "a"), cursor("name", "a")])
def test_so_it_is_in_lists_by_name(article: World, damaged: str) -> None:
    error = article.refusal("query($c: String) { actors(after: $c) { totalCount } }", c=damaged)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"


@pytest.mark.parametrize("field", ["events", 'actor(ref: "PRK") { events', 'relationship(between: ["PRK", "RUS"]) { events'])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("first: -1", "0 to 1000 rows, not -1"),
        ("last: -1", "0 to 1000 rows, not -1"),
        ("first: 1001", "0 to 1000 rows, not 1001"),
        ("last: 2147483647", "0 to 1000 rows"),
        ("first: 1, last: 1", "exclude each other"),
        ("first: 0, last: 0", "exclude each other"),
    ],
)
def test_a_page_of_an_impossible_size_is_refused_at_any_depth(article: World, field: str, arguments: str, message: str) -> None:
    error = article.refusal(f"{{ {field}({arguments}) {{ totalCount }} }} {'}' * field.count('{')}")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert message in error["message"]


@pytest.mark.parametrize("field", ["actors", "places", "sources", 'relationships(actor: "PRK")'])
def test_so_it_is_in_the_other_lists(article: World, field: str) -> None:
    name, _, rest = field.partition("(")
    error = article.refusal(f"{{ {name}({rest.removesuffix(')')} first: 1001) {{ totalCount }} }}")

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
