"""annals bench: how fast annals is, beside what PostgreSQL can do and beside the library it stands on."""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import psycopg
import typer
from eventsourcing.persistence import PersistenceError

from domain.errors import BadInput
from domain.names import nearest
from scripts.benchmarks.all import BENCHMARKS
from scripts.benchmarks.benchmark import Benchmark, Result, Skipped
from scripts.benchmarks.benchmark import run as run_one
from scripts.benchmarks.data import Data, made_up
from scripts.benchmarks.ground import Ground
from scripts.benchmarks.quadruples import read_quadruples
from scripts.support.command import as_app, explain, run
from scripts.support.conninfo import checked
from scripts.support.embedded import embedded_database
from scripts.support.output import Format, FormatOption, print_json, print_table, progress_bar

COLUMNS = ("name", "figure", "unit", "limit", "ratio", "peer", "peer_ratio")


def bench(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME...]", help="Which, or the first word of several; where none is named, all but graphql and explorer."
        ),
    ] = None,
    events: Annotated[int, typer.Option(min=10, help="How many events.")] = 20_000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured; the median counts.")] = 3,
    seed: Annotated[int, typer.Option(help="Other events for another seed.")] = 1,
    file: Annotated[Path | None, typer.Option(help="Take these: lines of subject, relation, object, day, as in ICEWS14.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="A PostgreSQL to make databases on and drop them: a URL or connection string.")
    ] = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Measure annals beside its limits and the library, in turns. Touches no data of yours.

    A ratio is how much better it is than the limit, a peer ratio how much better than the eventsourcing library as documented.
    graphql measures the served API beside PostGraphile 5, which npm installs into a cache folder; it needs wrk. graphql-search
    and graphql-slowest need neither: the one measures searches beside the look-up of one actor, the other finds the slowest query
    that is admitted, and measures light ones while sixteen clients ask it. explorer measures the explorer's pages in Chromium; its
    goals were set for --events 100000."""
    chosen = _chosen(names or ())
    data = read_quadruples(file, events) if file else made_up(events, seed)
    with _server(database_url) as url, Ground(url, data) as ground:
        machine = _machine(url, data)
        results = list(_measured(chosen, ground, rounds))
    about = sys.stderr if format is Format.JSON else sys.stdout
    print(machine, file=about)
    if format is Format.JSON:
        print_json([{column: getattr(result, column) for column in COLUMNS} for result in results])
    else:
        print_table(COLUMNS, _cells(results))
    for note in (f"{result.name}: {note}" for result in results for note in result.notes):
        print(note, file=about)


def _chosen(names: Sequence[str]) -> list[Benchmark]:
    known = [benchmark.name for benchmark in BENCHMARKS]
    for name in names:
        if not any(_is_called(benchmark, name) for benchmark in BENCHMARKS):
            raise BadInput(f"there is no benchmark {name!r}; did you mean {', '.join(nearest(name, known) or known)}?")
    if not names:
        return [benchmark for benchmark in BENCHMARKS if not benchmark.only_named]
    return [benchmark for benchmark in BENCHMARKS if any(_is_called(benchmark, name) for name in names)]


def _is_called(benchmark: Benchmark, name: str) -> bool:
    return benchmark.name == name or benchmark.name.startswith(f"{name}-")


@contextmanager
def _server(url: str | None) -> Iterator[str]:
    """The server given, or one of the bench's own that keeps every promise about what is committed."""
    if url is None:
        with TemporaryDirectory(prefix="annals-bench-") as home, embedded_database(Path(home)) as own:
            yield own
        return
    try:
        checked(url)
    except ValueError as error:
        raise BadInput(f"--database-url is wrong: {error}") from error
    try:
        yield url
    except (psycopg.Error, PersistenceError) as error:
        # Elsewhere errors are told of the database that the settings name.
        if (line := explain(error, url)) is None:
            raise
        raise line from error


def _measured(chosen: Sequence[Benchmark], ground: Ground, rounds: int) -> Iterator[Result]:
    with progress_bar("measuring") as progress:
        done = 0
        for result in chain.from_iterable(_run(benchmark, ground, rounds) for benchmark in chosen):
            if result is not None:
                yield result
            else:
                done += 1
                progress(done, len(chosen) * rounds)


def _run(benchmark: Benchmark, ground: Ground, rounds: int) -> Iterator[Result | None]:
    try:
        yield from run_one(benchmark, ground, rounds)
    except Skipped as reason:
        print(f"{benchmark.name}: skipped: {reason}", file=sys.stderr)


def _machine(url: str, data: Data) -> str:
    with psycopg.connect(url) as conn:
        shown = {name: _setting(conn, name) for name in ("server_version", "fsync", "synchronous_commit")}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{len(data.rows):,} events on {cores} cores, PostgreSQL {shown['server_version'].split()[0]}, Python"
        f" {platform.python_version()}; fsync {shown['fsync']}, synchronous_commit {shown['synchronous_commit']}"
    )


def _setting(conn: psycopg.Connection[Any], name: str) -> str:
    (value,) = conn.execute("SELECT current_setting(%s)", (name,)).fetchone() or ("",)
    return str(value)


def _cells(results: Sequence[Result]) -> list[list[str]]:
    return [[_cell(column, getattr(result, column)) for column in COLUMNS] for result in results]


def _cell(column: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    if column.endswith("ratio"):
        return f"{value:>10.2f}"
    return f"{value:>10,.0f}" if value >= 1000 else f"{value:>10,.1f}"


if __name__ == "__main__":
    run(as_app(bench))
