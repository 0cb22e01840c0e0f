"""The lines of a file, whatever ends them and however they are encoded."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from domain.errors import BadInput
from scripts.importing.draft import Reject
from scripts.importing.encodings import LONGEST

CHUNK = 1 << 20
MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """A line and its number, from 1."""

    number: int
    text: str


def read_lines(file: BinaryIO, encoding: str = "utf-8") -> Iterator[Line | Reject]:
    """The lines that hold something, without their ends. What is not in the encoding is rejected, line by line. Raises BadInput."""
    for number, data in enumerate(_split(file), start=1):
        if not data.strip():
            continue
        if b"\0" in data:
            yield Reject(
                number, "has a NUL character, which no database stores; take it out", data.decode("utf-8", "surrogateescape")
            )
            continue
        try:
            yield Line(number, data.decode(encoding))
        except UnicodeDecodeError as error:
            yield Reject(number, _misencoded(error, encoding), data.decode("utf-8", "surrogateescape"))


def _misencoded(error: UnicodeDecodeError, encoding: str) -> str:
    wrong = f"byte 0x{error.object[error.start]:02x} at column {error.start + 1} is not {encoding}"
    return f"{wrong}; if the file is in another encoding, say so: --encoding cp1252"


def _split(file: BinaryIO) -> Iterator[bytes]:
    """Lines end with LF or CR LF; with a bare CR only in a file that begins without any LF. Elsewhere a CR is part of a cell."""
    rest, end = file.read(CHUNK).removeprefix(MARK), b""
    while chunk := rest if not end else file.read(CHUNK):
        if not end:
            end, rest = (b"\r" if b"\r" in chunk and b"\n" not in chunk else b"\n"), b""
        *lines, rest = (rest + chunk).split(end)
        for line in lines:
            yield line.removesuffix(b"\r")
        if len(rest) > LONGEST:
            raise BadInput(f"a line is longer than {LONGEST >> 20} MB; see that the file is a table, plain or gzip")
    if rest:
        yield rest.removesuffix(b"\r")
