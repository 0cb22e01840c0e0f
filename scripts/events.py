"""annals events: find events that the log holds twice, and say which are one."""

from typing import Annotated

import typer

from projections.database import connect
from projections.doubles.events import find_event_doubles
from projections.doubles.suggestion import Suggestion, merges
from scripts.support.command import as_app, run
from scripts.support.output import Format, FormatOption, print_json
from scripts.support.proposals import (
    SHOWN,
    AboveOption,
    FirstOption,
    Proposals,
    WriteOption,
    print_proposals,
    write_proposals,
)
from scripts.support.session import session
from scripts.support.verdicts import ByOption, ReasonOption, pronounce, verdict

HELP = "Events that may be one, and a person's verdict on them."

PROPOSALS = Proposals(yes="EventsMerged", no="EventsDistinguished", field="event")

Survivor = Annotated[str, typer.Argument(metavar="SURVIVOR", help="The event to keep: its key or id.")]
Duplicates = Annotated[list[str], typer.Argument(metavar="DUPLICATE...", help="Those that are the same.")]
Event = Annotated[str, typer.Argument(metavar="EVENT", help="The one: its key or id.")]
Others = Annotated[list[str], typer.Argument(metavar="OTHER...", help="Those that it is not.")]


def suggest(
    above: AboveOption = 0.5, first: FirstOption = None, write: WriteOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List events that are likely the same, with a score from 0 to 1 and the reason; nothing is merged.

    The same parties, code, day and place; or the two sides of an act that two do together, as A meets B and B meets A."""
    with session() as s:
        s.runner.catch_up()
        with connect(s.url) as conn:
            found = find_event_doubles(conn, above)
        head = s.log.head()
    if format is Format.JSON:
        print_json([_as_json(s) for s in found.suggestions[:first]])
    else:
        rows = [_as_row(s) for s in found.suggestions[: first or SHOWN]]
        print_proposals(("score", "survivor", "duplicate", "why"), rows, len(found.suggestions))
    if write:
        write_proposals(write, PROPOSALS, merges(found.suggestions[:first], found.apart), head, format)


def merge(
    survivor: Survivor, duplicates: Duplicates, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Say that events are one: it counts once, as SURVIVOR has it, with the reports of all."""
    pronounce(verdict("EventsMerged", reason, event=survivor, duplicates=duplicates), by, format)


def unmerge(
    survivor: Survivor, duplicates: Duplicates, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Take apart again events that had been merged into SURVIVOR."""
    pronounce(verdict("EventsUnmerged", reason, event=survivor, duplicates=duplicates), by, format)


def distinguish(
    event: Event, others: Others, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Say that events are not one: they are not suggested again."""
    pronounce(verdict("EventsDistinguished", reason, event=event, others=others), by, format)


def _as_json(s: Suggestion) -> dict[str, object]:
    return {"score": s.score, "survivor": s.survivor, "duplicate": s.duplicate, "reasons": s.reasons}


def _as_row(s: Suggestion) -> tuple[object, ...]:
    return f"{s.score:.2f}", s.survivor, s.duplicate, "; ".join(s.reasons)


COMMANDS = (suggest, merge, unmerge, distinguish)

if __name__ == "__main__":
    run(as_app(*COMMANDS))
