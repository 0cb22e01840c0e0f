"""Tables that are published with tabs and passed on with commas."""

from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import BinaryIO, cast

from scripts.importing.draft import Draft, Read, Reject
from scripts.importing.reading import Understand, table

GLANCE = 4096
"""Bytes that show what stands between the cells."""


def tabs_or_commas(understand: Understand, *layouts: Sequence[str]) -> Read:
    """Reads a table with tabs and without quotes, as published; or with commas and quotes, as spreadsheets and R write it."""
    tabs = table(understand, *layouts)
    commas = table(understand, *layouts, delimiter=",", quotes=True)

    def read(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Draft | Reject]:
        seen = BufferedReader(cast("BufferedReader", file), 1 << 20)
        has_tabs = b"\t" in seen.peek(GLANCE)[:GLANCE].lstrip().split(b"\n", 1)[0]
        return (tabs if has_tabs else commas)(seen, encoding)

    return read
