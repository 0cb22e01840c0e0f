"""Files of rows, and what a format makes of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from scripts.importing.draft import Draft, Format, Reject

Cells = Mapping[str, str]


def tabbed(columns: Sequence[str], *rows: Cells, heading: bool = False) -> bytes:
    """A table with tabs, as published."""
    lines = [columns] if heading else []
    return "".join("\t".join(line) + "\n" for line in (*lines, *_ordered(columns, rows))).encode()


def comma_separated(columns: Sequence[str], *rows: Cells, heading: bool = True, nothing: str = "") -> bytes:
    """A table with commas and quotes."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([columns] if heading else [])
    writer.writerows([[cell or nothing for cell in row] for row in _ordered(columns, rows)])
    return text.getvalue().encode()


def _ordered(columns: Sequence[str], rows: Sequence[Cells]) -> list[list[str]]:
    return [[row.get(column, "") for column in columns] for row in rows]


def read(format: Format, file: bytes, encoding: str = "utf-8") -> list[Draft | Reject]:
    """What a format makes of a file."""
    return list(format.read(io.BytesIO(file), encoding))


def entry(format: Format, file: bytes) -> Any:
    """The entry that the one row of a file stands for."""
    (found,) = read(format, file)
    assert isinstance(found, Draft), found
    return found.entry


def reason(format: Format, file: bytes) -> str:
    """Why the one row of a file is rejected."""
    (found,) = read(format, file)
    assert isinstance(found, Reject), found
    return found.reason
