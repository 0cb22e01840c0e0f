"""Tables that are published with tabs and passed on with commas."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from scripts.importing.draft import Draft, Read, Reject
from scripts.importing.reading import Understand, table

GLANCE = 4096
"""Bytes that show what stands between the cells."""


class Again:
    """A file of which the beginning has been read, read from the beginning again."""

    def __init__(self, beginning: bytes, rest: BinaryIO) -> None:
        self._beginning, self._rest = beginning, rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most so many; none at the end."""
        beginning, self._beginning = self._beginning, b""
        return beginning + self._rest.read(size - len(beginning) if size >= 0 else -1)


def tabs_or_commas(understand: Understand, *layouts: Sequence[str]) -> Read:
    """Reads a table with tabs and without quotes, as published; or with commas and quotes, as spreadsheets and R write it."""
    tabs = table(understand, *layouts)
    commas = table(understand, *layouts, delimiter=",", quotes=True)

    def read(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Draft | Reject]:
        beginning = file.read(GLANCE)
        has_tabs = b"\t" in beginning.lstrip().split(b"\n", 1)[0]
        return (tabs if has_tabs else commas)(cast(BinaryIO, Again(beginning, file)), encoding)

    return read
