"""Records the entries of files: reads them, resolves their names, and appends all or none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from domain.entries import Entry
from domain.errors import BadInput, Problem, Refused
from domain.intake import read_entries
from domain.log.plan import naming_field
from domain.packing import LOGGED
from projections.directory import Directory
from scripts.support.entry_file import FileEntry, read_file
from scripts.support.located import BadFile
from scripts.support.output import progress_bar
from scripts.support.session import Session


class NothingRecorded(BadInput):
    """Files with something wrong in them; `details` names file, line, field and remedy of each problem."""

    def __init__(self, details: Iterable[str]) -> None:
        self.details = tuple(details)
        super().__init__("nothing was recorded")


class Recording(NamedTuple):
    """What became of one entry of a file; `position` is None where there is none yet."""

    file: str
    kind: str
    about: str
    new: bool
    position: int | None


def read_files(paths: Sequence[str]) -> list[FileEntry]:
    """The entries of all files. Raises NothingRecorded with what is wrong with each."""
    found: list[FileEntry] = []
    details: list[str] = []
    for path in paths:
        try:
            found += read_file(path)
        except BadFile as error:
            details.append(f"{path}:{error.line}: {error.problem}")
        except OSError as error:
            details.append(f"{path}: cannot be read: {error.strerror}")
    if details:
        raise NothingRecorded(details)
    return found


def record(session: Session, files: Sequence[FileEntry], by: str, *, dry_run: bool = False) -> list[Recording]:
    """Appends the entries, all or none. Raises NothingRecorded."""
    with progress_bar("folding") as progress:
        session.views.fold(progress)
    try:
        entries = resolved(session, [file.content.value for file in files])
        return _planned(session, files, entries) if dry_run else _appended(session, files, entries, by)
    except Refused as error:
        raise NothingRecorded(_details(error.problems, files)) from error


def resolved(session: Session, raws: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """The entries of one call, with the names that the views know resolved. Raises Refused."""
    return read_entries(raws, Directory(session.views.connection, raws))


def _planned(session: Session, files: Sequence[FileEntry], entries: Sequence[Entry]) -> list[Recording]:
    plan = session.log.plan(entries, as_given=_is_a_log(files))
    if plan.problems:
        raise Refused(plan.problems)
    pairs = enumerate(zip(files, entries, strict=True))
    return [Recording(f.file, e.kind(), about(e, f), index in plan.new, None) for index, (f, e) in pairs]


def _appended(session: Session, files: Sequence[FileEntry], entries: Sequence[Entry], by: str) -> list[Recording]:
    outcomes = session.log.append(entries, by, as_given=_is_a_log(files))
    return [
        Recording(f.file, o.entry.kind(), about(o.entry, f), o.status == "recorded", o.position or None)
        for f, o in zip(files, outcomes, strict=True)
    ]


def _is_a_log(files: Sequence[FileEntry]) -> bool:
    """Whether all the entries come from an exported log, whose order is right as it is."""
    return all(LOGGED in file.content.value for file in files)


def about(entry: Entry, file: FileEntry) -> str:
    """What an entry is about, as its file calls it."""
    return str(file.content.value.get(naming_field(entry), ""))


def _details(problems: Iterable[Problem], files: Sequence[FileEntry]) -> list[str]:
    placed = []
    for wrong in problems:
        entry = files[wrong.index]
        part, way = entry.content.follow(wrong.field)
        field = f" {'.'.join(map(str, way))}:" if way else ""
        placed.append((wrong.index, part.line, f"{entry.file}:{part.line}: {wrong.kind}:{field} {wrong.message}"))
    return [detail for _, _, detail in sorted(placed, key=lambda p: p[:2])]
