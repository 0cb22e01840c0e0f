"""What a table of a data set looks like: its columns, by whatever names and in whatever order they come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.errors import BadInput


class OtherLayout(BadInput):
    """A file that is of another layout than the one it should be of."""


@dataclass(frozen=True)
class Layout:
    """The columns of a table."""

    orders: Sequence[Sequence[str]]
    """The columns in the orders in which they are published, for files without a heading; no two orders are of one length."""
    needs: Sequence[str]
    """The columns without which no row can be recorded."""
    reads: Sequence[str] = ()
    """The columns that are read besides; a file may lack them, which is told."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Other names that columns were published under, with the column that each means."""
    days: Sequence[str] = ()
    """The columns that hold days."""
    either: Sequence[str] = ()
    """Columns of which one must be there."""
    besides: Sequence[str] = ()
    """Columns that are read where they are there, or say only what others say: without them nothing is lost."""
    headed: bool = False
    """Whether only a heading tells that a table is of this layout."""

    @cached_property
    def known(self) -> Mapping[str, str]:
        """Every spelling of every column, reduced to letters and digits, with the column's name."""
        own = {plain(name): name for order in self.orders for name in order}
        return {plain(other): name for other, name in self.names.items()} | own

    @cached_property
    def widths(self) -> Mapping[int, Sequence[str]]:
        """The orders by their number of columns."""
        return {len(order): order for order in self.orders}

    @cached_property
    def read(self) -> frozenset[str]:
        """All the columns that are read, or need not be; what stands in others is left out."""
        return frozenset((*self.needs, *self.reads, *self.either, *self.days, *self.besides))

    def heading(self, cells: Sequence[str]) -> list[str] | None:
        """The columns that a first row names, spelt as here; None where it names too few to be a heading."""
        own = {plain(cell) for cell in cells}
        named = [self._named(cell, own) for cell in cells]
        enough = min(3, *(len(order) for order in self.orders))
        return named if len({*named} & {*self.known.values()}) >= enough else None

    def _named(self, cell: str, there: set[str]) -> str:
        """A column by a heading's word for it. Another name counts only where the column's own is not there."""
        column = self.known.get(plain(cell), cell.strip())
        return column if plain(column) == plain(cell) or plain(column) not in there else cell.strip()

    def missing(self, named: Sequence[str]) -> list[str]:
        """The columns that a heading should name and does not."""
        there = set(named)
        alternatives = [" or ".join(self.either)] if self.either and there.isdisjoint(self.either) else []
        return [name for name in self.needs if name not in there] + alternatives

    def check(self, named: Sequence[str]) -> None:
        """Raises OtherLayout where a heading lacks a column that is needed."""
        if missing := self.missing(named):
            raise OtherLayout(
                f"the file has a heading, but no column {', '.join(sorted(missing))}; see that it is of the right format"
            )

    def lacking(self, named: Sequence[str]) -> list[str]:
        """The columns that would be read and that a heading does not name."""
        return [name for name in self.reads if name not in set(named)]


def plain(name: str) -> str:
    """A name as names are compared: letters and digits alone, in small letters."""
    return "".join(c for c in name.casefold() if c.isalnum())
