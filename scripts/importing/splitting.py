"""From lines to cells."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from scripts.importing.draft import Reject
from scripts.importing.lines import Line

csv.field_size_limit(1 << 26)


class Cells(NamedTuple):
    """The cells of a row, the number of the line where it begins, and the row as it stands in the file."""

    line: int
    raw: str
    cells: list[str]


Split = Callable[[Iterable[Line | Reject]], Iterator[Cells | Reject]]


def unquoted(delimiter: str) -> Split:
    """A row a line; quotation marks are like any other character."""

    def split(lines: Iterable[Line | Reject]) -> Iterator[Cells | Reject]:
        for line in lines:
            yield line if isinstance(line, Reject) else Cells(line.number, line.text, line.text.split(delimiter))

    return split


def quoted(delimiter: str) -> Split:
    """As CSV has it: a cell in quotation marks may hold delimiters and line ends."""

    def split(lines: Iterable[Line | Reject]) -> Iterator[Cells | Reject]:
        feed = _Feed(lines)
        rows = csv.reader(feed, delimiter=delimiter, strict=True)
        while True:
            cells, problem = None, ""
            try:
                cells = next(rows, None)
            except csv.Error as error:
                problem = str(error)
            taken, rejects = feed.take()
            yield from rejects
            if taken and problem:
                yield Reject(taken[0].number, f"is not well quoted: {problem}", _joined(taken))
            elif taken and cells:
                yield Cells(taken[0].number, _joined(taken), cells)
            elif not taken and not rejects:
                return

    return split


class _Feed:
    """Hands out lines, and remembers those handed out since it was last asked."""

    def __init__(self, lines: Iterable[Line | Reject]) -> None:
        self._lines = iter(lines)
        self._taken: list[Line] = []
        self._rejects: list[Reject] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, Reject):
                self._rejects.append(line)
            else:
                self._taken.append(line)
                yield line.text + "\n"

    def take(self) -> tuple[list[Line], list[Reject]]:
        """The lines handed out, and the rejects met between them."""
        taken, rejects = self._taken, self._rejects
        self._taken, self._rejects = [], []
        return taken, rejects


def _joined(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
