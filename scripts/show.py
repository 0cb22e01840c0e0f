"""annals show: an event, actor, place or source as a file of entries has it, to be read, edited and appended."""

from enum import StrEnum
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import orjson
import typer

from domain.errors import BadInput
from domain.log.stored import Recorded
from domain.packing import LOGGED
from domain.present import is_retracted
from domain.written import Raw
from projections import events, history
from projections.directory import NOW
from scripts.showing.finding import Found, find
from scripts.showing.writing import Key, as_now, as_written, corrections, in_yaml
from scripts.support.command import as_app, run
from scripts.support.output import print_json
from scripts.support.session import Session, session


class ShowFormat(StrEnum):
    """What to write it in."""

    YAML = "yaml"
    JSON = "json"


def show(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A key, id, name, uuid or Relay id.")],
    correct: Annotated[bool, typer.Option("--correct", help="A correction to edit: change what is wrong, and say why.")] = False,
    past: Annotated[bool, typer.Option("--history", help="Every entry about it, and what each changed.")] = False,
    format: Annotated[ShowFormat, typer.Option("--format", help="YAML for people, or JSON for programs.")] = ShowFormat.YAML,
) -> None:
    """Print an event, actor, place or source as it stands in a file of entries.

    What is printed can be appended: as it is, it is recorded already. With --correct it is a correction that changes nothing yet:
    edit what is wrong, fill in the reason, and append it; what is left as it is stays as it is."""
    if correct and past:
        raise BadInput("--correct and --history do not go together; give one of them")
    with session() as s:
        s.views.fold()
        found = find(s, ref)
        held, key = [recorded.entry for recorded in found.entries], partial(_key, s)
        if past:
            steps = _steps(s, found)
            print_json([raw for raw, _ in steps]) if format is ShowFormat.JSON else print(_as_yaml(steps), end="")
            return
        entries = corrections(held, key) if correct else as_now(held, key)
    if format is ShowFormat.JSON:
        print_json(entries)
        return
    if is_retracted(held):
        print("# retracted: it counts nowhere; EventReinstated restores it")
    print(in_yaml(entries), end="")


Step = tuple[Raw, list[tuple[str, Any]]]
"""An entry with what the log noted of it, and what it changed: each field with what it had before and after."""


def _key(s: Session, id: str) -> str:
    """The key of the event with a uuid; the uuid where there is none."""
    row = s.views.connection.execute(events.FIND.encode(), {"ids": [UUID(id)], "at": NOW}).fetchone()
    return str(row[1]) if row else id


def _steps(s: Session, found: Found) -> list[Step]:
    """All that was said of a thing, in order: in its own stream, and where it was merged into another."""
    own = {recorded.position: recorded for recorded in found.entries}
    changed: dict[int, list[tuple[str, Any]]] = {position: [] for position in own}
    for position, field, value in s.views.connection.execute(history.STEPS.encode(), {"id": found.id}):
        changed.setdefault(position, [])
        if field:
            changed[position].append((field, value))
    others = {p: recorded for p in changed.keys() - own.keys() for recorded in s.log.read(p - 1, 1)}
    return [(_noted((own | others)[position], partial(_key, s)), changes) for position, changes in sorted(changed.items())]


def _noted(recorded: Recorded, key: Key) -> Raw:
    note = {"position": recorded.position, "at": recorded.recorded_at.isoformat(), "by": recorded.stored.appended_by}
    return as_written(recorded.entry, key) | {LOGGED: note}


def _as_yaml(steps: list[Step]) -> str:
    return "\n".join(f"{_heading(raw[LOGGED], changes)}{in_yaml([raw])}" for raw, changes in steps)


def _heading(note: Raw, changes: list[tuple[str, Any]]) -> str:
    lines = [f"position {note['position']}, {note['at']}, by {note['by']}"]
    lines += [f"  {field}: {_text(value['before'])} -> {_text(value['after'])}" for field, value in changes]
    return "".join(f"# {line}\n" for line in lines)


def _text(value: Any) -> str:
    return "nothing" if value is None else orjson.dumps(value).decode()


if __name__ == "__main__":
    run(as_app(show))
