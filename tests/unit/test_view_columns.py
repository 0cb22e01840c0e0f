"""What the tables of the views are called, and what columns they have, is known in `projections/` alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.compiler.spec import Row
from api.compiler.statement import Statement
from projections import events
from projections.views import VIEWS

API = Path(__file__).parents[2] / "api"

RELATIONS = tuple(relation for view in VIEWS for relation in (view.table, *view.table.derived))

TABLES = "|".join((*(r.name for r in RELATIONS), *(tally.name for view in VIEWS for tally in view.table.tallies)))

OTHERS_HAVE = {"position"}
"""Columns that entries of the log and the checkpoint have, too."""

COLUMNS = "|".join({column for relation in RELATIONS for column in relation.columns} - OTHERS_HAVE | {"known_from", "known_until"})

SLOT = "\N{REPLACEMENT CHARACTER}"
"""Stands for what an f-string puts in."""

NAMES_TABLE = re.compile(rf"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|ONLY)\s+(?:{TABLES})\b|^\s*(?:{TABLES})\s+{SLOT}", re.IGNORECASE)
"""A table where SQL expects one, or at the start of what is put there: with an alias that is put in."""

NAMES_COLUMN = re.compile(rf"(?:{SLOT}|[{{}}]|\b[a-z]\w*)\.(?:{COLUMNS})\b")
"""A column behind an alias, be that written out or put in."""


OTHER_NAMES = re.compile(r"(?:api|service|graphql|reports)(?:\.\w+)+")
"""What looks like a column but is a module, an attribute of a trace, or a field of an export."""


def texts(source: str) -> Iterator[str]:
    """The texts in Python code, but docstrings and descriptions; an f-string as one, with a slot for each part put in."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for name, parts in ast.iter_fields(node):
            if isinstance(parts, list):
                setattr(node, name, [part for part in parts if not _is_told_to_people(part)])
    return _texts(tree)


def _is_told_to_people(node: object) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    return is_docstring or (isinstance(node, ast.keyword) and node.arg == "description")


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else SLOT for part in node.values)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _texts(child)


def named(source: str) -> list[str]:
    """What code says of tables and columns of views."""
    parts = (text for text in texts(source) if not OTHER_NAMES.fullmatch(text))
    found = (pattern.search(text) for text in parts for pattern in (NAMES_TABLE, NAMES_COLUMN))
    return [match[0] for match in found if match]


@pytest.mark.parametrize("path", sorted(API.rglob("*.py")), ids=lambda path: str(path.relative_to(API)))
def test_the_api_names_neither_tables_nor_columns_of_views(path: Path) -> None:
    assert named(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "code",
    [
        'f"SELECT 1 FROM event e WHERE {condition}"',
        'f"place {row.alias} WHERE {here}"',
        'x = "(SELECT count(*)" f" FROM standing_tally {row.alias})"',
        'f"{row.alias}.survivor = {ref}"',
        'Key("coalesce({0}.sort_date)", "date")',
        'key = "s.event_id"',
        'f"{a} JOIN\\n actor ON true"',
    ],
)
def test_code_that_names_them_is_found(code: str) -> None:
    assert named(code)


@pytest.mark.parametrize(
    "code", ['"an event takes an id"', 'root.statement.find("place", ("place",), name)', 'row.text("survivor")']
)
def test_other_code_is_not(code: str) -> None:
    assert named(code) == []


def test_a_column_that_a_view_lacks_is_refused() -> None:
    row = Row(Statement(), "", "now", now=True).new(events.TABLE)

    assert row.text("place") == "event1.place"
    assert row.spread("occurred").text("latest") == "event1.occurred_latest"
    for missing in (row, row.spread("occurred")):
        with pytest.raises(LookupError, match="the view event has no column"):
            missing.text("nowhere")
