"""What became of the files of an import: told to people, or as JSON to programs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from domain.errors import BadInput, NotYetVisible
from projections.doubles.people import Double
from scripts.importing.importing import Tally
from scripts.support.output import print_json, print_note

SHOWN = 10
"""So many of the doubles that an import made are printed."""


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


def print_notes(done: Imported) -> None:
    """Says what was not as usual in the files, and what was left out of rows or mended in them."""
    for name, t in done.tallies:
        for note in (
            *t.notes,
            *(f"has {count:,} {'row' if count == 1 else 'rows'} that are read {what}" for what, count in t.flaws.items()),
        ):
            print_note(f"{name} {note}")


def print_as_json(done: Imported) -> None:
    files = [{"file": name, "rows": t.rows, **asdict(t)} for name, t in done.tallies]
    doubles = [{"survivor": d.survivor, "duplicate": d.duplicate} for d in done.doubles]
    print_json({"files": files, "retracted": done.retracted, "doubles": doubles, "head": done.head})


def print_as_table(done: Imported) -> None:
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
