"""The rows of one table that a page of entries touches, as they change from entry to entry."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from psycopg import Connection

from projections.table import OPEN, Table

R = TypeVar("R", bound=tuple[Any, ...])


class _Open(NamedTuple):
    """A row that still holds: since when, and whether the database has it yet."""

    row: Any
    since: int
    stored: bool


class Rows(Generic[R]):
    """Reads what holds now, takes changes at positions, writes them out in two statements.

    The result does not depend on how the log was cut into pages: a row that does not change stays the same row."""

    def __init__(self, table: Table, row_type: type[R]) -> None:
        self.table, self._row_type = table, row_type
        self._json = [place for place, type in enumerate(table.columns.values()) if type.startswith("jsonb")]
        self._open: dict[Any, dict[int, _Open]] = defaultdict(dict)
        self._ended: list[tuple[Any, int, int]] = []
        self._passed: list[tuple[Any, int, int]] = []

    def load(self, conn: Connection[Any], keys: Collection[Any], column: str | None = None) -> None:
        """Reads the rows that hold now and whose key (or other column) is among `keys`."""
        if not keys:
            return
        names = ", ".join(self.table.columns)
        where = f"{column or self.table.key} = ANY(%s) AND known_until = {OPEN}"
        query = f"SELECT known_from, {names} FROM {self.table.name} WHERE {where}"
        for since, *values in conn.execute(query.encode(), (list(keys),)):
            row = self._row_type(*values)
            self._open[row[0]].setdefault(row[1], _Open(row, since, stored=True))

    def of(self, key: Any) -> dict[int, R]:
        """The rows of a thing that hold now, by line."""
        return {line: held.row for line, held in self._open[key].items()} if key in self._open else {}

    def one(self, key: Any) -> R | None:
        """The one row of a thing that holds now."""
        return next((held.row for held in self._open[key].values()), None) if key in self._open else None

    def all(self) -> Iterator[R]:
        """Every loaded row that holds now."""
        return (held.row for lines in self._open.values() for held in lines.values())

    def put(self, key: Any, position: int, rows: Mapping[int, R]) -> None:
        """From this position on, exactly these rows hold for the thing."""
        lines = self._open[key]
        if not lines:
            lines.update({line: _Open(row, position, False) for line, row in rows.items()})
            return
        for line in [line for line, held in lines.items() if rows.get(line) != held.row]:
            row, since, stored = lines.pop(line)
            if stored:
                self._ended.append((key, line, position))
            elif since < position:
                self._passed.append((row, since, position))
        for line, row in rows.items():
            lines.setdefault(line, _Open(row, position, stored=False))

    def put_one(self, position: int, row: R) -> None:
        """From this position on, the thing has this one row."""
        self.put(row[0], position, {row[1]: row})

    def flush(self, conn: Connection[Any]) -> None:
        """Writes what changed."""
        self._end(conn)
        new = [(held.row, held.since, OPEN) for lines in self._open.values() for held in lines.values() if not held.stored]
        if not (new or self._passed):
            return
        names = ", ".join((*self.table.columns, "known_from", "known_until"))
        with conn.cursor().copy(f"COPY {self.table.name} ({names}) FROM STDIN".encode()) as copy:
            for row, since, until in (*self._passed, *new):
                copy.write_row((*self._plain(row), since, until))

    def _plain(self, row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place in self._json:
            if values[place] is not None:
                values[place] = orjson.dumps(values[place]).decode()
        return values

    def _end(self, conn: Connection[Any]) -> None:
        if not self._ended:
            return
        keys, lines, positions = zip(*self._ended, strict=True)
        table, key = self.table.name, self.table.key
        conn.execute(
            f"UPDATE {table} SET known_until = e.until FROM unnest(%s::{self.table.columns[key]}[], %s::bigint[], %s::bigint[])"
            f" AS e (key, line, until) WHERE {table}.{key} = e.key AND {table}.line = e.line"
            f" AND {table}.known_until = {OPEN}".encode(),
            (list(keys), list(lines), list(positions)),
        )
