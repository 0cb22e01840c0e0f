"""What a view is: a table, and how an entry changes its rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from psycopg import Connection

from domain.entries import Entry
from domain.log.stored import Recorded
from projections.rows import Rows
from projections.table import Table

R = TypeVar("R", bound=tuple[Any, ...])


@dataclass(frozen=True)
class View(Generic[R]):
    """A fold of the log into one table."""

    table: Table
    row: type[R]
    """The table's row, its fields in the order of the columns."""
    touches: Callable[[Entry], Iterable[Any]]
    """The keys of the rows that an entry may change; none where the entry is nothing to this view."""
    evolve: Callable[[Rows[R], Recorded], None]
    """Changes the rows as the entry says. Total and pure: never fails on an entry that the log holds, looks at nothing else."""
    followers: str | None = None
    """A column that names the thing a row follows: rows that follow the same as those touched are read as well."""
    follows: Callable[[Entry], Iterable[Any]] = lambda entry: ()
    """The keys of the rows whose fellow followers an entry may change."""

    @property
    def name(self) -> str:
        """The view is called like its table."""
        return self.table.name

    def fold(self, conn: Connection[Any], page: Sequence[Recorded]) -> None:
        """Brings the table from before the page to after it, in the connection's transaction."""
        mine = [(r, keys) for r in page if (keys := list(self.touches(r.entry)))]
        if not mine:
            return
        rows = Rows(self.table, self.row)
        rows.load(conn, {key for _, keys in mine for key in keys})
        if self.followers:
            column = self.row._fields.index(self.followers)  # type: ignore[attr-defined]
            followed = {key for r, _ in mine for key in self.follows(r.entry)}
            rows.load(conn, {row[column] for key in followed for row in rows.of(key).values()}, self.followers)
        for recorded, _ in mine:
            self.evolve(rows, recorded)
        rows.flush(conn)
