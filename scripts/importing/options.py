"""The options of annals import, and what it says of itself."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from scripts.importing.choosing_formats import DESCRIBED, NAMES
from scripts.importing.encodings import AUTO
from scripts.support.command import beginning

HELP = """Record the rows of files that somebody else has coded.

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
What is to be retracted is told before it is; --dry-run lists all of it and records nothing. UCDP's candidate months (26.0.8)
and the weeks of ACLED and POLECAT add to what there is: they retract nothing but what --covers names, and only with --retract,
as does a list of what ACLED has deleted (acled-deleted). Name all files of a release in one call. Releases follow one another
as they came out: by the calendar of the data set, else by --published. One that comes late can only repeat what the log holds,
and add what no newer one restates."""


def _option(name: str, help: str, metavar: str | None = None, **more: Any) -> Any:
    return typer.Option(f"--{name}", help=help, metavar=metavar, **more)


def _day(name: str, help: str) -> Any:
    return _option(name, help, formats=["%Y-%m-%d"])


Layout = Annotated[
    str,
    typer.Argument(metavar="FORMAT", help=f"{AUTO}: whichever it is; {DESCRIBED}", autocompletion=beginning(AUTO, *NAMES)),
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...",
        help="Text or JSON, plain, gzip, bzip2, xz, or a zip of several; an Excel workbook; - is standard input.",
    ),
]
RejectsFile = Annotated[Path | None, _option("rejects", "Write the rows that cannot be recorded here.", "FILE")]
By = Annotated[str, _option("by", "Who imports.", show_default="the login name")]
Encoding = Annotated[str, _option("encoding", "How the files are encoded; auto: UTF-8, UTF-16, else Windows-1252.")]
Sheet = Annotated[str, _option("sheet", "Of a workbook: this sheet, not the first that fits.", "TITLE")]
Strict = Annotated[bool, _option("strict", "Reject rows of which a part would have to be left out or mended.")]
Entities = Annotated[str, _option("entities", "quadruples in numbers: names of actors, tab, numbers.", "FILE")]
Relations = Annotated[str, _option("relations", "quadruples in numbers: names of relations, tab, numbers.", "FILE")]
DayZero = Annotated[datetime | None, _day("day-zero", "quadruples in numbers: the day of step 0.")]
Steps = Annotated[int, _option("steps", "quadruples in numbers: how many steps a day has.", min=1)]
Map = Annotated[Path | None, _option("map", "table: which columns are which fields of a kind.", "FILE")]
Suggest = Annotated[bool, _option("suggest", "table: print a first map instead of importing.")]
ReleaseLabel = Annotated[str, _option("release", "The files are this release: correct and retract.", "NUMBER")]
Published = Annotated[
    datetime | None, _day("published", "With --release: the day on which it came out, if its name does not tell.")
]
Covers = Annotated[str, _option("covers", "With --release: the days that its files cover; or none.", "DAYS")]
Retract = Annotated[bool, _option("retract", "Retract what a release that adds lacks, or what a list says.")]
DryRun = Annotated[bool, _option("dry-run", "Only tell what would be recorded, and list what retracted.")]
