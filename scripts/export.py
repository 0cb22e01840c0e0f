"""annals export: the log, or the events in it, for other programs."""

import sys
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

import typer

from api.exporting.columns import COLUMNS
from api.exporting.events import Events
from api.exporting.format import EventFormat
from api.exporting.losses import Losses
from api.exporting.report_columns import REPORT_COLUMNS
from domain.errors import BadInput
from domain.log.archive.part import part
from scripts.exporting import filters, ndjson
from scripts.exporting.asking import answering
from scripts.exporting.formats import BY_NAME, EVENT_FORMATS
from scripts.exporting.output import STDOUT, writing
from scripts.support.command import as_app, beginning, run
from scripts.support.moments import AsOfOption, position_of
from scripts.support.output import print_table, progress_bar
from scripts.support.seals import tables
from scripts.support.session import Session, session

NAMES = (ndjson.NAME, *BY_NAME)

HELP = f"""Write the log, or the events in it, for other programs, as known now or at an earlier moment.

What a format cannot hold is told on standard error, by count. Options that say which events are those of the API's filter.

\b
ndjson   {ndjson.DESCRIPTION}
""" + "\n".join(f"\b\n{f.name:<8} {f.description}\n" for f in EVENT_FORMATS)


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(NAMES)}.", autocompletion=beginning(*NAMES))],
    as_of: AsOfOption = "",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is standard output.")] = STDOUT,
    reports: Annotated[
        bool, typer.Option("--reports", help="Of csv and parquet: what each report of the events says, a row a figure.")
    ] = False,
    columns: Annotated[bool, typer.Option("--columns", help="List the columns of csv, parquet and geojson instead.")] = False,
    kind: filters.Kinds = None,
    actor: filters.Actors = None,
    any_actor: filters.AnyActor = None,
    role: filters.RoleOption = None,
    between: filters.Between = None,
    directed: filters.Directed = False,
    occurred: filters.Occurred = "",
    reported: filters.Reported = "",
    place: filters.PlaceOption = "",
    source: filters.SourceOption = "",
    plover: filters.Plover = None,
    quad: filters.Quads = None,
    goldstein: filters.Goldstein = "",
    hedge: filters.Hedges = None,
    status: filters.Statuses = None,
    coded: filters.Coded = None,
    overdue: filters.Overdue = False,
    text: filters.Words = "",
    include_retracted: filters.Retracted = False,
) -> None:
    if columns:
        listed = REPORT_COLUMNS if reports else COLUMNS
        print_table(("column", "type", "what it is"), [(c.name, c.type, c.meaning) for c in listed])
        return
    if format not in NAMES:
        raise BadInput(f"there is no format {format!r}; the formats are {', '.join(NAMES)}")
    if reports and not (format in BY_NAME and BY_NAME[format].reports):
        raise BadInput(f"--reports is for {' and '.join(f.name for f in EVENT_FORMATS if f.reports)}, not for {format}")
    who = {"kind": kind, "actor": actor, "any_actor": any_actor}
    lists = who | {"plover": plover, "quad": quad, "hedge": hedge, "status": status, "coded": coded}
    single = {"role": role, "between": between, "directed": directed, "place": place, "source": source, "text": text}
    ranges = {"occurred": occurred, "reported": reported, "goldstein": goldstein}
    filter = filters.event_filter(lists | single | ranges | {"overdue": overdue, "include_retracted": include_retracted})
    losses = Losses()
    with session() as s:
        at = position_of(s, as_of)
        if format == ndjson.NAME:
            told = _export_log(s, at, output, filter, losses)
        else:
            told = _export_events(s, _format(format, reports=reports), at, output, filter, losses)
    print(*losses.told(), told, sep="\n", file=sys.stderr)


def _format(name: str, *, reports: bool) -> EventFormat:
    format = BY_NAME[name]
    return replace(format, write=format.reports) if reports and format.reports else format


def _export_log(s: Session, at: int, output: str, filter: dict[str, Any], losses: Losses) -> str:
    only = _part(s, at, filter, losses) if filter else None
    with writing(output) as out, progress_bar("exporting") as progress:
        count = ndjson.write(s.log, tables(s), at, only, out, losses, progress)
    return f"{count:,} {'entry' if count == 1 else 'entries'} of the log exported, up to position {at}"


def _part(s: Session, at: int, filter: dict[str, Any], losses: Losses) -> set[UUID]:
    """The streams of the events that meet a filter, and of all that belongs to them."""
    s.views.fold()
    with answering(s.url) as ask, progress_bar("looking for events") as progress:
        found = Events(ask, filter, at).ids(progress)
    if not found:
        raise BadInput("no event meets the filter; there is nothing to export")
    events, others = part(s.log, found, at)
    losses.added("not asked for, but pointed at by others or merged with them", len(events - found))
    return events | others


def _export_events(s: Session, format: EventFormat, at: int, output: str, filter: dict[str, Any], losses: Losses) -> str:
    s.views.fold()
    with answering(s.url) as ask:
        events = Events(ask, filter, at)
        count = events.count(with_retracted=True)
        losses.left_out("retracted; --include-retracted exports them", count - events.count())
        with writing(output, binary=format.binary) as out, progress_bar("exporting") as progress:
            format.write(events.all(progress), out, losses)
    if events.parked:
        losses.left_out("could not be folded into the views; annals status lists them", events.parked, "entry")
    return f"{count - losses.events_left_out:,} of {count:,} events exported, as known at position {at}"


export.__doc__ = HELP


if __name__ == "__main__":
    run(as_app(export))
