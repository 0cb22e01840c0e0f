"""Opening what is to be imported: a file or standard input, plain or compressed, an archive of several, or a workbook."""

import bz2
import gzip
import hashlib
import lzma
import shutil
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, cast

from domain.errors import BadInput
from scripts.importing.workbook import is_workbook, sheets

STDIN = "-"
ZIP = b"PK\x03\x04"
PACKED: dict[bytes, Callable[[BinaryIO], object]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ": lzma.LZMAFile,
}
"""How compressed files begin, and what reads them."""
FOREIGN = {
    b"\xd0\xcf\x11\xe0": "a workbook of old Excel; save it as .xlsx or CSV",
    b"PAR1": "a Parquet file; write it as CSV",
    b"%PDF": "a PDF; name the table that belongs to it",
}
"""How files begin that hold tables which cannot be read, and what to do."""
DAMAGED = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zipfile.BadZipFile)
"""What goes wrong while reading a compressed file that is cut off or spoilt."""


@dataclass(frozen=True)
class Opened:
    """A file ready to be read. `name` without its folder; `size` and `sha256` of the bytes as they are stored."""

    name: str
    sha256: str
    size: int
    text: BinaryIO
    """What it holds, no longer compressed."""
    _bytes: BinaryIO
    is_sheet: bool = False
    """Whether it is one sheet of a workbook."""

    def reached(self) -> int:
        """How many of its bytes, as they are stored, have been read."""
        return min(self.size, self._bytes.tell())


class Member(NamedTuple):
    """A table in a file, by its name, and what it holds."""

    name: str
    text: BinaryIO
    is_sheet: bool = False


class SheetChoice(NamedTuple):
    """Of a workbook: the title of the sheet that is meant, if one is; and whether its first rows will do."""

    sheet: str
    glance: bool


class Input:
    """Something that a call names to import. It can be opened several times, standard input too."""

    def __init__(self, path: str, kept: BinaryIO | None = None) -> None:
        self.path = path
        self.name = Path(path).name if kept is None else "standard input"
        self._kept = kept

    @contextmanager
    def bytes(self) -> Iterator[BinaryIO]:
        """The bytes as they are stored. Raises BadInput where they cannot be read."""
        try:
            with ExitStack() as stack:
                file = self._kept or cast(BinaryIO, stack.enter_context(Path(self.path).open("rb")))
                file.seek(0)
                yield file
        except OSError as error:
            raise BadInput(f"{self.path} cannot be read: {error.strerror or error}") from error

    @contextmanager
    def members(self, sheet: str = "", *, glance: bool = False) -> Iterator[list[Opened]]:
        """The tables in it: one, or those of an archive or workbook, of which `sheet` may name one. Raises BadInput.

        glance: only to see what they are, without their digest and with no more than the first rows of sheets."""
        with self.bytes() as file, ExitStack() as stack:
            size = file.seek(0, 2)
            file.seek(0)
            sha256 = "" if glance else hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
            found = _members(self.name, file, SheetChoice(sheet, glance), stack)
            yield [Opened(each.name, sha256, size, each.text, file, each.is_sheet) for each in found]


@contextmanager
def inputs(paths: list[str]) -> Iterator[list[Input]]:
    """All that a call names; standard input is first written to a temporary file."""
    with TemporaryFile() as kept:
        if STDIN in paths:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        yield [Input(path, cast(BinaryIO, kept) if path == STDIN else None) for path in paths]


@contextmanager
def opened(path: str) -> Iterator[Opened]:
    """A file that holds a single table. Raises BadInput."""
    with Input(path).members() as members:
        if len(members) != 1:
            raise BadInput(f"{path} holds {len(members)} files; unpack it and name the one that is meant")
        yield members[0]


def _members(name: str, file: BinaryIO, wanted: SheetChoice, stack: ExitStack) -> list[Member]:
    file.seek(0)
    beginning = file.read(8)
    file.seek(0)
    if (kind := next((kind for mark, kind in FOREIGN.items() if beginning.startswith(mark)), None)) is not None:
        raise BadInput(f"{name} is {kind}")
    if beginning.startswith(ZIP):
        return _of_zip(name, file, wanted, stack)
    if wanted.sheet:
        raise BadInput(f"{name} is no workbook, so it has no sheet {wanted.sheet!r}; leave --sheet out")
    return [Member(name, _unpacked(file, beginning))]


def _of_zip(name: str, file: BinaryIO, wanted: SheetChoice, stack: ExitStack) -> list[Member]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
        if is_workbook(archive):
            file.seek(0)
            return [Member(f"{name}/{title}", text, True) for title, text in sheets(name, file, *wanted, stack)]
        inside = [info for info in archive.infolist() if not info.is_dir() and _is_meant(info.filename)]
        named = [name] if len(inside) == 1 else [f"{name}/{info.filename}" for info in inside]
        files = [cast(BinaryIO, stack.enter_context(archive.open(info))) for info in inside]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise BadInput(f"{name} is damaged or locked: {error}") from error
    found = list[Member]()
    for each, text in zip(named, files, strict=True):
        beginning = text.read(8)
        text.seek(0)
        if beginning.startswith(ZIP):
            found += _of_zip(each, text, wanted, stack)
        elif not any(beginning.startswith(mark) for mark in FOREIGN):
            found.append(Member(each, _unpacked(text, beginning)))
    return found


def _is_meant(path: str) -> bool:
    """Whether a file of an archive is one that somebody packed, and not what a system adds on its own."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" not in parts and not parts[-1].startswith(".")


def _unpacked(file: BinaryIO, beginning: bytes) -> BinaryIO:
    unpack = next((unpack for mark, unpack in PACKED.items() if beginning.startswith(mark)), None)
    return cast(BinaryIO, unpack(file)) if unpack else file
