"""csv: a row an event; or, of their reports, a row a figure."""

import codecs
import csv
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import orjson

from scripts.exporting.columns import COLUMNS, Column, Type, noting_losses
from scripts.exporting.format import EventFormat, Raw
from scripts.exporting.losses import Losses
from scripts.exporting.report_columns import REPORT_COLUMNS, report_rows


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a heading and a row an event, in UTF-8."""
    _write(COLUMNS, noting_losses(events, losses), out)


def write_reports(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """The same for what each report of the events says."""
    _write(REPORT_COLUMNS, (row for event in events for row in report_rows(event)), out)


def _write(columns: Sequence[Column], rows: Iterable[Raw], out: BinaryIO) -> None:
    sheet = csv.writer(codecs.getwriter("utf-8")(out), lineterminator="\n")
    sheet.writerow([column.name for column in columns])
    for row in rows:
        sheet.writerow([cell(column.type, column.value(row)) for column in columns])


def cell(type: Type, value: Any) -> str:
    """A value as it stands in a cell; nothing where there is none."""
    if value is None or value in ([], {}):
        return ""
    if type is Type.IDS:
        return ";".join(value)
    if type is Type.JSON:
        return orjson.dumps(value).decode()
    return ("true" if value else "false") if type is Type.YES_NO else str(value)


FORMAT = EventFormat(
    "csv",
    write,
    "A row an event, UTF-8, with a heading; what is not known is an empty cell. Lists of ids are joined by `;`, which stands in"
    " no id; other lists and objects are JSON. With --reports, a row a report and figure instead: what each source says.",
    reports=write_reports,
)
