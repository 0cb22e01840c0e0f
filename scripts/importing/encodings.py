"""In which encoding a file is written, so that nobody has to know it: UTF-8, UTF-16, Windows-1252 or Latin-1."""

import codecs
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, cast

AUTO, UTF_8 = "auto", "utf-8"
CHUNK = 1 << 20
LONGEST = 64 << 20
"""Bytes. What is longer is no line of a data set: without a limit it would have to fit into memory."""
GLANCE = 4096
"""Bytes that show whether a file without a byte order mark is UTF-16."""
MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WESTERN = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}
"""The encodings of one byte a character, the one with more characters first."""

Tell = Callable[[str], None]
"""Is told what has been recognised and is not as usual."""


def ignore(text: str) -> None:
    """Tells nobody."""


class _Seen(NamedTuple):
    """What the lines beyond ASCII of a file show: whether some are UTF-8, and the bytes beyond ASCII of those that are not."""

    utf8: bool
    others: frozenset[int]


@contextmanager
def decodable(file: BinaryIO, encoding: str, tell: Tell) -> Iterator[tuple[BinaryIO, str]]:
    """A file whose lines end with a byte of their own, and its encoding; `encoding` is AUTO where it is to be found out.

    A byte order mark says more than the name given. The file must be one that can be read again from its beginning."""
    file.seek(0)
    beginning = file.read(GLANCE)
    file.seek(0)
    marked = next((name for mark, name in MARKS if beginning.startswith(mark)), "")
    name = marked or (encoding if encoding != AUTO else _wide(beginning) or _of_one_byte(file))
    file.seek(0)
    if name in WESTERN and encoding == AUTO:
        tell(f"is not UTF-8 and is read as {WESTERN[name]}; if that is wrong, name its encoding with --encoding")
    if "\n".encode(name) == b"\n":
        yield file, name
        return
    with TemporaryFile() as plain:
        # What is no character stays none in UTF-8, so that its line is rejected.
        shutil.copyfileobj(codecs.EncodedFile(file, UTF_8, name, errors="surrogatepass"), plain, CHUNK)
        plain.seek(0)
        yield cast(BinaryIO, plain), UTF_8


def _wide(beginning: bytes) -> str:
    """The kind of UTF-16 that the zeros of a beginning show: those of ASCII characters lie at every other byte."""
    odd, even = beginning[1::2].count(0), beginning[::2].count(0)
    if max(odd, even) < len(beginning) // 4 or not (odd or even):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_one_byte(file: BinaryIO) -> str:
    """UTF-8, unless no line beyond ASCII is."""
    seen = _seen(file)
    if not seen.others or seen.utf8:
        return UTF_8
    try:
        bytes(seen.others).decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _seen(file: BinaryIO) -> _Seen:
    utf8, others, rest = False, set[int](), b""
    while chunk := file.read(CHUNK):
        whole, _, rest = (rest + chunk).rpartition(b"\n")
        utf8 |= _look_at(whole, others)
        if len(rest) > LONGEST:
            break
    return _Seen(utf8 | _look_at(rest, others), frozenset(others))


def _look_at(data: bytes, others: set[int]) -> bool:
    """Whether lines among these are UTF-8 beyond ASCII; of lines that are not, the bytes beyond ASCII are kept."""
    if data.isascii():
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        if len(lines) > 1:
            return max(_look_at(line, others) for line in lines)
        others.update(byte for byte in data if byte > 127)
        return False
    return True
