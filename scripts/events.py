"""annals events: find events that the log holds twice, and say which are one."""

from projections.doubles.events import find_event_doubles
from projections.doubles.suggestion import Suggestion, merges
from scripts.support.command import as_app, run
from scripts.support.doubles import Things, look, verdict_commands
from scripts.support.output import Format, FormatOption
from scripts.support.proposals import AboveOption, FirstOption, WriteOption, print_suggestions, write_proposals

HELP = "Events that may be one, and a person's verdict on them."

EVENTS = Things("event", named="its key or id", merged="it counts once, as SURVIVOR has it, with the reports of all")

HEADINGS = ("score", "survivor", "duplicate", "why")


def suggest(
    above: AboveOption = 0.5, first: FirstOption = None, write: WriteOption = None, format: FormatOption = Format.TABLE
) -> None:
    """List events that are likely the same, with a score from 0 to 1 and the reason; nothing is merged.

    The same parties, code, day and place; or the two sides of an act that two do together, as A meets B and B meets A."""
    found, head = look(find_event_doubles, above)
    print_suggestions(found.suggestions, first, format, _as_json, HEADINGS, _as_row)
    if write:
        write_proposals(write, EVENTS, merges(found.suggestions[:first], found.apart), head, format)


def _as_json(s: Suggestion) -> dict[str, object]:
    return {"score": s.score, "survivor": s.survivor, "duplicate": s.duplicate, "reasons": s.reasons}


def _as_row(s: Suggestion) -> tuple[object, ...]:
    return f"{s.score:.2f}", s.survivor, s.duplicate, "; ".join(s.reasons)


COMMANDS = (suggest, *verdict_commands(EVENTS))

if __name__ == "__main__":
    run(as_app(*COMMANDS))
