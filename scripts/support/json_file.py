"""Reading JSON with lines, whole or an entry a line."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from json.decoder import JSONArray, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from math import isfinite
from typing import Any

from scripts.support.located import DEEPEST, BadFile, Located, mapping, sequence

NO_NUMBER = "is not a number in JSON; write one, or leave the field out"

HALF_A_CHARACTER = re.compile(r"(?<!\\)(?:\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F])")
"""An escape that stands for half of a character, with the other half missing: no text in any encoding has it."""


def read_json(text: str) -> Located:
    """The value that a JSON text stands for. Raises BadFile."""
    _refuse_half_characters(text)
    try:
        return _Decoder(text).decode(text)  # type: ignore[no-any-return]
    except json.JSONDecodeError as error:
        raise BadFile(error.lineno, _told(error)) from error
    except RecursionError as error:
        raise BadFile(1, f"lists and mappings lie more than {DEEPEST} deep in one another; no entry needs that") from error


def read_ndjson(text: str) -> Iterator[Located]:
    """The entries of a text that has one on each line. Raises BadFile."""
    _refuse_half_characters(text)
    for line, entry in enumerate(text.split("\n"), start=1):
        if entry.strip():
            yield _on_line(entry, line)


def _refuse_half_characters(text: str) -> None:
    if half := HALF_A_CHARACTER.search(text):
        line = text.count("\n", 0, half.start()) + 1
        escape = text[half.start() : half.start() + 6]
        raise BadFile(line, f"has {escape}, half of a character; write both halves, or the character itself")


def _on_line(entry: str, line: int) -> Located:
    try:
        value = json.loads(entry, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise BadFile(line, _told(error)) from error
    except RecursionError as error:
        raise BadFile(line, "lies too deep in brackets; no entry needs that") from error
    except ValueError as error:
        raise BadFile(line, str(error)) from error
    if not isinstance(value, dict):
        raise BadFile(line, 'is not an entry; write one on each line: {"kind": ..., ...}')
    return Located(value, line)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twice!r} stands twice; keep one")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} {NO_NUMBER}")


def _told(error: json.JSONDecodeError) -> str:
    expected = error.msg[0].lower() + error.msg[1:]
    return f"is not JSON: {expected} (column {error.colno}); look for a comma, quote or bracket too many or too few"


class _Decoder(json.JSONDecoder):
    """The standard library's decoder, written to keep lines: every value comes as Located."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
        self.parse_object, self.parse_array = self._object, self._array
        self._scan = py_make_scanner(self)
        self.scan_once = self._value

    def _value(self, text: str, start: int) -> tuple[Located, int]:
        value, end = self._scan(text, start)
        if isinstance(value, float) and not isfinite(value):
            raise BadFile(self._line(start), f"{text[start:end]} {NO_NUMBER}")
        return value if isinstance(value, Located) else Located(value, self._line(start)), end

    def _object(self, start: tuple[str, int], strict: bool, *_: Any) -> tuple[Located, int]:
        pairs, end = JSONObject(start, strict, self._value, None, list, {})
        return mapping(self._line(start[1] - 1), pairs), end

    def _array(self, start: tuple[str, int], *_: Any) -> tuple[Located, int]:
        items, end = JSONArray(start, self._value)
        return sequence(self._line(start[1] - 1), items), end

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)
