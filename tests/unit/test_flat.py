"""Answers as tables."""

from typing import Any

import pytest

from domain.errors import BadInput
from scripts.support.flat import flat

ROWS = [{"key": "a", "n": 1}, {"key": "b", "n": None}]


@pytest.mark.parametrize(
    ("data", "columns", "rows"),
    [
        ({"eventGroups": ROWS}, ["key", "n"], [["a", 1], ["b", None]]),
        ({"events": {"nodes": ROWS}}, ["key", "n"], [["a", 1], ["b", None]]),
        ({"relationship": {"timeline": ROWS}}, ["key", "n"], [["a", 1], ["b", None]]),
        ({"actor": {"ref": "PRK", "name": "North Korea"}}, ["ref", "name"], [["PRK", "North Korea"]]),
        ({"actor": {"ref": "PRK"}}, ["ref"], [["PRK"]]),
        ({"event": {"place": {"ref": "x"}, "key": "a"}}, ["place.ref", "key"], [["x", "a"]]),
        ({"actor": None}, [], []),
        ({"events": {"nodes": []}}, [], []),
        ({"nodes": [None, {"id": "x"}]}, ["id"], [["x"]]),
        ({"g": [{"keys": ["2025", "PRK RUS"]}, {"keys": []}]}, ["keys"], [["2025;PRK RUS"], [""]]),
        (
            {"g": [{"at": None, "n": 1}, {"at": {"place": {"ref": "x"}, "on": "2025"}, "n": 2}]},
            ["at.place.ref", "at.on", "n"],
            [[None, None, 1], ["x", "2025", 2]],
        ),
        (
            {
                "n": [
                    {"key": "a", "parties": [{"role": "HOST", "actor": {"ref": "x"}}, {"role": "GUEST", "actor": None}]},
                    {"key": "b"},
                ]
            },
            ["key", "parties.role", "parties.actor.ref"],
            [["a", "HOST;GUEST", "x;"], ["b", None, None]],
        ),
        ({"n": [{"place": {"others": [{"refs": ["x", "y"]}, {"refs": []}]}}]}, ["place.others.refs"], [["x;y;"]]),
        ({"n": [{"key": "a", "parties": []}]}, ["key", "parties"], [["a", ""]]),
    ],
)
def test_an_answer_of_one_list_is_a_table(data: dict[str, Any], columns: list[str], rows: list[list[Any]]) -> None:
    assert flat(data) == (columns, rows)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"a": ROWS, "b": ROWS}, "the query has a, b: a table is made of one of them"),
        ({"events": {"totalCount": 2, "nodes": ROWS}}, "events has totalCount, nodes: a table is made of one of them"),
        ({"actor": {"aliases": ["DPRK"]}}, "actor.aliases is a list of values, not of objects"),
    ],
)
def test_what_is_no_table_is_refused_with_the_field(data: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadInput) as refused:
        flat(data)

    assert str(refused.value) == f"{reason}; leave it out, or print the answer as JSON"
