"""All formats: whatever stands in a file, every row becomes a draft or a reject, and nothing breaks."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import comma_separated, read, tabbed

from domain.errors import BadInput
from scripts.importing.draft import Draft, Format, Reject
from scripts.importing.formats import FORMATS
from scripts.importing.layouts import columns

cells = st.text(max_size=12) | st.sampled_from(
    ["1", "2", "042", "20180101", "20180101001500", "2016-01-05", "USA", "652", "NA", '"']
)
TABLES = {
    "gdelt": ("gdelt2", tabbed),
    "gdelt-mentions": ("gdelt_mentions", tabbed),
    "ucdp-ged": ("ucdp_ged", comma_separated),
    "polecat": ("polecat", tabbed),
    "acled": ("acled", comma_separated),
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "sector", "entity_text"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "id",
    "date",
    "enddate",
    "actor",
    "recipient",
    "event",
    "mode",
    "context",
    "quad_code",
    "event_scale",
    "text",
    "cite_info",
)


def format_named(name: str) -> Format:
    return next(format for format in FORMATS if format.name == name)


def test_every_format_is_named_once_and_says_what_it_is() -> None:
    assert len({format.name for format in FORMATS}) == len(FORMATS)
    assert all(format.description and format.source["id"] for format in FORMATS)


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.name)
@given(file=st.binary(max_size=200))
def test_no_file_breaks_a_format(format: Format, file: bytes) -> None:
    try:
        found = list(format.read(io.BytesIO(file), "utf-8"))
    except BadInput:
        return

    assert all(isinstance(row, Draft | Reject) for row in found)


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_no_cell_breaks_a_format(name: str, data: st.DataObject) -> None:
    layout, written = TABLES[name]
    clean = cells.map(lambda text: "".join(c for c in text if c.isprintable()))
    row = data.draw(st.fixed_dictionaries(dict.fromkeys(columns(layout), clean)))

    found = read(format_named(name), written(columns(layout), row, heading=True))

    assert [type(row) in (Draft, Reject) for row in found] == [True] * len(found)
    assert len(found) <= 1


@given(record=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, anything)))
def test_no_record_breaks_plover(record: dict[str, Any]) -> None:
    (found,) = read(format_named("plover"), json.dumps(record).encode())

    assert isinstance(found, Draft | Reject)


def test_lists_that_lie_too_deep_are_told() -> None:
    with pytest.raises(BadInput, match="too deep"):
        read(format_named("plover"), b"[" + b'{"a":' + b"[" * 100_000)
