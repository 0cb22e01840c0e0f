"""From a map to the format of the tables that it describes."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from domain.errors import Refused
from domain.intake import read_entries
from domain.names import nearest
from scripts.importing import calendars
from scripts.importing.draft import Draft, Format, Mention, Spot
from scripts.importing.layout import Layout, OtherLayout, plain
from scripts.importing.own_table.fields import read
from scripts.importing.own_table.map import TableMap
from scripts.importing.own_table.parts import Part
from scripts.importing.own_table.places import When
from scripts.importing.reading import BadRow, Row, table

KEY = 200
"""How long the key of an event may be."""
MEANT = ("status", "occurred")
"""Optional fields without which an event would say something else."""


@dataclass(frozen=True)
class OwnLayout(Layout):
    """The columns that a map names. The first row of the table is its heading, whatever it has."""

    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def heading(self, cells: Sequence[str]) -> list[str]:
        given = [cell.strip() for cell in cells]
        return [self.known.get(plain(cell), cell) if self.known.get(plain(cell)) not in given else cell for cell in given]

    def check(self, named: Sequence[str]) -> None:
        """Raises OtherLayout, which names the line of the map."""
        for column in self.needs:
            if (times := named.count(column)) == 1:
                continue
            near = nearest(column, named) or [*dict.fromkeys(filter(None, named))]
            wrong = f"has {times} columns" if times else "has no column"
            remedy = "give each a name of its own" if times else f"it has {', '.join(near[:12])}"
            raise OtherLayout(f"{self.file}, line {self.lines.get(column, 1)}: the table {wrong} {column!r}; {remedy}")


def own_format(map: TableMap) -> Format:
    """The format of the tables that a map describes."""
    days = [cell.column for part in _parts(map.fields, When) for cell in part.cells() if cell.column]
    layout = OwnLayout(orders=(map.columns,), needs=map.columns, days=days, file=map.file, lines=map.lines)
    return Format(
        name=map.source["id"],
        description=f"the tables that {map.file} describes",
        source=map.source,
        read=table(Rows(map).understand, layout),
        layout=layout,
        releases=calendars.OWN,
        own=True,
    )


def _parts(part: Part, sort: type[Part]) -> Iterator[Part]:
    if isinstance(part, sort):
        yield part
    for _, value in part:
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Part):
                yield from _parts(inner, sort)


class Rows:
    """The rows of the tables that a map describes."""

    def __init__(self, map: TableMap) -> None:
        self._map = map

    def understand(self, row: Row) -> Draft:
        """The event that a row tells of. Raises BadRow, which names the cell."""
        entry: dict[str, Any] = {"kind": self._map.kind.kind(), "key": self._key(row)}
        for name, part in self._map.fields:
            value = row.attempt(f"its {name}", read, part, row) if self._may_lack(name) else read(part, row)
            entry |= {name: value} if value not in (None, []) else {}
        entry["report"] = {"source": self._map.source["id"], **(self._map.report.read(row) or {})}
        for name in self._wrong(entry, row):
            del entry[name]
        return row.draft(entry)

    def _key(self, row: Row) -> str:
        given = [row.need(column) for column in self._map.key]
        cells = given or [row.get(column, "") for column in self._map.columns]
        key = f"{self._map.source['id']}:{':'.join(given)}"
        good = given and len(key) <= KEY and all((c.isalnum() and c.isascii()) or c in "._:/@+-" for c in key)
        return key if good else f"{self._map.source['id']}:{hashlib.sha256(chr(9).join(cells).encode()).hexdigest()[:32]}"

    def _may_lack(self, name: str) -> bool:
        """Whether an event says something true without a field."""
        field = self._map.kind.model_fields[name]
        return name not in MEANT and not field.is_required() and field.get_default() in (None, ())

    def _wrong(self, entry: dict[str, Any], row: Row) -> list[str]:
        """The fields that have to be left out, each noted with its cell. Raises BadRow where one is needed."""
        try:
            self._map.kind.model_validate(_settled({n: v for n, v in entry.items() if n != "kind"}))
        except ValidationError:
            spoilt = dict(self._problems(entry))
            needed = [
                why for name, why in spoilt.items() if name not in entry or name in ("report", "key") or not self._may_lack(name)
            ]
            if needed:
                raise BadRow("; ".join(needed)) from None
            for name, why in spoilt.items():
                row.spoil(f"without its {name}", why)
            return [*spoilt]
        return []

    def _problems(self, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
        try:
            read_entries([_settled(entry)], None)
        except Refused as error:
            for problem in error.problems:
                name = str(problem.field[0]) if problem.field else ""
                part = self._map.report if name == "report" else self._map.fields
                columns = part.at([*problem.field][1 if name == "report" else 0 :]).columns() if name else []
                cells = f" (column {', '.join(map(repr, columns[:4]))})" if columns else ""
                yield name, f"{'.'.join(map(str, problem.field))}{cells}: {problem.message}".removeprefix(": ")


def _settled(value: Any) -> Any:
    """An entry as if its actors and places had been found."""
    if isinstance(value, Mention | Spot):
        return f"{type(value).__name__.lower()}-{hashlib.sha256(repr(value).encode()).hexdigest()[:12]}"
    if isinstance(value, dict):
        return {name: _settled(part) for name, part in value.items()}
    return [_settled(part) for part in value] if isinstance(value, list) else value
