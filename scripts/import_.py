"""annals import: bring in a data set."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from domain.errors import BadInput, NotYetVisible
from domain.names import nearest
from projections.doubles.people import Double, find_new_doubles
from scripts.importing.crew import Crew, crew
from scripts.importing.draft import Format
from scripts.importing.encodings import AUTO
from scripts.importing.formats import FORMATS
from scripts.importing.formats.quadruples import QUADRUPLES, numbered
from scripts.importing.importing import Tally
from scripts.importing.numbering import read_numbering
from scripts.importing.opening import STDIN, Input, inputs
from scripts.importing.rejects import Rejects
from scripts.importing.release_import import Imports, check_release, imports
from scripts.importing.tables import Tables
from scripts.support import output
from scripts.support.command import as_app, beginning, run
from scripts.support.login import login_name
from scripts.support.output import FormatOption, print_json, print_note, progress_bar
from scripts.support.roles import Role
from scripts.support.session import Session, session
from scripts.support.visible import PATIENCE, wait_until_visible

LARGE = 300_000
"""Bytes, perhaps compressed, from which on an import is worth several processes."""

SHOWN = 10
"""So many of the doubles that an import made are printed."""

KNOWN = "; ".join(f"{format.name} ({format.description})" for format in FORMATS)

FILES = "Text or JSON, plain, gzip, bzip2, xz, or a zip of several; an Excel workbook; - is standard input."

DAY_ZERO = typer.Option(formats=["%Y-%m-%d"], help="quadruples in numbers: the day of step 0.")


class ImportOptions(NamedTuple):
    """How files are imported. `by`: who imports; strict: rows with flaws are rejected."""

    by: str
    strict: bool


Beginning = Callable[[Session], Imports]
"""How the imports of one call begin."""


class Imported(NamedTuple):
    """What became of all files of a call."""

    tallies: Sequence[tuple[str, Tally]]
    """Of each file its name and what became of its rows."""
    retracted: int
    """How many events were retracted, since the release has them no longer."""
    objection: BadInput | None
    """Why none was."""
    late: NotYetVisible | None
    """Why queries do not find all of it yet, if they do not."""
    doubles: Sequence[Double]
    """The people who may be in the log twice since this import."""
    head: int


class SomeRejected(BadInput):
    """Rows that could not be recorded."""

    def __init__(self, rejects: Rejects, file: Path | None, others_recorded: bool, objection: BadInput | None = None) -> None:
        more = rejects.count - len(rejects.first)
        others = [f"... and {more:,} more"] if more else []
        self.details = (*rejects.first, *others, *([str(objection)] if objection else ()))
        where = f"see {file}, which has file, line and reason of each" if file else "--rejects FILE keeps them"
        rows = "1 row was" if rejects.count == 1 else f"{rejects.count:,} rows were"
        super().__init__(f"{rows} rejected{', the others recorded' if others_recorded else ''}; {where}")


def import_(
    layout: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help=f"{AUTO}: whichever it is; {KNOWN}",
            autocompletion=beginning(AUTO, *(format.name for format in FORMATS)),
        ),
    ],
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=FILES)],
    rejects: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the rows that cannot be recorded here.")] = None,
    by: Annotated[str, typer.Option(help="Who imports.", show_default="the login name")] = "",
    encoding: Annotated[str, typer.Option(help="How the files are encoded; auto: UTF-8, UTF-16, else Windows-1252.")] = AUTO,
    sheet: Annotated[str, typer.Option(metavar="TITLE", help="Of a workbook: this sheet, not the first that fits.")] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Reject rows of which a part would have to be left out or mended.")
    ] = False,
    entities: Annotated[str, typer.Option(metavar="FILE", help="quadruples in numbers: names of actors, tab, numbers.")] = "",
    relations: Annotated[str, typer.Option(metavar="FILE", help="quadruples in numbers: names of relations, tab, numbers.")] = "",
    day_zero: Annotated[datetime | None, DAY_ZERO] = None,
    release: Annotated[str, typer.Option(metavar="NUMBER", help="The files are this release: correct and retract.")] = "",
    covers: Annotated[str, typer.Option(metavar="DAYS", help="With --release: the days that its files cover; or none.")] = "",
    steps: Annotated[int, typer.Option(min=1, help="quadruples in numbers: how many steps a day has.")] = 1,
    format: FormatOption = output.Format.TABLE,
) -> None:
    """Record the rows of files that somebody else has coded.

    A row becomes an event under a key made of the data set and the row's own id, so importing a file again, or going on after
    a crash, records nothing twice. Actors are found by name, alias, code and country; those that nobody knows are registered
    with a code of the scheme "imported", and your own ActorRegistered of the same id completes them. Rows that cannot be
    recorded are left out, and then the exit code is 2. A cell that is broken, such as a place that is none, is left out alone where
    the event still says something true without it; a code that lost its zero is mended where the rest of the row bears it out. Both
    are told by count, and --strict, like --release, rejects such rows instead.

    A row whose event the log has otherwise is rejected, unless --release says that the files are a newer release of the data set
    (such as 23.1). Then what changed since its last release becomes an EventCorrected, what is back an EventReinstated; what a
    person corrected or retracted meanwhile stays, as long as the data set says what it said. An event that the release lacks
    becomes an EventRetracted, if it is of the same data set, lies surely between the first and the last day of the files, and in
    a country that they have events in. If that would be more than ten events and more than a tenth, the files are likely a part,
    and nothing is retracted until --covers says otherwise: 1989/2022 are the days that they cover in full, none retracts nothing.
    UCDP's candidate months (26.0.8) and the weeks of ACLED and POLECAT add to what there is: they retract only what --covers names.
    Name all files of a release in one call. Releases are imported in the order of publication; one that comes late can only
    repeat what the log holds."""
    _check(files, encoding)
    with inputs(files) as given:
        tables = Tables(given, encoding, sheet)
        chosen = tables.told() if layout == AUTO else tables.checked(_chosen(layout, entities, relations, day_zero, steps))
        edition = check_release(chosen, release, covers)
        _import(tables, partial(imports, format=chosen, release=edition, covers=covers), ImportOptions(by, strict), rejects, format)


def _import(tables: Tables, begin: Beginning, manner: ImportOptions, rejects: Path | None, format: output.Format) -> None:
    """Raises BadInput where rows are rejected, and NotYetVisible."""
    with _keeping(rejects) as kept:
        done = _imported(tables, begin, manner, kept)
        _print_notes(done)
        _print_json(done) if format is output.Format.JSON else _print(done)
    if kept.count:
        raise SomeRejected(kept, rejects, any(t.recorded or t.duplicates for _, t in done.tallies), done.objection)
    if error := done.objection or done.late:
        raise error


def _chosen(name: str, entities: str, relations: str, zero: datetime | None, steps: int) -> Format:
    known = {format.name: format for format in FORMATS}
    if name not in known:
        raise BadInput(f"there is no format {name!r}; did you mean {', '.join(nearest(name, known) or known)}?")
    if not (entities or relations or zero):
        return known[name]
    if known[name] is not QUADRUPLES or not (entities and relations and zero):
        raise BadInput("--entities, --relations and --day-zero belong together, and to the format quadruples")
    return numbered(read_numbering(entities, relations, zero.date(), steps))


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


def _print_notes(done: Imported) -> None:
    """Says what was not as usual in the files, and what was left out of rows or mended in them."""
    for name, t in done.tallies:
        for note in (
            *t.notes,
            *(f"has {count:,} {'row' if count == 1 else 'rows'} that are read {what}" for what, count in t.flaws.items()),
        ):
            print_note(f"{name} {note}")


def _print_json(done: Imported) -> None:
    files = [{"file": name, "rows": t.rows, **asdict(t)} for name, t in done.tallies]
    doubles = [{"survivor": d.survivor, "duplicate": d.duplicate} for d in done.doubles]
    print_json({"files": files, "retracted": done.retracted, "doubles": doubles, "head": done.head})


def _print(done: Imported) -> None:
    for name, t in done.tallies:
        corrected = f" (of these {t.corrected:,} as corrections)" if t.corrected else ""
        print(
            f"{name}: {t.rows:,} rows: {t.recorded:,} recorded{corrected},"
            f" {t.duplicates:,} already recorded, {t.rejected:,} rejected"
        )
    if registered := sum(t.registered for _, t in done.tallies):
        print(f"Actors, places and sources registered besides, since nobody knew them: {registered:,}.")
    if done.retracted:
        print(f"Events retracted, since this release has them no longer: {done.retracted:,}.")
    for d in done.doubles[:SHOWN]:
        names = f"{d.duplicate_name} ({d.duplicate}) may be {d.survivor_name} ({d.survivor})"
        print(f"{names}; if so: annals actors merge {d.survivor} {d.duplicate}")
    if len(done.doubles) > SHOWN:
        print(f"... and {len(done.doubles) - SHOWN:,} more such doubles: annals actors suggest")
    print(f"The log ends at position {done.head}.")


if __name__ == "__main__":
    run(as_app(import_))
