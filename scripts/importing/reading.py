"""From a file to the rows of a table, whatever ends its lines, heads its columns or stands for nothing in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import BinaryIO

from scripts.importing.days import Cell, DateReader
from scripts.importing.draft import Draft, Read, Reject
from scripts.importing.encodings import AUTO, Tell, decodable, ignore
from scripts.importing.json_records import Record, is_json, read_records
from scripts.importing.layout import Layout
from scripts.importing.lines import Line, read_lines
from scripts.importing.recognising import GLANCE, Dialect, recognise
from scripts.importing.row import BadRow, Row
from scripts.importing.splitting import Cells

__all__ = ["NOTHING", "BadRow", "Row", "Understand", "clean", "first_lines", "table"]

Understand = Callable[[Row], Draft]
"""What one row says. Raises BadRow (any ValueError) where that cannot be told."""

NOTHING = ("", "NA")
"""What stands in a cell that holds nothing."""


def table(understand: Understand, layout: Layout, nothing: Sequence[str] = NOTHING) -> Read:
    """Reads a table with one row an entry, or records of JSON whose fields are the columns.

    A first row that has the names of columns is a heading, and then their order is as it says, whatever else it has."""

    def read(file: BinaryIO, encoding: str = AUTO, tell: Tell = ignore) -> Iterator[Draft | Reject]:
        with decodable(file, encoding, tell) as (plain, known):
            opened = _Table(plain, known, layout, frozenset(nothing), tell)
            yield from _understood(understand, opened.rows())

    return read


def first_lines(file: BinaryIO, encoding: str) -> list[Line]:
    """The lines that show how a file is written; afterwards it stands at its beginning again."""
    lines = (line for line in read_lines(file, encoding) if isinstance(line, Line))
    found = list(islice(lines, GLANCE))
    file.seek(0)
    return found


def _understood(understand: Understand, rows: Iterable[Row | Reject]) -> Iterator[Draft | Reject]:
    for row in rows:
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield understand(row)
        except ValueError as error:
            yield Reject(row.line, str(error), row.raw)


class _Table:
    """The table of one file."""

    def __init__(self, file: BinaryIO, encoding: str, layout: Layout, nothing: frozenset[str], tell: Tell) -> None:
        self._file, self._encoding, self._layout, self._nothing, self._tell = file, encoding, layout, nothing, tell
        self._days = DateReader(self._cells_of_days, tell)

    def rows(self) -> Iterator[Row | Reject]:
        """The rows, in order; at their end it is told what was left out of them. Raises OtherLayout."""
        left_out: Counter[str] = Counter()
        for row in self._records() if is_json(self._file) else self._lines():
            if isinstance(row, Row):
                left_out.update(row.keys() - self._layout.read)
            yield row
        del left_out[""]
        if left_out:
            told = (f"{name} ({count:,})" for name, count in sorted(left_out.items(), key=lambda item: (-item[1], item[0])))
            self._tell(f"has columns that are not read, with something in so many rows: {', '.join(told)}")

    def _lines(self) -> Iterator[Row | Reject]:
        for named in self._named(self._shape(self._tell)):
            yield named if isinstance(named, Reject) else self._row(*named)

    def _shape(self, tell: Tell) -> Dialect:
        shape = recognise(first_lines(self._file, self._encoding), self._layout)
        if shape.heading is not None:
            self._layout.check(shape.heading)
            if lacking := self._layout.lacking(shape.heading):
                tell(f"has no column {', '.join(lacking)}")
        if shape.says:
            tell(shape.says)
        return shape

    def _named(self, shape: Dialect) -> Iterator[tuple[Cells, Sequence[str]] | Reject]:
        """The rows with the names of their cells."""
        pieces = shape.split(read_lines(self._file, self._encoding))
        first = shape.heading is not None
        for piece in pieces:
            if isinstance(piece, Reject):
                yield piece
                continue
            if first:
                first = False
                continue
            cells = piece.cells
            names = shape.widths.get(len(cells)) or _without_blanks(cells, shape.widths)
            if names is None:
                yield Reject(piece.line, f"has {len(cells)} columns instead of {' or '.join(map(str, shape.widths))}", piece.raw)
            else:
                yield piece, names

    def _row(self, piece: Cells, names: Sequence[str]) -> Row | Reject:
        nothing = self._nothing
        row = Row({name: cell for name, text in zip(names, piece.cells, strict=False) if (cell := clean(text)) not in nothing})
        row.line, row.raw = piece.line, piece.raw
        return self._dated(row)

    def _dated(self, row: Row) -> Row | Reject:
        try:
            for column in self._layout.days:
                if (text := row.get(column)) and text[4:5] != "-":
                    row[column] = self._days.read(column, text)
        except BadRow as error:
            return Reject(row.line, str(error), row.raw)
        return row

    def _records(self) -> Iterator[Row | Reject]:
        first = True
        for record in read_records(self._file, self._encoding):
            if isinstance(record, Reject):
                yield record
                continue
            if first:
                first = False
                self._layout.check(self._layout.heading(list(record.fields)) or ())
            yield self._dated(self._row_of(record))

    def _row_of(self, record: Record) -> Row:
        names = self._layout.heading(list(record.fields)) or list(record.fields)
        texts = {name: clean(_text(value)) for name, value in zip(names, record.fields.values(), strict=True)}
        row = Row({name: text for name, text in texts.items() if text not in self._nothing})
        row.line, row.raw = record.line, record.raw
        return row

    def _cells_of_days(self) -> Iterator[Cell]:
        """All that stands in the columns of days of the whole file. Reading then goes on where it was."""
        there = self._file.tell()
        self._file.seek(0)
        try:
            for line, cells in self._all():
                for column in self._layout.days:
                    if text := cells.get(column):
                        yield line, clean(text)
        finally:
            self._file.seek(there)

    def _all(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        if is_json(self._file):
            records = read_records(self._file, self._encoding)
            yield from ((r.line, self._row_of(r)) for r in records if isinstance(r, Record))
            return
        named = self._named(self._shape(ignore))
        yield from ((n[0].line, dict(zip(n[1], n[0].cells, strict=False))) for n in named if not isinstance(n, Reject))


def _without_blanks(cells: Sequence[str], widths: Mapping[int, Sequence[str]]) -> Sequence[str] | None:
    """The names of the cells of a row that is too long by blank ones alone, as spreadsheets write them."""
    width = max((width for width in widths if width < len(cells)), default=0)
    return widths[width] if width and not any(cell.strip() for cell in cells[width:]) else None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def clean(text: str) -> str:
    """A text trimmed, with plain blanks for no-break ones."""
    return (text.replace("\xa0", " ") if "\xa0" in text else text).strip()
