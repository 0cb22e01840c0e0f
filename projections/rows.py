"""The rows of one table that entries touch, as they change from entry to entry."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from psycopg import Connection

from domain.entries import Entry
from domain.log.stored import Recorded
from projections.founding import first_entries, first_positions
from projections.lines import Lines
from projections.period import OPEN
from projections.table import Table

MANY = 500
"""So many rows are written at one go: more take more memory, and no less time."""

R = TypeVar("R", bound=tuple[Any, ...])


class Rows(Protocol[R]):
    """What a view sees of its table while it takes up an entry."""

    def of(self, key: Any) -> Mapping[int, R]:
        """The rows of a thing that hold now, by line."""
        ...

    def one(self, key: Any) -> R | None:
        """The one row of a thing that holds now."""
        ...

    def all(self) -> Iterator[R]:
        """Every row that holds now, of the things that are touched."""
        ...

    def founding(self, key: Any) -> Entry | None:
        """The first entry about a thing, as the log has it; None where it cannot be read."""
        ...

    def number(self, of: Recorded | UUID) -> int:
        """The position of the first entry about a thing, by which other views know it; 0 where there is none."""
        ...

    def put(self, key: Any, position: int, rows: Sequence[R]) -> None:
        """From this position on, exactly these rows hold for the thing, each with a line of its own."""
        ...

    def put_one(self, position: int, row: R) -> None:
        """From this position on, the thing has this one row."""
        ...


class FirstRows(Rows[R]):
    """Rows of things that nothing was said of before, and each of which one entry touches: there is nothing to look up."""

    def __init__(self, table: Table[R]) -> None:
        self._lines = Lines(table)
        self._rows: list[tuple[R, int, int]] = []
        self._written: list[bytes] = []

    def of(self, key: Any) -> Mapping[int, R]:
        return {}

    def one(self, key: Any) -> R | None:
        return None

    def all(self) -> Iterator[R]:
        return iter(())

    def founding(self, key: Any) -> Entry | None:
        return None

    def number(self, of: Recorded | UUID) -> int:
        return 0 if isinstance(of, UUID) else of.position

    def put(self, key: Any, position: int, rows: Sequence[R]) -> None:
        self._rows += [(row, position, OPEN) for row in rows]
        if len(self._rows) >= MANY:
            self._write()

    def put_one(self, position: int, row: R) -> None:
        self.put(row[0], position, (row,))

    def lines(self) -> bytes:
        """The rows, for COPY."""
        self._write()
        return b"".join(self._written)

    def _write(self) -> None:
        self._written.append(self._lines.written(self._rows))
        self._rows.clear()


class _Open(NamedTuple):
    """A row that still holds: since when, and whether the database has it yet."""

    row: Any
    since: int
    stored: bool


class HeldRows(Rows[R], Generic[R]):
    """Reads what holds now, takes changes at positions, gives what is to be written.

    The result does not depend on how the log was cut into pages: a row that does not change stays the same row."""

    def __init__(self, table: Table[R]) -> None:
        self._table = table
        self._open: dict[Any, dict[int, _Open]] = defaultdict(dict)
        self._ended: list[tuple[Any, int, int]] = []
        self._passed: list[tuple[Any, int, int]] = []
        self._founding: dict[Any, Entry] = {}
        self._numbers: dict[UUID, int] = {}

    def load(self, conn: Connection[Any], keys: Collection[Any], column: str | None = None) -> None:
        """Reads the rows that hold now and whose key (or other column) is among `keys`."""
        if not keys:
            return
        names = ", ".join(self._table.columns)
        where = f"{column or self._table.key} = ANY(%s) AND known_until = {OPEN}"
        query = f"SELECT known_from, {names} FROM {self._table.name} WHERE {where}"
        for since, *values in conn.execute(query.encode(), (list(keys),)):
            row = self._table.row(*values)
            self._open[row[0]].setdefault(row[1], _Open(row, since, stored=True))

    def load_numbers(self, conn: Connection[Any], streams: Collection[UUID]) -> None:
        """Reads from the log at which positions these things are founded."""
        if streams:
            self._numbers |= first_positions(conn, streams)

    def load_founding(self, conn: Connection[Any], keys: Collection[UUID]) -> None:
        """Reads from the log what founded the things with these ids."""
        if keys:
            self._founding |= first_entries(conn, keys)

    def of(self, key: Any) -> dict[int, R]:
        return {line: held.row for line, held in self._open[key].items()} if key in self._open else {}

    def one(self, key: Any) -> R | None:
        return next((held.row for held in self._open[key].values()), None) if key in self._open else None

    def all(self) -> Iterator[R]:
        return (held.row for lines in self._open.values() for held in lines.values())

    def founding(self, key: Any) -> Entry | None:
        return self._founding.get(key)

    def number(self, of: Recorded | UUID) -> int:
        return self._numbers.get(of if isinstance(of, UUID) else of.stream, 0)

    def put(self, key: Any, position: int, rows: Sequence[R]) -> None:
        lines, after = self._open[key], {row[1]: row for row in rows}
        for line in [line for line, held in lines.items() if after.get(line) != held.row]:
            row, since, stored = lines.pop(line)
            if stored:
                self._ended.append((key, line, position))
            elif since < position:
                self._passed.append((row, since, position))
        for line, row in after.items():
            lines.setdefault(line, _Open(row, position, stored=False))

    def put_one(self, position: int, row: R) -> None:
        self.put(row[0], position, (row,))

    def lines(self) -> bytes:
        """The rows that the database lacks, for COPY."""
        held = (held for lines in self._open.values() for held in lines.values())
        return Lines(self._table).written([*((h.row, h.since, OPEN) for h in held if not h.stored), *self._passed])

    def end(self, conn: Connection[Any]) -> bool:
        """Tells the database which of its rows hold no longer; whether there are any."""
        if not self._ended:
            return False
        keys, lines, positions = zip(*self._ended, strict=True)
        table, key = self._table.name, self._table.key
        type, *_ = self._table.columns[key].split()
        conn.execute(
            f"UPDATE {table} SET known_until = e.until FROM unnest(%s::{type}[], %s::bigint[], %s::bigint[])"
            f" AS e (key, line, until) WHERE {table}.{key} = e.key AND {table}.line = e.line"
            f" AND {table}.known_until = {OPEN}".encode(),
            (list(keys), list(lines), list(positions)),
        )
        return True
