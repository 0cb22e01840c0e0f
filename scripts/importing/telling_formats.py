"""Telling what a file is: the format whose columns it has, and by what it is known."""

import io
from collections.abc import Iterable
from itertools import islice
from typing import BinaryIO, NamedTuple, cast

from scripts.importing.draft import Format
from scripts.importing.encodings import decodable, ignore
from scripts.importing.json_records import Record, is_json, read_records
from scripts.importing.layout import Layout
from scripts.importing.lines import Line
from scripts.importing.reading import first_lines
from scripts.importing.recognising import recognise

GLANCE = 1 << 18
"""Bytes that show what a file is."""


class Known(NamedTuple):
    """A format that a file is of, by what it is known, and how many of the format's columns it has."""

    format: Format
    why: str
    columns: int
    exact: bool = True
    """Whether it has all columns of the format, and none besides or a heading that names them."""


def formats_of(file: BinaryIO, encoding: str, formats: Iterable[Format]) -> list[Known]:
    """The formats that a file is of, the likeliest first; afterwards it stands at its beginning again."""
    file.seek(0)
    beginning = file.read(GLANCE)
    file.seek(0)
    if len(beginning) == GLANCE:
        beginning = beginning.rpartition(b"\n")[0] or beginning
    with decodable(cast(BinaryIO, io.BytesIO(beginning)), encoding, ignore) as (plain, name):
        if is_json(plain):
            record = next((r for r in islice(read_records(plain, name), 1) if isinstance(r, Record)), None)
            found = [_by_fields(list(record.fields), format) for format in formats] if record else []
        else:
            lines = first_lines(plain, name)
            found = [_by_columns(lines, format) for format in formats]
    return sorted((known for known in found if known), key=lambda known: (not known.exact, -known.columns))


def _by_fields(fields: list[str], format: Format) -> Known | None:
    named = format.layout.heading(fields)
    if named is None or format.layout.missing(named):
        return None
    return Known(format, f"JSON with the fields {_some(format.layout, named)}", _count(format.layout, named))


def _by_columns(lines: list[Line], format: Format) -> Known | None:
    if format.records:
        return None
    shape = recognise(lines, format.layout)
    if not shape.fits:
        return None
    named = shape.heading or max(shape.widths.values(), key=len)
    named_ones = f", among them {_some(format.layout, named)}" if shape.heading else ""
    return Known(format, f"{shape.why()}{named_ones}", _count(format.layout, named), exact=not shape.says)


def _count(layout: Layout, named: Iterable[str]) -> int:
    return len({*named} & {*layout.known.values()})


def _some(layout: Layout, named: Iterable[str]) -> str:
    there = set(named)
    return ", ".join([name for name in layout.needs if name in there][:4])
