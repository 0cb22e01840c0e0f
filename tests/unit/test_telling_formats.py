"""Every layout that a format was published in is told from all others by its columns alone."""

import io

import pytest

from domain.errors import BadInput
from scripts.importing.formats import FORMATS
from scripts.importing.opening import Input
from scripts.importing.tables import Tables
from scripts.importing.telling_formats import formats_of

LAYOUTS = [
    pytest.param(format, order, id=f"{format.name}-{len(order)}")
    for format in FORMATS
    for order in format.layout.orders
    if not format.records
]


@pytest.mark.parametrize(("format", "order"), LAYOUTS)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_heading_tells_the_format(format: object, order: list[str], delimiter: str) -> None:
    rows = [delimiter.join(order), delimiter.join("1" for _ in order)]

    first, *_ = formats_of(io.BytesIO("\n".join(rows).encode()), "auto", FORMATS)

    assert first.format is format


@pytest.mark.parametrize(("format", "order"), LAYOUTS)
def test_a_wrong_name_is_answered_with_the_right_one(format: object, order: list[str], tmp_path: object) -> None:
    other = next(each for each in FORMATS if each is not format and not each.records)
    path = f"{tmp_path}/file.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([",".join(order), ",".join("1" for _ in order)]))

    with pytest.raises(BadInput, match=f"this looks like {format.name}; write: annals import {format.name}"):  # type: ignore[attr-defined]
        Tables([Input(path)], "auto", "").checked(other)
