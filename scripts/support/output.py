"""What commands print: tables for people, JSON for programs, and how far they have come."""

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from projections.folding import Progress as Told


class Format(StrEnum):
    """For whom to print."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="A table for people, or JSON for programs.")]


def print_json(value: Any) -> None:
    """Prints a value as indented JSON, in ASCII where standard output can hold no more."""
    unicode = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    print(json.dumps(value, indent=2, ensure_ascii=not unicode))


def print_note(text: str) -> None:
    """Says on standard error what somebody should know, though nothing is wrong."""
    print(f"note: {text}", file=sys.stderr)


class Printer(Console):
    """A console that leaves it to the command what to do where nobody reads any longer."""

    def on_broken_pipe(self) -> None:
        raise


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]], wrapped: Collection[str] = ()) -> None:
    """Prints rows under headings, numbers to the right; only the columns `wrapped` may take several lines.

    Counts have separators of thousands. Positions have none, since people paste them into `asOf`."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, heading in enumerate(headings):
        number = bool(rows) and all(isinstance(row[place], int) for row in rows)
        table.add_column(heading, justify="right" if number else "left", no_wrap=heading not in wrapped, overflow="fold")
    for row in rows:
        cells = zip(headings, row, strict=True)
        table.add_row(*(Text(f"{c:,}" if isinstance(c, int) and h != "position" else str(c)) for h, c in cells))
    console = Printer(highlight=False)
    if not console.is_terminal:
        # What goes into a file or pipe is not cut to the width of a screen that is not there.
        console.width = 200
    console.print(table)


class Rate(ProgressColumn):
    """How many positions go by in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="cyan")


@contextmanager
def progress_bar(doing: str) -> Iterator[Told]:
    """A bar with rate and time left, on standard error where that is a terminal."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda reached, head: bar.update(task, completed=reached, total=max(reached, head))
