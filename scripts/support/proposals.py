"""A file of proposed merges: for a person to read and edit, and then to append."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
import yaml

from domain.errors import BadInput
from projections.doubles.suggestion import Suggestion
from scripts.support.doubles import Things
from scripts.support.output import Format, print_json, print_table

SHOWN = 40
"""So many a table shows where nobody says how many."""

MOST_REASONS = 3
"""So many reasons of a merge are given; the comments have all."""

AboveOption = Annotated[float, typer.Option("--above", min=0, max=1, help="Only those that score at least this.")]
FirstOption = Annotated[
    int | None,
    typer.Option("--first", min=1, help="Only so many, the likeliest.", show_default="all; 40 in a table"),
]
WriteOption = Annotated[
    Path | None, typer.Option("--write", metavar="FILE", help="Write the merges as a YAML file to edit and to append.")
]


Merge = tuple[str, Sequence[Suggestion]]
"""A survivor, and the suggestions that lead to it."""


def print_suggestions(
    suggestions: Sequence[Suggestion],
    first: int | None,
    format: Format,
    as_json: Callable[[Suggestion], dict[str, object]],
    headings: Sequence[str],
    as_row: Callable[[Suggestion], Sequence[object]],
) -> None:
    """Prints the first of the suggestions: all of them in JSON, 40 in a table, where nobody says how many."""
    if format is Format.JSON:
        print_json([as_json(s) for s in suggestions[:first]])
    else:
        _print_table(headings, [as_row(s) for s in suggestions[: first or SHOWN]], len(suggestions))


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[object]], total: int) -> None:
    """The last column says why."""
    if rows:
        print_table(headings, rows, wrapped=headings[-1:])
        print()
    print(f"{total:,} likely doubles{f'; the {len(rows):,} likeliest are shown' if len(rows) < total else ''}.")


def write_proposals(file: Path, things: Things, merges: Iterable[Merge], position: int, format: Format) -> None:
    """Writes the merges to a new file; none where there are none. Raises BadInput where it exists or cannot be written."""
    # The key lets the same be said again after it has been undone; appending one file twice still says it once.
    entries = [_entry(things, survivor, led, f"suggested-at-{position}") for survivor, led in merges]
    if entries:
        _write(file, [HEADER.format(position=position, file=file, no=things.kind("Distinguished")), *entries])
    if format is Format.TABLE:
        then = f"are in {file}; read and edit it, then: annals append {file}" if entries else f"to write; there is no {file}"
        print(f"{len(entries):,} merges {then}")


def _write(file: Path, parts: Iterable[str]) -> None:
    try:
        with file.open("x", encoding="utf-8") as out:
            out.writelines(parts)
    except FileExistsError as error:
        raise BadInput(f"{file} is there already; name another file, or remove it first") from error
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}") from error


def _entry(things: Things, survivor: str, led: Sequence[Suggestion], key: str) -> str:
    reasons = list(dict.fromkeys(s.reasons[0] for s in led))
    more = "; and more" if len(reasons) > MOST_REASONS else ""
    members = dict.fromkeys(name for s in led for name in (s.survivor, s.duplicate) if name != survivor)
    said = {"kind": things.kind("Merged"), things.one: survivor, "duplicates": list(members), "key": key}
    entry = [said | {"reason": "; ".join(reasons[:MOST_REASONS]) + more}]
    comments = [f"# {s.score:.2f} {s.survivor} / {s.duplicate}: {'; '.join(s.reasons)}\n" for s in led]
    return "".join(comments) + yaml.safe_dump(entry, sort_keys=False, allow_unicode=True, width=120)


HEADER = """\
# Likely doubles as of position {position}, best first. Take out what you do not agree with, then: annals append {file}
# To refuse one for good, write {no} for the kind and others for duplicates: it is not proposed again.
"""
