"""What a view is: a table, and how an entry changes its rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from psycopg import Connection

from domain.entries import Entry
from domain.log.stored import Recorded
from domain.revisions import ActorsRevision, EventsRevision
from projections.lines import copy
from projections.rows import FirstRows, HeldRows, Rows
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

    table: Table[R]
    kinds: tuple[type[Entry], ...]
    """The kinds of entries that can change it; others are nothing to it."""
    evolve: Callable[[Rows[R], Recorded], None]
    """Changes the rows as the entry says. Total and pure: never fails on an entry that the log holds, looks at nothing else."""
    followers: str | None = None
    """A column that names the thing a row follows. Where things are merged, all that follow the same as they do are read too."""
    compares: tuple[type[Entry], ...] = ()
    """The kinds of entries that it compares with the first of their stream, which it has no row of."""
    numbers: bool = False
    """Whether its rows have the positions of first entries, by which they are joined, rather than ids alone."""
    _concerns: dict[type[Entry], bool] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """The view is called like its table."""
        return self.table.name

    def found(self, by_kind: Mapping[type[Entry], Sequence[Recorded]]) -> bytes:
        """The rows, as lines for COPY, of entries that are the first of their streams and the only ones that touch them.

        They depend on nothing else, and so can be made anywhere and in any order."""
        rows: FirstRows[R] = FirstRows(self.table)
        for kind, founding in by_kind.items():
            if self.concerns(kind):
                for recorded in founding:
                    self.evolve(rows, recorded)
        return rows.lines()

    def fold(self, conn: Connection[Any], founded: bytes, later: Sequence[Recorded]) -> bool:
        """Writes what was founded, and what later entries change, in the connection's transaction; whether there is any."""
        rows = HeldRows(self.table)
        mine = [recorded for recorded in later if self.concerns(type(recorded.entry))]
        self._load(conn, rows, mine)
        for recorded in mine:
            self.evolve(rows, recorded)
        ended = rows.end(conn)
        if lines := founded + rows.lines():
            copy(conn, self.table, lines)
        return ended or bool(lines)

    def _load(self, conn: Connection[Any], rows: HeldRows[R], later: Sequence[Recorded]) -> None:
        # What a stream's first entry founds has no rows yet.
        touching = [touched(r) for r in later if r.version > 1]
        keys: set[Any] = {id for ids in touching for id in ids}
        if self.numbers:
            rows.load_numbers(conn, keys | {r.stream for r in later})
        if self.table.has_numbers:
            keys = {rows.number(id) for id in keys}
        rows.load(conn, keys)
        rows.load_founding(conn, {r.stream for r in later if isinstance(r.entry, self.compares)})
        if self.followers:
            column = list(self.table.columns).index(self.followers)
            merged = [keys for keys in touching if len(keys) > 1]
            followed = {row[column] for keys in merged for key in keys for row in rows.of(key).values()}
            rows.load(conn, followed, self.followers)

    def concerns(self, kind: type[Entry]) -> bool:
        """Whether an entry of this kind can change it."""
        if kind not in self._concerns:
            self._concerns[kind] = issubclass(kind, self.kinds)
        return self._concerns[kind]
