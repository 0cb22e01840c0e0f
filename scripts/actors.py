"""annals actors: find actors that the log holds twice, and say which are one."""

from collections.abc import Mapping
from functools import partial

from projections.doubles.actors import find_actor_doubles
from projections.doubles.cast import Weight
from projections.doubles.suggestion import Suggestion, merges
from scripts.support.command import as_app, run
from scripts.support.doubles import Things, look, verdict_commands
from scripts.support.output import Format, FormatOption
from scripts.support.proposals import AboveOption, FirstOption, WriteOption, print_suggestions, write_proposals

HELP = "Actors that may be one, and a person's verdict on them."

ACTORS = Things("actor", named="its id or any name", merged="SURVIVOR stands for all, under every name of theirs")

HEADINGS = ("score", "survivor", "events", "duplicate", "events", "why")


def suggest(
    above: AboveOption = 0.5, first: FirstOption = None, write: WriteOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List actors that are likely the same, with a score from 0 to 1 and the reasons; nothing is merged.

    Same name, alias or code; nearly the same name in the same country; a person's name in short."""
    found, head = look(find_actor_doubles, above)
    as_json, as_row = partial(_as_json, weights=found.weights), partial(_as_row, weights=found.weights)
    print_suggestions(found.suggestions, first, format, as_json, HEADINGS, as_row)
    if write:
        write_proposals(write, ACTORS, merges(found.suggestions[:first], found.apart, found.areas), head, format)


def _as_json(s: Suggestion, weights: Mapping[str, Weight]) -> dict[str, object]:
    def told(ref: str) -> dict[str, object]:
        weight = weights[ref]
        return {"ref": ref, "name": weight.name, "kind": weight.kind, "events": weight.events}

    return {"score": s.score, "survivor": told(s.survivor), "duplicate": told(s.duplicate), "reasons": s.reasons}


def _as_row(s: Suggestion, weights: Mapping[str, Weight]) -> tuple[object, ...]:
    events, others = weights[s.survivor].events, weights[s.duplicate].events
    return f"{s.score:.2f}", s.survivor, events, s.duplicate, others, "; ".join(s.reasons)


COMMANDS = (suggest, *verdict_commands(ACTORS))

if __name__ == "__main__":
    run(as_app(*COMMANDS))
