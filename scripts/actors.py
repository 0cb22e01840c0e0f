"""annals actors: find actors that the log holds twice, and say which are one."""

from collections.abc import Mapping
from typing import Annotated

import typer

from projections.database import connect
from projections.doubles.actors import find_actor_doubles
from projections.doubles.cast import Weight
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

HELP = "Actors that may be one, and a person's verdict on them."

PROPOSALS = Proposals(yes="ActorsMerged", no="ActorsDistinguished", field="actor")

Survivor = Annotated[str, typer.Argument(metavar="SURVIVOR", help="The actor to keep: its id or any name.")]
Duplicates = Annotated[list[str], typer.Argument(metavar="DUPLICATE...", help="Those that are the same.")]
Actor = Annotated[str, typer.Argument(metavar="ACTOR", help="The one: its id or any name.")]
Others = Annotated[list[str], typer.Argument(metavar="OTHER...", help="Those that it is not.")]


def suggest(
    above: AboveOption = 0.5, first: FirstOption = None, write: WriteOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List actors that are likely the same, with a score from 0 to 1 and the reasons; nothing is merged.

    Same name, alias or code; nearly the same name in the same country; a person's name in short."""
    with session() as s:
        s.runner.catch_up()
        with connect(s.url) as conn:
            found = find_actor_doubles(conn, above)
        head = s.log.head()
    if format is Format.JSON:
        print_json([_as_json(s, found.weights) for s in found.suggestions[:first]])
    else:
        rows = [_as_row(s, found.weights) for s in found.suggestions[: first or SHOWN]]
        print_proposals(("score", "survivor", "events", "duplicate", "events", "why"), rows, len(found.suggestions))
    if write:
        write_proposals(write, PROPOSALS, merges(found.suggestions[:first], found.apart, found.areas), head, format)


def merge(
    survivor: Survivor, duplicates: Duplicates, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Say that actors are one: SURVIVOR stands for all, under every name of theirs."""
    pronounce(verdict("ActorsMerged", reason, actor=survivor, duplicates=duplicates), by, format)


def unmerge(
    survivor: Survivor, duplicates: Duplicates, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Take apart again actors that had been merged into SURVIVOR."""
    pronounce(verdict("ActorsUnmerged", reason, actor=survivor, duplicates=duplicates), by, format)


def distinguish(
    actor: Actor, others: Others, reason: ReasonOption = None, by: ByOption = "", format: FormatOption = Format.TABLE
) -> None:
    """Say that actors are not one: they are not suggested again."""
    pronounce(verdict("ActorsDistinguished", reason, actor=actor, others=others), by, format)


def _as_json(s: Suggestion, weights: Mapping[str, Weight]) -> dict[str, object]:
    def told(ref: str) -> dict[str, object]:
        weight = weights[ref]
        return {"ref": ref, "name": weight.name, "kind": weight.kind, "events": weight.events}

    return {"score": s.score, "survivor": told(s.survivor), "duplicate": told(s.duplicate), "reasons": s.reasons}


def _as_row(s: Suggestion, weights: Mapping[str, Weight]) -> tuple[object, ...]:
    events, others = weights[s.survivor].events, weights[s.duplicate].events
    return f"{s.score:.2f}", s.survivor, events, s.duplicate, others, "; ".join(s.reasons)


COMMANDS = (suggest, merge, unmerge, distinguish)

if __name__ == "__main__":
    run(as_app(*COMMANDS))
