"""From a file to the rows of a table, whatever ends its lines, heads its columns or stands for nothing in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from domain.errors import BadInput
from scripts.importing.draft import Draft, Read, Reject
from scripts.importing.lines import Line, read_lines
from scripts.importing.splitting import Split, quoted, unquoted


class BadRow(ValueError):
    """Why a row cannot be recorded."""


class Row(dict[str, str]):
    """The cells of a row by column, trimmed, with plain blanks; those that hold nothing are left out, so `get` gives None."""

    line: int
    raw: str

    def need(self, column: str) -> str:
        """A cell that must hold something. Raises BadRow."""
        if column not in self:
            raise BadRow(f"{column} is empty")
        return self[column]

    def number(self, column: str) -> float | None:
        """A cell that holds a number, if it holds anything. Raises BadRow."""
        try:
            return float(self[column]) if column in self else None
        except ValueError:
            raise BadRow(f"{column} is {self[column]!r}, which is not a number") from None

    def draft(self, entry: dict[str, Any], needs: tuple[dict[str, Any], ...] = ()) -> Draft:
        """What this row stands for."""
        return Draft(self.line, entry, needs, self.raw)


Understand = Callable[[Row], Draft]
"""What one row says. Raises BadRow (any ValueError) where that cannot be told."""

NOTHING = ("", "NA")
"""What stands in a cell that holds nothing."""


def table(
    understand: Understand,
    *layouts: Sequence[str],
    delimiter: str = "\t",
    quotes: bool = False,
    nothing: Sequence[str] = NOTHING,
) -> Read:
    """Reads a table with one row an entry.

    layouts: the columns in order; where there are several, they differ in number. A first row that has the names of the columns
    is a heading, and then their order is as it says, whatever else it has. quotes: as in CSV, where cells may hold line ends."""

    def read(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Draft | Reject]:
        split = quoted(delimiter) if quotes else unquoted(delimiter)
        return _understood(understand, _rows(read_lines(file, encoding), split, layouts, frozenset(nothing)))

    return read


def _understood(understand: Understand, rows: Iterable[Row | Reject]) -> Iterator[Draft | Reject]:
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield understand(row)
        except ValueError as error:
            yield Reject(row.line, str(error), row.raw)


def _rows(
    lines: Iterable[Line | Reject], split: Split, layouts: Sequence[Sequence[str]], nothing: frozenset[str]
) -> Iterator[Row | Reject]:
    columns = {len(layout): layout for layout in layouts}
    first = True
    for piece in split(lines):
        if isinstance(piece, Reject):
            yield piece
            continue
        line, raw, cells = piece
        if first:
            first = False
            if heading := _heading(cells, layouts):
                columns = {len(heading): heading}
                continue
        names = columns.get(len(cells))
        if names is None:
            yield Reject(line, f"has {len(cells)} columns instead of {' or '.join(map(str, columns))}", raw)
        else:
            yield _row(line, raw, names, cells, nothing)


def _row(line: int, raw: str, names: Sequence[str], cells: Sequence[str], nothing: frozenset[str]) -> Row:
    row = Row({name: cell for name, text in zip(names, cells, strict=True) if (cell := clean(text)) not in nothing})
    row.line, row.raw = line, raw
    return row


def clean(text: str) -> str:
    """A text trimmed, with plain blanks for no-break ones."""
    return (text.replace("\xa0", " ") if "\xa0" in text else text).strip()


def _heading(cells: Sequence[str], layouts: Sequence[Sequence[str]]) -> list[str] | None:
    """The columns in the order of a first row that names them, spelt as in the layout; None where it names none.

    Raises BadInput where it names some but not all."""
    known = {_plain(name): name for layout in layouts for name in layout}
    named = [known.get(_plain(cell), cell.strip()) for cell in cells]
    there = set(named) & set(known.values())
    if len(there) < min(3, *(len(layout) for layout in layouts)):
        return None
    missing = min((set(layout) - there for layout in layouts), key=len)
    if missing:
        raise BadInput(f"the file has a heading, but no column {', '.join(sorted(missing))}; see that it is of the right format")
    return named


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
