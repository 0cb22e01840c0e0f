"""csv: a row an event."""

import codecs
import csv
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson

from scripts.exporting.columns import COLUMNS, Type, note_losses
from scripts.exporting.format import EventFormat, Raw
from scripts.exporting.losses import Losses


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes a heading and a row an event, in UTF-8."""
    rows = csv.writer(codecs.getwriter("utf-8")(out), lineterminator="\n")
    rows.writerow([column.name for column in COLUMNS])
    for event in events:
        rows.writerow([cell(column.type, column.value(event)) for column in COLUMNS])
        note_losses(event, losses)


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
    " no id; other lists and objects are JSON.",
)
