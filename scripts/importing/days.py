"""Days in the order in which a file writes them: spreadsheets put the day or the month first, and do not say which."""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from scripts.importing.row import BadRow

NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?:[ T][0-9:.]+(?: ?[AP]M)?)?", re.IGNORECASE)
YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})(?:[ T][0-9:.]+)?")
DAY_MONTH = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})[-,. ]+([0-9]{4})")
MONTH_DAY = re.compile(r"([A-Za-z]{3,9})[. ]+([0-9]{1,2}),? ([0-9]{4})")
MONTHS = [name.lower() for name in calendar.month_name[1:]]

Cell = tuple[int, str]
"""What stands in a column of days, with its line."""


class DateOrder(NamedTuple):
    """What a file puts first, and how it shows that: a cell that can be read in no other order."""

    day_first: bool
    cell: Cell

    def __str__(self) -> str:
        return f"{'day' if self.day_first else 'month'} first, as line {self.cell[0]} shows ({self.cell[1]!r})"


class DateReader:
    """The days of one file. `cells` gives all that stands in its columns of days; it is asked only if their order matters."""

    def __init__(self, cells: Callable[[], Iterator[Cell]], tell: Callable[[str], None]) -> None:
        self._cells, self._tell = cells, tell

    def read(self, column: str, text: str) -> str:
        """A day as year-month-day; a text in no form known here as it is. Raises BadRow for a day that can be read in two ways."""
        if text[4:5] == "-" or text.isdigit():
            return text
        if found := NUMBERS.fullmatch(text):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            return self._ordered(column, text, first, second, year)
        if found := YEAR_FIRST.fullmatch(text):
            return _iso(text, int(found[1]), int(found[2]), int(found[3]))
        if found := DAY_MONTH.fullmatch(text):
            return _iso(text, int(found[3]), _month(found[2]), int(found[1]))
        if found := MONTH_DAY.fullmatch(text):
            return _iso(text, int(found[3]), _month(found[1]), int(found[2]))
        return text

    def _ordered(self, column: str, text: str, first: int, second: int, year: int) -> str:
        if first == second or first > 12 or second > 12:
            day, month = (first, second) if first > 12 else (second, first)
            return _iso(text, year, month, day)
        orders = self._orders
        if len(orders) == 1:
            return _iso(text, year, *((second, first) if True in orders else (first, second)))
        both = f"{_iso(text, year, second, first)} or {_iso(text, year, first, second)}"
        why = f"the file has both: {' and '.join(map(str, orders.values()))}" if orders else "no day of the file says which"
        raise BadRow(f"{column} is {text!r}, which is {both}, and {why}; write year-month-day")

    @cached_property
    def _orders(self) -> Mapping[bool, DateOrder]:
        found: dict[bool, DateOrder] = {}
        for cell in self._cells():
            match = NUMBERS.fullmatch(cell[1])
            if match and (int(match[1]) > 12) != (int(match[3]) > 12):
                found.setdefault(int(match[1]) > 12, DateOrder(int(match[1]) > 12, cell))
            if len(found) > 1:
                break
        if len(found) == 1:
            self._tell(f"writes days with the {next(iter(found.values()))}")
        return found


def _iso(text: str, year: int, month: int, day: int) -> str:
    """The day; the text itself where there is no such day, so that what reads it says so."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 0 where it is none."""
    found = [n for n, name in enumerate(MONTHS, start=1) if name.startswith(word.lower()) or word.lower() == "sept" == name[:4]]
    return found[0] if len(found) == 1 else 0
