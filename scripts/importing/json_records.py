"""JSON objects, one a line or in one array, each with its line: read piece by piece, so that a file need not fit into memory."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from domain.errors import BadInput
from scripts.importing.draft import Reject
from scripts.importing.lines import Line, read_lines

BETWEEN = " \t\n,[]"
"""What stands around the objects of an array."""
DECODER = json.JSONDecoder()
LARGEST = 4 << 20
"""Characters. What does not end within so many is no record."""


class Record(NamedTuple):
    """An object, the line on which it begins, and its text."""

    line: int
    raw: str
    fields: dict[str, Any]


def read_records(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Record | Reject]:
    """The objects of a file. Raises BadInput where it is no JSON at all."""
    lines = iter(read_lines(file, encoding))
    first = next(lines, None)
    if first is None:
        return
    if isinstance(first, Line) and first.text.lstrip().startswith("["):
        yield from _in_an_array(_chain(first, lines))
        return
    for line in _chain(first, lines):
        yield line if isinstance(line, Reject) else _alone(line)


def _chain(first: Line | Reject, rest: Iterable[Line | Reject]) -> Iterator[Line | Reject]:
    yield first
    yield from rest


def _alone(line: Line) -> Record | Reject:
    try:
        return _record(line.number, line.text, json.loads(line.text))
    except (ValueError, RecursionError) as error:
        return Reject(line.number, f"is not JSON: {error}", line.text)


def _record(line: int, raw: str, value: Any) -> Record | Reject:
    if isinstance(value, dict):
        return Record(line, raw, value)
    return Reject(line, "is not an object; a record is written {...}", raw)


def _in_an_array(lines: Iterator[Line | Reject]) -> Iterator[Record | Reject]:
    """Takes line after line until an object is whole: only then does it parse."""
    text, began = "", 0
    for line in lines:
        if isinstance(line, Reject):
            yield line
            continue
        began = began if text else line.number
        text = f"{text}\n{line.text}"
        while text := text.lstrip(BETWEEN):
            try:
                value, end = DECODER.raw_decode(text)
            except ValueError:
                break
            except RecursionError:
                raise BadInput(f"line {began}: lists lie too deep in one another; a record is an object in one list") from None
            yield _record(began, text[:end], value)
            text, began = text[end:], line.number
        if len(text) > LARGEST:
            raise BadInput(f"line {began}: no record ends within {LARGEST >> 20} MB; see that the file is JSON")
    if text:
        yield Reject(began, "is not JSON, or breaks off", text)
