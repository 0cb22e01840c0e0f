"""csv: a row an event; or, of their reports, a row a figure."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO

import orjson

from api.exporting.columns import COLUMNS, Column, Type, noting_losses
from api.exporting.format import EventFormat, Raw, TextFile
from api.exporting.losses import Losses
from api.exporting.report_columns import REPORT_COLUMNS, report_rows

GUARD = "'"

GUARDED = ("=", "+", "-", "@", "\t", "\r", GUARD)
"""How a text begins that a spreadsheet would take for a formula; and the guard itself, so that it can be taken off again."""


class _Line:
    """Where a line is written to that is wanted at once."""

    @staticmethod
    def write(line: str) -> str:
        return line


def _records(columns: Sequence[Column], rows: Iterable[Raw]) -> Iterator[bytes]:
    # It gives what `write` gives.
    line: Callable[[list[str]], str] = csv.writer(_Line(), lineterminator="\n").writerow
    return (line([cell(column.type, column.value(row)) for column in columns]).encode() for row in rows)


def _heading(columns: Sequence[Column]) -> bytes:
    return (",".join(column.name for column in columns) + "\n").encode()


def cell(type: Type, value: Any) -> str:
    """A value as it stands in a cell; nothing where there is none."""
    if value is None or value in ([], {}):
        return ""
    if type is Type.IDS:
        return ";".join(value)
    if type is Type.JSON:
        return orjson.dumps(value).decode()
    if type is Type.TEXT:
        return guarded(str(value))
    return ("true" if value else "false") if type is Type.YES_NO else str(value)


def guarded(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would take it for a formula. Take one off, and it is as it was."""
    return GUARD + text if text.startswith(GUARDED) else text


EVENTS = TextFile(_heading(COLUMNS), partial(_records, COLUMNS))
"""A row an event."""

REPORTS = TextFile(
    _heading(REPORT_COLUMNS), lambda events: _records(REPORT_COLUMNS, (row for event in events for row in report_rows(event)))
)
"""A row for each figure of each report of the events."""


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a heading and a row an event, in UTF-8."""
    out.writelines(EVENTS.lines(noting_losses(events, losses)))


def write_reports(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """The same for what each report of the events says."""
    out.writelines(REPORTS.lines(events))


FORMAT = EventFormat(
    "csv",
    write,
    "A row an event, UTF-8, with a heading; what is not known is an empty cell. Lists of ids are joined by `;`, which stands in"
    " no id; other lists and objects are JSON. A text that a spreadsheet would take for a formula, or that begins with an"
    " apostrophe, has an apostrophe before it. With --reports, a row a report and figure instead: what each source says.",
    reports=write_reports,
)
