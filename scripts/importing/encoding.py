"""From settled rows to what is stored: validated, canonical, encoded. Any process can do it; nothing here asks anybody."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import orjson
from pydantic import ValidationError

from domain.entries import Entry
from domain.errors import Refused
from domain.intake import read_entries
from domain.kinds import ENTRY_KINDS
from domain.log.imports import Encoded, encode
from domain.packing import find_kind


class Origin(NamedTuple):
    """Who imports, and from what file: what is stored with each entry beside its content, with the line."""

    by: str
    file: str
    sha256: str

    def of(self, line: int | None = None) -> str:
        """Who appended what stands on a line."""
        where = self.file if line is None else f"{self.file}:{line}"
        return f"{self.by}, from {where} (sha256 {self.sha256[:12]})"


class Settled(NamedTuple):
    """An entry that founds its stream, as JSON without its kind, and its line."""

    line: int
    kind: str
    content: bytes


class Piece(NamedTuple):
    """Some rows of a file, to be encoded at one go."""

    origin: Origin
    rows: Sequence[Settled]


def encoded(piece: Piece) -> list[Encoded | str]:
    """Each row as it is stored, or what is wrong with it."""
    return [_encoded(piece.origin, row) for row in piece.rows]


def _encoded(origin: Origin, row: Settled) -> Encoded | str:
    try:
        return encode(_kind(row.kind).model_validate_json(row.content), origin.of(row.line))
    except ValidationError:
        return problem({"kind": row.kind, **orjson.loads(row.content)})


@cache
def _kind(name: str) -> type[Entry]:
    return find_kind(name, ENTRY_KINDS)


def problem(raw: dict[str, object]) -> str:
    """What is wrong with an entry, field by field."""
    try:
        read_entries([raw], None)
    except Refused as error:
        return "; ".join(str(p).removeprefix(f"{p.kind}: ") for p in error.problems)
    return ""
