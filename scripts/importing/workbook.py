"""The sheets of an Excel workbook, each as a table with commas."""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from domain.errors import BadInput
from scripts.importing.recognising import GLANCE

MIDNIGHT = time()


def is_workbook(archive: ZipFile) -> bool:
    """Whether a zip is a workbook."""
    return "xl/workbook.xml" in archive.namelist()


def sheets(name: str, file: BinaryIO, wanted: str, glance: bool, stack: ExitStack) -> Iterator[tuple[str, BinaryIO]]:
    """The sheets, or the one that is wanted, by their titles; glance: no more than their first rows. Raises BadInput."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        titles = [sheet.title for sheet in book.worksheets]
        if wanted and wanted not in titles:
            raise BadInput(f"{name} has no sheet {wanted!r}; it has {', '.join(titles)}")
        for sheet in book.worksheets:
            if wanted in ("", sheet.title):
                yield sheet.title, _as_csv(sheet, GLANCE if glance else None, stack)
    except (BadZipFile, KeyError, ValueError) as error:
        raise BadInput(f"{name} is a damaged workbook: {error}") from error


def _as_csv(sheet: Any, rows: int | None, stack: ExitStack) -> BinaryIO:
    """A sheet row by row, so that a line of the table is a row of the sheet."""
    file = stack.enter_context(TemporaryFile())  # noqa: SIM115
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in sheet.iter_rows(values_only=True, max_row=rows):
        writer.writerow([_text(cell) for cell in row])
    text.flush()
    text.detach()
    file.seek(0)
    return cast(BinaryIO, file)


def _text(cell: Any) -> str:
    """What stands in a cell. Days are written with the year first, whatever order the sheet shows."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
