"""JSON objects, one a line, in one array, or in the answer of an API, each with its line: read piece by piece, so that a file need
not fit into memory."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from domain.errors import BadInput
from scripts.importing.draft import Reject
from scripts.importing.lines import Line, read_lines

BETWEEN, AROUND = re.compile(r"[\s,]*"), re.compile(r"[\s,\[\]]*")
"""What stands between the objects of an array, and what may stand around them besides."""
ANSWER = re.compile(r'\s*\{(?=\s*").{0,4000}?"(?:data|Result|results)"\s*:\s*\[(?=\s*(?:[{\]]|$))', re.DOTALL)
"""How the answer of an API begins whose records are in a list: ACLED's `data`, UCDP's `Result`."""
EMPTY = '{"":['
DECODER = json.JSONDecoder()
LARGEST = 4 << 20
"""Characters. What does not end within so many is no record."""
GLANCE = 4096
"""Characters within which the list of an answer begins."""


class Record(NamedTuple):
    """An object, the line on which it begins, and its text."""

    line: int
    raw: str
    fields: dict[str, Any]


def is_json(file: BinaryIO) -> bool:
    """Whether a file begins like a JSON object, or an array of such; afterwards it stands at its beginning again."""
    file.seek(0)
    beginning = file.read(GLANCE).removeprefix(b"\xef\xbb\xbf").split(None)
    file.seek(0)
    text = b"".join(beginning[:3])
    return re.match(rb'\{["}]|\[[{\]]', text) is not None


def read_records(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Record | Reject]:
    """The objects of a file. Raises BadInput where it is no JSON at all."""
    lines = read_lines(file, encoding)
    beginning = list[Line | Reject]()
    text = ""
    for line in lines:
        beginning.append(line)
        text += f"{line.text}\n" if isinstance(line, Line) else ""
        if text.lstrip().startswith("[") or ANSWER.match(text):
            yield from _in_an_array(chain(beginning, lines), _Values(answer=not text.lstrip().startswith("[")))
            return
        if len(text) > GLANCE or _is_whole(text):
            break
    for line in chain(beginning, lines):
        yield line if isinstance(line, Reject) else _alone(line)


def _is_whole(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _alone(line: Line) -> Record | Reject:
    try:
        return _record(line.number, line.text, json.loads(line.text))
    except (ValueError, RecursionError) as error:
        return Reject(line.number, f"is not JSON: {error}", line.text)


def _record(line: int, raw: str, value: Any) -> Record | Reject:
    if isinstance(value, dict):
        return Record(line, raw, value)
    return Reject(line, "is not an object; a record is written {...}", raw)


def _in_an_array(lines: Iterable[Line | Reject], values: "_Values") -> Iterator[Record | Reject]:
    """Takes line after line until an object is whole: only then does it parse."""
    text, began = "", 0
    for line in lines:
        if isinstance(line, Reject):
            yield line
            continue
        began = began if text else line.number
        text = f"{text}\n{line.text}"
        try:
            for raw, value in values.of(text):
                yield _record(began, raw, value)
                began = line.number
        except RecursionError:
            raise BadInput(f"line {began}: lists lie too deep in one another; a record is an object in one list") from None
        text = text[values.end :].lstrip()
        if len(text) > LARGEST:
            raise BadInput(f"line {began}: no record ends within {LARGEST >> 20} MB; see that the file is JSON")
    if text:
        yield Reject(began, "is not JSON, or breaks off", text)


class _Values:
    """The values of an array, or of the lists in answers that follow each other, as far as they are whole in a text.

    `end` is where what has been made sense of ends."""

    def __init__(self, answer: bool) -> None:
        self._answer, self._inside = answer, not answer
        self.end = 0

    def of(self, text: str) -> Iterator[tuple[str, Any]]:
        """Each value, with its text."""
        self.end = 0
        try:
            while self._is_at_a_value(text):
                start = self.end
                value, self.end = DECODER.raw_decode(text, start)
                yield text[start : self.end], value
        except ValueError:
            return

    def _is_at_a_value(self, text: str) -> bool:
        """Goes on to where the next value begins. Raises ValueError where the text ends before that can be told."""
        while True:
            if not self._inside and (found := ANSWER.match(text, self.end)):
                self._inside, self.end = True, found.end()
            if not self._inside:
                return False
            if found := (BETWEEN if self._answer else AROUND).match(text, self.end):
                self.end = found.end()
            if not (self._answer and text.startswith("]", self.end)):
                return self.end < len(text)
            # What an answer says besides follows its list: read as an object whose list is empty, it shows where it ends.
            _, end = DECODER.raw_decode(EMPTY + text[self.end :])
            self._inside, self.end = False, self.end + end - len(EMPTY)
