"""Recognising how a file writes its table: what stands between cells, whether they are quoted, and which column is which."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scripts.importing.dates import ISO_DAY
from scripts.importing.days import DAY_MONTH, MONTH_DAY, NUMBERS, YEAR_FIRST
from scripts.importing.layout import Layout
from scripts.importing.lines import Line
from scripts.importing.row import whole
from scripts.importing.splitting import Split, quoted, unquoted

GLANCE = 50
"""Lines that show how a file is written."""

BESIDES = 2
"""So many columns more than published ones a table without a heading may have."""

DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "pipes"}
"""What may stand between cells, and what it is called; of two that fit equally, the first is meant."""


@dataclass(frozen=True)
class Dialect:
    """How a file writes a table."""

    delimiter: str
    quotes: bool
    heading: Sequence[str] | None
    """The columns in the order of the file's heading, spelt as in the layout; None where it has none."""
    widths: Mapping[int, Sequence[str]]
    """The columns of a row by the number of its cells."""
    width: int
    """How many cells most rows have."""
    fits: bool
    """Whether the table is of the layout."""
    says: str = ""
    """What of it is not as published."""

    @property
    def split(self) -> Split:
        """From lines to cells, as this file has them."""
        return quoted(self.delimiter) if self.quotes else unquoted(self.delimiter)

    def why(self) -> str:
        """By what it is known, in words."""
        between = f"{DELIMITERS[self.delimiter]} between"
        if self.heading is not None:
            return f"{len(self.heading)} columns under a heading, {between}"
        return f"{self.width} columns, {between}"


def recognise(lines: Sequence[Line], layout: Layout) -> Dialect:
    """How a file that begins with these lines writes a table of this layout."""
    shapes = [_shape(lines, layout, delimiter) for delimiter in DELIMITERS]
    return max(shapes, key=lambda shape: _rank(shape, lines, layout))


def _rank(shape: Dialect, lines: Sequence[Line], layout: Layout) -> tuple[bool, bool, int, int]:
    fitting = sum(len(cells) in shape.widths for cells in _cells(lines, shape.delimiter, shape.quotes))
    lacking = len(layout.missing(shape.heading)) if shape.heading is not None else 0
    return shape.fits, shape.heading is not None, -lacking, fitting


def _shape(lines: Sequence[Line], layout: Layout, delimiter: str) -> Dialect:
    quotes = delimiter != "\t" or _is_quoted_throughout(lines[:1], delimiter)
    rows = _cells(lines, delimiter, quotes)
    first, rest = (rows[0], rows[1:]) if rows else ([], [])
    if (heading := layout.heading(first)) is not None:
        if rest and _usual_width(rest) == len(heading) + 1:
            heading = ["", *heading]
        return Dialect(delimiter, quotes, heading, {len(heading): heading}, len(heading), not layout.missing(heading))
    if layout.headed:
        return Dialect(delimiter, quotes, None, dict(layout.widths), _usual_width(rows), False)
    widths = dict(layout.widths)
    usual = _usual_width(rows)
    if usual in widths or not layout.days or not 0 < usual - max(widths) <= BESIDES:
        return Dialect(delimiter, quotes, None, widths, usual, usual in widths and _has_days(rows, widths[usual], layout.days[:1]))
    return _wider(rows, layout, delimiter, quotes)


def _wider(rows: Sequence[Sequence[str]], layout: Layout, delimiter: str, quotes: bool) -> Dialect:
    """A table without a heading that has columns besides: the days show whether one stands in front."""
    usual, order = _usual_width(rows), layout.widths[max(layout.widths)]
    more = usual - len(order)
    placed = {
        "in front" if front else "behind": columns
        for front in (0, 1)
        if _has_days(rows, columns := [*[""] * front, *order, *[""] * (more - front)], layout.days)
    }
    if len(placed) != 1:
        return Dialect(delimiter, quotes, None, dict(layout.widths), usual, False)
    where, columns = next(iter(placed.items()))
    says = f"has {usual} columns instead of {len(order)}; one {where} is left out" if more == 1 else f"has {more} columns more"
    return Dialect(delimiter, quotes, None, dict(layout.widths) | {usual: columns}, usual, True, says)


def _cells(lines: Iterable[Line], delimiter: str, quotes: bool) -> list[list[str]]:
    """The cells of lines, each taken for a row of its own."""
    if not quotes:
        return [line.text.split(delimiter) for line in lines]
    return [_quoted_cells(line.text, delimiter) for line in lines]


def _quoted_cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def _is_quoted_throughout(lines: Sequence[Line], delimiter: str) -> bool:
    cells = [cell for line in lines for cell in line.text.split(delimiter) if cell]
    return bool(cells) and all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in cells)


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells most rows have."""
    return max(Counter(map(len, rows)).items(), key=lambda item: item[1], default=(0, 0))[0]


def _has_days(rows: Sequence[Sequence[str]], columns: Sequence[str], days: Sequence[str]) -> bool:
    """Whether days stand where they should in most rows."""
    places = [place for place, name in enumerate(columns) if name in days]
    whole_rows = [row for row in rows if len(row) == len(columns)]
    good = sum(all(is_day(row[place].strip()) for place in places) for row in whole_rows)
    return good * 2 > len(whole_rows)


def is_day(text: str) -> bool:
    """Whether a cell looks like a day, or a moment of one."""
    digits = whole(text)
    if digits.isdigit():
        return len(digits) in (8, 14) and digits[:2] in ("18", "19", "20")
    if ISO_DAY.fullmatch(text[:10]):
        return True
    return any(form.fullmatch(text) for form in (NUMBERS, YEAR_FIRST, DAY_MONTH, MONTH_DAY))
