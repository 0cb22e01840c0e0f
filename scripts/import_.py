"""annals import: bring in a data set."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from domain.errors import BadInput
from projections.doubles.people import find_new_doubles
from scripts.importing import options
from scripts.importing.choosing_formats import TABLE, FormatOptions, chosen
from scripts.importing.crew import Crew, crew
from scripts.importing.encodings import AUTO
from scripts.importing.importing import Tally
from scripts.importing.opening import STDIN, Input, inputs
from scripts.importing.outcome import Imported, print_as_json, print_as_table, print_notes
from scripts.importing.own_table.suggesting import suggested
from scripts.importing.rejects import Rejects
from scripts.importing.release_import import Imports, ReleaseOptions
from scripts.importing.release_import import beginning as beginning_of
from scripts.importing.tables import Tables
from scripts.support import output
from scripts.support.command import as_app, run
from scripts.support.login import login_name
from scripts.support.output import FormatOption, print_note, progress_bar
from scripts.support.roles import Role
from scripts.support.session import Session, session
from scripts.support.visible import PATIENCE, wait_until_visible

LARGE = 300_000
"""Bytes, perhaps compressed, from which on an import is worth several processes."""


class ImportOptions(NamedTuple):
    """How files are imported. `by`: who imports; strict: rows with flaws are rejected."""

    by: str
    strict: bool


Beginning = Callable[[Session], Imports]
"""How the imports of one call begin."""


class SomeRejected(BadInput):
    """Rows that could not be recorded."""

    def __init__(self, rejects: Rejects, file: Path | None, rest: str, objection: BadInput | None = None) -> None:
        more = rejects.count - len(rejects.first)
        others = [f"... and {more:,} more"] if more else []
        self.details = (*rejects.first, *others, *([str(objection)] if objection else ()))
        where = f"see {file}, which has file, line and reason of each" if file else "--rejects FILE keeps them"
        rows = "1 row was" if rejects.count == 1 else f"{rejects.count:,} rows were"
        super().__init__(f"{rows} rejected{rest and f', the others {rest}'}; {where}")


def import_(
    layout: options.Layout,
    files: options.Files,
    rejects: options.RejectsFile = None,
    by: options.By = "",
    encoding: options.Encoding = AUTO,
    sheet: options.Sheet = "",
    strict: options.Strict = False,
    entities: options.Entities = "",
    relations: options.Relations = "",
    day_zero: options.DayZero = None,
    steps: options.Steps = 1,
    map: options.Map = None,
    suggest: options.Suggest = False,
    release: options.ReleaseLabel = "",
    published: options.Published = None,
    covers: options.Covers = "",
    retract: options.Retract = False,
    dry_run: options.DryRun = False,
    format: FormatOption = output.Format.TABLE,
) -> None:
    _check(files, encoding)
    with inputs(files) as given:
        tables = Tables(given, encoding, sheet)
        if (map or suggest) and layout != TABLE:
            raise BadInput(f"--map and --suggest are for the format {TABLE}, not for {layout}")
        if suggest:
            print(suggested(tables), end="")
            return
        said = FormatOptions(entities, relations, day_zero, steps, map)
        meant = tables.told() if layout == AUTO else tables.checked(chosen(layout, said))
        edition = ReleaseOptions(release, published.date() if published else None, covers, retract, dry_run)
        _import(tables, beginning_of(meant, edition), ImportOptions(by, strict), rejects, format)
    if dry_run:
        print_note("this was a dry run: nothing was recorded, and the counts are of what would be")


def _import(tables: Tables, begin: Beginning, manner: ImportOptions, rejects: Path | None, format: output.Format) -> None:
    """Raises BadInput where rows are rejected, and NotYetVisible."""
    with _keeping(rejects) as kept:
        done = _imported(tables, begin, manner, kept)
        print_notes(done)
        print_as_json(done) if format is output.Format.JSON else print_as_table(done)
    if kept.count:
        held = "recorded already" if any(t.duplicates for _, t in done.tallies) else ""
        others = "recorded" if any(t.recorded for _, t in done.tallies) else held
        raise SomeRejected(kept, rejects, others, done.objection)
    if error := done.objection or done.late:
        raise error


def _check(files: Sequence[str], encoding: str) -> None:
    """Raises BadInput before anything is recorded where one of the files could not be read at all."""
    try:
        _ = encoding == AUTO or "\n".encode(encoding)
    except LookupError as error:
        raise BadInput(f"--encoding is {encoding!r}, which is none that Python knows; write utf-8, cp1252, latin-1") from error
    for path in files:
        if path != STDIN and not Path(path).is_file():
            raise BadInput(f"{path} cannot be read: there is no such file")


@contextmanager
def _keeping(file: Path | None) -> Iterator[Rejects]:
    if file is None:
        yield Rejects(None)
        return
    try:
        with file.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
            yield Rejects(out)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror or error}") from error


def _imported(tables: Tables, begin: Beginning, manner: ImportOptions, rejects: Rejects) -> Imported:
    who = manner.by.strip() or login_name()
    with crew(tables.size >= LARGE) as helpers, session(role=Role.WRITER) as s, helpers.folding(s.url):
        start, all_of_them = s.log.head(), begin(s)
        tallies = [
            tally for one in tables.inputs for tally in _file(helpers, all_of_them, tables, one, manner._replace(by=who), rejects)
        ]
        retracted, objection = _ended(all_of_them, who, rejects.count)
        with progress_bar("folding") as progress:
            late = wait_until_visible(s, s.log.head(), PATIENCE, progress)
        doubles = [] if late else find_new_doubles(s.views.connection, start)
        return Imported(tallies, retracted, objection, late, doubles, s.log.head())


def _file(
    crew: Crew, imports: Imports, tables: Tables, one: Input, manner: ImportOptions, rejects: Rejects
) -> Iterator[tuple[str, Tally]]:
    with tables.of(one) as members:
        for file in members:
            with progress_bar(f"importing {file.name}, bytes") as progress:
                importing = imports.file(crew, file, manner.by, partial(rejects.take, file.name), manner.strict)
                yield file.name, importing.run(tables.encoding, progress)


def _ended(imports: Imports, by: str, rejected: int) -> tuple[int, BadInput | None]:
    """How many events were retracted in the end, or why none was."""
    try:
        return imports.end(by, rejected), None
    except BadInput as objection:
        return 0, objection


import_.__doc__ = options.HELP


if __name__ == "__main__":
    run(as_app(import_))
