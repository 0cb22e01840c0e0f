"""Where an export goes: to standard output, or into a file that is there only once it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import AnnalsError, BadInput

STDOUT = "-"


@contextmanager
def writing(path: str, *, binary: bool = False) -> Iterator[BinaryIO]:
    """What to write to. Raises AnnalsError; BrokenPipeError where nobody reads standard output any longer."""
    if path != STDOUT:
        with _file(Path(path)) as out:
            yield out
        return
    if binary and sys.stdout.isatty():
        raise BadInput("this format is not for the screen; give --output FILE, or pipe it somewhere")
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    # Beside the file, so that it can be renamed: whoever sees the name sees the whole.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    except OSError as error:
        raise AnnalsError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
