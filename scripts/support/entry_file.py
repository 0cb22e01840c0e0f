"""Files of entries: YAML, JSON, or NDJSON."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.support.json_file import read_json, read_ndjson
from scripts.support.located import BadFile, Located, entries_in
from scripts.support.yaml_file import read_yaml

STDIN = "-"

WRITTEN_AS_JSON = re.compile(r'\s*\[?\s*\{\s*"')
AN_ENTRY_A_LINE = re.compile(r'\s*\{\s*".*\}[ \t\r]*(\n\s*\{\s*"|\s*$)')


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry as a file has it, and where."""

    file: str
    content: Located


def read_file(path: str) -> list[FileEntry]:
    """The entries of a file, or of standard input where the path is `-`. Raises BadFile; OSError."""
    name = "standard input" if path == STDIN else path
    data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    found = [FileEntry(name, entry) for entry in read_entries(_decoded(data), Path(path).suffix.lower())]
    if not found:
        raise BadFile(1, "is empty; it must hold a list of entries: - {kind: ..., ...}")
    return found


def read_entries(text: str, suffix: str = "") -> Iterator[Located]:
    """The entries in a text, whose format follows from the suffix, else from how it begins. Raises BadFile."""
    if not text.strip():
        return
    if suffix in (".ndjson", ".jsonl") or (suffix not in (".json", ".yaml", ".yml") and AN_ENTRY_A_LINE.match(text)):
        yield from read_ndjson(text)
        return
    is_json = suffix == ".json" or (suffix not in (".yaml", ".yml") and WRITTEN_AS_JSON.match(text))
    root = read_json(text) if is_json else read_yaml(text)
    yield from () if root.value is None else entries_in(root)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile(1, "is not UTF-8 but UTF-16; save it as UTF-8")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        # The codec counts from after the byte order mark.
        start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, start) + 1
        column = start - data.rfind(b"\n", 0, start)
        reason = f"is not UTF-8: byte 0x{data[start]:02x} at column {column} does not belong there; save the file as UTF-8"
        raise BadFile(line, reason) from error
