"""From settled rows to what is stored: validated, canonical, encoded. Any process can do it; nothing here asks anybody."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson
from pydantic import ValidationError

from domain.entries import Entry
from domain.errors import Refused
from domain.intake import read_entries
from domain.kinds import BY_NAME
from domain.log.imports import Encoded, encode


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


class Result(NamedTuple):
    """What became of a piece: what is good of it as it is stored, in its order, and by its place what is wrong with the rest."""

    encoded: Encoded
    wrong: Mapping[int, str]


def encoded(piece: Piece) -> Result:
    """The rows as they are stored."""
    wrong: dict[int, str] = {}
    return Result(encode(_valid(piece, wrong)), wrong)


def _valid(piece: Piece, wrong: dict[int, str]) -> Iterator[tuple[Entry, str]]:
    for place, (line, kind, content) in enumerate(piece.rows):
        try:
            yield BY_NAME[kind].model_validate_json(content), piece.origin.of(line)
        except ValidationError:
            wrong[place] = problem({"kind": kind, **orjson.loads(content)})


def problem(raw: dict[str, object]) -> str:
    """What is wrong with an entry, field by field."""
    try:
        read_entries([raw], None)
    except Refused as error:
        return "; ".join(str(p).removeprefix(f"{p.kind}: ") for p in error.problems)
    return ""
