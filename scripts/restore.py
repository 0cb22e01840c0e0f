"""annals restore: an exported log into an empty database."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from domain.errors import BadInput
from domain.log.archive import citation, restoring
from domain.log.archive.lines import ArchiveReader
from domain.log.store.recorder import LoggedEvent
from scripts.cite import as_json
from scripts.support.command import as_app, run
from scripts.support.entry_file import STDIN
from scripts.support.output import Format, FormatOption, print_json, progress_bar
from scripts.support.roles import Role
from scripts.support.session import session
from scripts.support.settings import read_settings


def restore(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What annals export ndjson wrote; - is standard input.")],
    format: FormatOption = Format.TABLE,
) -> None:
    """Put an exported log into an empty database, all of it or nothing: positions, recorded times and all else as they were.

    The file must be whole and unchanged, which its last line tells. To add an exported log to a database that has entries
    already, use annals append: it records what is lacking, with new positions and times."""
    settings = read_settings()
    with session(settings, states=False, role=Role.OWNER) as s:
        with _opened(file) as lines:
            restoring.restore(s.url, _entries(file, lines))
        with progress_bar("folding") as progress:
            s.views.fold(progress)
        found = citation.cite(s.log, settings.dataset, s.log.head())
    if format is Format.JSON:
        print_json({"restored": found.entries, **as_json(found)})
    else:
        print(f"{found.entries:,} entries restored. The log's citation, for annals verify:\n{found}")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    try:
        with Path(file).open("rb") as lines:
            yield lines
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from error


def _entries(file: str, lines: Iterable[bytes]) -> Iterator[tuple[LoggedEvent, bytes | None]]:
    """The entries of an exported log, with the salts of those that were sealed. Raises BadInput that names file and line."""
    name, archive = "standard input" if file == STDIN else file, ArchiveReader()
    try:
        for line in lines:
            yield archive.read(line)
        archive.check_end()
    except BadInput as error:
        raise BadInput(f"{name}:{archive.lines}: {error}\nnothing was restored") from error


if __name__ == "__main__":
    run(as_app(restore))
