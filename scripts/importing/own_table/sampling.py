"""A look at a table that nothing is known of: its columns, and some of its rows."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from domain.errors import BadInput
from scripts.importing.encodings import decodable, ignore
from scripts.importing.json_records import Record, is_json, read_records
from scripts.importing.lines import Line
from scripts.importing.opening import Input
from scripts.importing.reading import NOTHING, clean, first_lines
from scripts.importing.recognising import DELIMITERS, GLANCE
from scripts.importing.splitting import Cells, quoted, unquoted


class Sample(NamedTuple):
    """The columns of a table, and some rows, each without its empty cells."""

    columns: Sequence[str]
    rows: Sequence[Mapping[str, str]]

    def texts(self, column: str) -> list[str]:
        """What stands in a column."""
        return [row[column] for row in self.rows if column in row]


def sample(one: Input, encoding: str, sheet: str) -> Sample:
    """The first rows of the first table in a file. Raises BadInput where it holds none under a heading."""
    with one.members(sheet, glance=True) as members:
        for member in members:
            with decodable(member.text, encoding, ignore) as (file, name):
                if is_json(file):
                    records = [r.fields for r in islice(read_records(file, name), GLANCE) if isinstance(r, Record)]
                    rows = [{field: "" if value is None else str(value) for field, value in r.items()} for r in records]
                else:
                    rows = _table([line.text for line in first_lines(file, name)])
            if rows:
                columns = list(dict.fromkeys(column for row in rows for column in row if column))
                return Sample(columns, [{c: clean(t) for c, t in row.items() if clean(t) not in NOTHING} for row in rows])
    raise BadInput(f"{one.path} holds no table with a heading and rows under it")


def _table(lines: Sequence[str]) -> list[dict[str, str]]:
    """The rows under the first: cells are divided by what makes most rows as long as that one."""
    tables = [_cells(lines, delimiter) for delimiter in DELIMITERS]
    cells = max(tables, key=lambda rows: sum(len(row) == len(rows[0]) > 1 for row in rows) if rows else 0)
    heading = [clean(cell) for cell in cells[0]] if cells else []
    return [dict(zip(heading, row, strict=True)) for row in cells[1:] if len(row) == len(heading)]


def _cells(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    split = unquoted(delimiter) if delimiter == "\t" else quoted(delimiter)
    pieces = split(Line(number, text) for number, text in enumerate(lines, start=1))
    return [piece.cells for piece in pieces if isinstance(piece, Cells)]
