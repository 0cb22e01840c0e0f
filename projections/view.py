"""What a view is: a table, and how an entry changes its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from psycopg import Connection

from domain.entries import Entry
from domain.log.stored import Recorded
from domain.revisions import ActorsRevision, EventsRevision
from projections.rows import Rows
from projections.table import Table

R = TypeVar("R", bound=tuple[Any, ...])


def touched(recorded: Recorded) -> tuple[UUID, ...]:
    """The things whose rows an entry may change: the one it is about, and those it merges or takes apart."""
    entry = recorded.entry
    if isinstance(entry, EventsRevision | ActorsRevision):
        return (recorded.stream, *entry.duplicate_ids)
    return (recorded.stream,)


@dataclass(frozen=True)
class View(Generic[R]):
    """A fold of the log into one table."""

    table: Table
    row: type[R]
    """The table's row, its fields in the order of the columns."""
    kinds: tuple[type[Entry], ...]
    """The kinds of entries that can change it; others are nothing to it."""
    evolve: Callable[[Rows[R], Recorded], None]
    """Changes the rows as the entry says. Total and pure: never fails on an entry that the log holds, looks at nothing else."""
    followers: str | None = None
    """A column that names the thing a row follows. Where things are merged, all that follow the same as they do are read too."""
    _concerns: dict[type[Entry], bool] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """The view is called like its table."""
        return self.table.name

    def fold(self, conn: Connection[Any], page: Sequence[Recorded]) -> None:
        """Brings the table from before the page to after it, in the connection's transaction."""
        mine = [r for r in page if self._is_concerned(type(r.entry))]
        if not mine:
            return
        rows = Rows(self.table, self.row)
        self._load(conn, rows, mine)
        for recorded in mine:
            self.evolve(rows, recorded)
        rows.flush(conn)

    def _load(self, conn: Connection[Any], rows: Rows[R], page: Sequence[Recorded]) -> None:
        # What a stream's first entry founds has no rows yet.
        later = [touched(r) for r in page if r.version > 1]
        rows.load(conn, {key for keys in later for key in keys})
        if self.followers:
            column = self.row._fields.index(self.followers)  # type: ignore[attr-defined]
            merged = [keys for keys in later if len(keys) > 1]
            followed = {row[column] for keys in merged for key in keys for row in rows.of(key).values()}
            rows.load(conn, followed, self.followers)

    def _is_concerned(self, kind: type[Entry]) -> bool:
        if kind not in self._concerns:
            self._concerns[kind] = issubclass(kind, self.kinds)
        return self._concerns[kind]
