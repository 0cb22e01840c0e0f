"""Opening what is to be imported: a file or standard input, plain, gzip or a zip of one file."""

import gzip
import hashlib
import shutil
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from domain.errors import BadInput

STDIN = "-"
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)
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

    def part(self) -> float:
        """How much of it has been read, from 0 to 1."""
        return min(1.0, self._bytes.tell() / self.size) if self.size else 1.0


@contextmanager
def opened(path: str) -> Iterator[Opened]:
    """A file; standard input, first written to a temporary one, where the path is `-`. Raises BadInput."""
    try:
        with TemporaryFile() if path == STDIN else Path(path).open("rb") as file:
            if path == STDIN:
                shutil.copyfileobj(sys.stdin.buffer, file)
            yield _opened("standard input" if path == STDIN else Path(path).name, cast(BinaryIO, file))
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}") from error


def _opened(name: str, file: BinaryIO) -> Opened:
    size = file.seek(0, 2)
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return Opened(name, sha256, size, _plain(name, file), file)


def _plain(name: str, file: BinaryIO) -> BinaryIO:
    beginning = file.read(4)
    file.seek(0)
    if beginning.startswith(GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if beginning == ZIP:
        return _member(name, file)
    return file


def _member(name: str, file: BinaryIO) -> BinaryIO:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise BadInput(f"{name} is damaged: {error}") from error
    members = archive.namelist()
    if len(members) != 1:
        raise BadInput(f"{name} is a zip of {len(members)} files; unpack it and name those to import")
    return cast(BinaryIO, archive.open(members[0]))
