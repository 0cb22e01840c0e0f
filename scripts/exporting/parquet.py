"""parquet: a row an event, with types; or, of their reports, a row a figure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

import orjson

from api.exporting.columns import COLUMNS, Column, Type, noting_losses
from api.exporting.format import EventFormat, Raw
from api.exporting.losses import Losses
from api.exporting.report_columns import REPORT_COLUMNS, report_rows

GROUP = 4000
"""Rows that are held in memory and written together."""


def write(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """Writes the columns of csv, typed; lists of ids as lists, other lists and objects as JSON text."""
    _write(COLUMNS, noting_losses(events, losses), out)


def write_reports(events: Iterable[Raw], out: BinaryIO, losses: Losses) -> None:
    """The same for what each report of the events says."""
    _write(REPORT_COLUMNS, (row for event in events for row in report_rows(event)), out)


def _write(columns: Sequence[Column], rows: Iterable[Raw], out: BinaryIO) -> None:
    # The library takes a while to load, and no other command needs it.
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = {
        Type.TEXT: pa.string(),
        Type.IDS: pa.list_(pa.string()),
        Type.JSON: pa.string(),
        Type.WHOLE: pa.int64(),
        Type.NUMBER: pa.float64(),
        Type.YES_NO: pa.bool_(),
        Type.DATE: pa.date32(),
        Type.TIME: pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema([pa.field(c.name, types[c.type], metadata={"meaning": c.meaning}) for c in columns])
    rest = iter(rows)
    with ParquetWriter(out, schema) as writer:
        while group := list(islice(rest, GROUP)):
            values = [[_value(c.type, c.value(row)) for row in group] for c in columns]
            writer.write_table(pa.table(values, schema=schema))


def _value(type: Type, value: Any) -> Any:
    if value is None:
        return None
    if type is Type.JSON:
        return orjson.dumps(value).decode() if value else None
    if type is Type.DATE:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if type is Type.TIME else value


FORMAT = EventFormat(
    "parquet",
    write,
    "The columns of csv with types: dates, times, numbers, lists of ids; other lists and objects are JSON text. With --reports, a"
    " row a report and figure instead.",
    binary=True,
    reports=write_reports,
)
