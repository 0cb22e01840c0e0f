"""A row of a table: its cells by column, and what they hold once spreadsheets and programs have rewritten them."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from scripts.importing.draft import Draft, Flaw

T = TypeVar("T")

WHOLE = re.compile(r"([0-9]+)(?:[.,]0{1,2})?")
GROUPED = re.compile(r"[0-9]{1,3}(?:([, '\u2019])[0-9]{3})(?:\1[0-9]{3})*(?:\.0+)?")


class BadRow(ValueError):
    """Why a row cannot be recorded."""


class Row(dict[str, str]):
    """The cells of a row by column, trimmed, with plain blanks; those that hold nothing are left out, so `get` gives None."""

    line: int
    raw: str
    flaws: tuple[Flaw, ...] = ()

    def need(self, column: str) -> str:
        """A cell that must hold something. Raises BadRow."""
        if column not in self:
            raise BadRow(f"{column} is empty")
        return self[column]

    def number(self, column: str) -> float | None:
        """A cell that holds a number, if it holds anything; a comma may stand for the point. Raises BadRow."""
        try:
            return float(self[column].replace(",", ".")) if column in self else None
        except ValueError:
            raise BadRow(f"{column} is {self[column]!r}, which is not a number") from None

    def score(self, column: str) -> float | None:
        """A cell that holds a score from -10 to 10, if it holds anything. Raises BadRow."""
        number = self.number(column)
        if number is not None and not -10 <= number <= 10:
            raise BadRow(f"{column} is {self[column]!r}; a score is a number from -10 to 10")
        return number

    def whole(self, column: str) -> str | None:
        """The digits of a cell that holds a whole number, written 645, 645.0 or 12,345; any other text as it is."""
        text = self.get(column)
        return text if text is None or text.isdigit() else whole(text)

    def need_whole(self, column: str) -> str:
        """The same of a cell that must hold something. Raises BadRow."""
        text = self.need(column)
        return text if text.isdigit() else whole(text)

    def spoil(self, what: str, reason: str) -> None:
        """Notes what was changed or left out of this row, and why."""
        self.flaws = (*self.flaws, Flaw(what, reason))

    def remark(self, what: str) -> None:
        """Notes how this row was read, where nothing is wrong with it: to be told by count, and no ground to reject it."""
        self.flaws = (*self.flaws, Flaw(what))

    def attempt(self, what: str, read: Callable[..., T], *arguments: Any) -> T | None:
        """What part of the row says; nothing where its cells are broken, without which the row still says something true."""
        try:
            return read(*arguments)
        except ValueError as error:
            self.spoil(f"without {what}", str(error))
            return None

    def draft(self, entry: dict[str, Any], needs: tuple[dict[str, Any], ...] = ()) -> Draft:
        """What this row stands for."""
        return Draft(self.line, entry, needs, self.raw, self.flaws)


def whole(text: str) -> str:
    """The digits of a whole number, however it is written; any other text as it is."""
    if GROUPED.fullmatch(text):
        return "".join(c for c in text.partition(".")[0] if c.isdigit())
    found = WHOLE.fullmatch(text)
    return found[1] if found else text
