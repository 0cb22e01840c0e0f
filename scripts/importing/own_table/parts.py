"""What a map can say of one value: the column that it is read from, or a constant that stands for it in every row."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Self

from pydantic import model_validator

from domain.values.model import Value
from domain.values.text import Text
from scripts.importing.row import BadRow, Row, whole

ONE_CELL = ("column", "value")
"""What a mapping has that describes a single cell."""
DECIMAL = re.compile(r"([0-9]+),([0-9]{1,2})")


class Part(Value):
    """A part of a map. In the entry it becomes what `read` gives, or, in a list, all that `read_all` gives."""

    def read(self, row: Row) -> Any:
        """The value that a row has for it; None where it has none. Raises BadRow."""
        raise NotImplementedError

    def read_all(self, row: Row) -> list[Any]:
        """The values of a list: one, or none."""
        value = self.read(row)
        return [] if value is None else [value]

    def cells(self) -> Iterator["Cell"]:
        """The cells that it is read from."""
        for _, value in self:
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Part):
                    yield from part.cells()

    def columns(self) -> list[str]:
        """The columns that it is read from, each once."""
        return list(dict.fromkeys(cell.column for cell in self.cells() if cell.column))

    def at(self, path: Sequence[str | int]) -> "Part":
        """The part nearest to the end of a path through the entry."""
        here: Any = self
        for step in path:
            inner = getattr(here, step, None) if isinstance(step, str) else None
            here = inner[0] if isinstance(inner, tuple) and len(inner) == 1 else inner if isinstance(inner, Part) else here
        return here  # type: ignore[no-any-return]


class Cell(Part):
    """One cell of a row. A map may give the column's name alone."""

    column: Text | None = None
    """The column, by its heading."""
    value: Text | None = None
    """What holds for every row instead."""
    values: Mapping[str, str | None] | None = None
    """What each text of the cell stands for; nothing for null. A text that is not listed is an error of the cell."""
    separator: str | None = None
    """What divides the texts of a cell that lists several."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, given: Any) -> Any:
        return {"column": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.column is None) == (self.value is None):
            raise ValueError("needs the name of a column, or `value` with what holds for every row")
        if self.column is None and (self.values or self.separator):
            raise ValueError("has values or separator, but no column")
        return self

    def cells(self) -> Iterator["Cell"]:
        yield self

    def read(self, row: Row) -> str | None:
        text = row.get(self.column) if self.column else self.value
        return text if text is None else self._meaning(text)

    def read_all(self, row: Row) -> list[str]:
        text = row.get(self.column) if self.column else self.value
        texts = text.split(self.separator) if text and self.separator else [text or ""]
        return [meant for each in texts if each.strip() and (meant := self._meaning(each.strip())) is not None]

    def _meaning(self, text: str) -> str | None:
        if self.values is None:
            return text
        for known, meant in self.values.items():
            if known.casefold() == text.casefold():
                return meant
        raise BadRow(f"column {self.column!r} is {text!r}; the map lists {', '.join(self.values)}")


class Choice(Cell):
    """A cell that holds one of the values of an enumeration, in any case, with blanks for underscores."""

    OPTIONS: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        for value in (self.value, *(self.values or {}).values()):
            if value is not None and self._meaning_of(value) not in self.OPTIONS:
                raise ValueError(f"{value!r} is not one of {', '.join(self.OPTIONS)}")
        return self

    def _meaning(self, text: str) -> str | None:
        meant = super()._meaning(text)
        return meant and self._meaning_of(meant)

    @staticmethod
    def _meaning_of(text: str) -> str:
        return re.sub(r"[ -]+", "_", text.strip().lower())


class Figures(Part):
    """A figure with its bounds. A map may give the one cell that has the figure itself."""

    low: Cell | None = None
    best: Cell | None = None
    high: Cell | None = None
    approximate: Cell | None = None
    unit: Cell | None = None
    basis: Cell | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_cell(cls, given: Any) -> Any:
        return {"best": given} if is_one_cell(given) else given

    def read(self, row: Row) -> dict[str, str] | None:
        found = {name: text for name, cell in self if cell is not None and (text := cell.read(row)) is not None}
        figures = {name: number(found[name]) for name in ("low", "best", "high") if name in found}
        return found | figures if figures else None


def is_one_cell(given: Any) -> bool:
    """Whether a part of a map describes one cell, where it could describe more."""
    return isinstance(given, str) or (isinstance(given, Mapping) and not given.keys().isdisjoint(ONE_CELL))


def number(text: str) -> str:
    """A number as entries write it, whatever the table has for point and thousands; any other text as it is."""
    return DECIMAL.sub(r"\1.\2", text) if DECIMAL.fullmatch(text) else whole(text)
