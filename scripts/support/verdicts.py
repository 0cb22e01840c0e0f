"""A person's verdict on doubles: appended as an entry, said by a command instead of a file."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from domain.decisions import holds
from domain.errors import Refused
from domain.log import Outcome
from scripts.support.login import login_name
from scripts.support.output import Format, print_json
from scripts.support.recording import NothingRecorded, resolved
from scripts.support.roles import Role
from scripts.support.session import Session, session
from scripts.support.visible import fold_recorded

Raw = Mapping[str, Any]

ByOption = Annotated[str, typer.Option("--by", help="Who decides.", show_default="the login name")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Why; kept with the verdict.")]


def verdict(kind: str, reason: str | None, **fields: str | Sequence[str]) -> Raw:
    """A verdict as it would stand in a file."""
    return {"kind": kind, **fields} | ({"reason": reason} if reason else {})


def pronounce(raw: Raw, by: str, format: Format) -> None:
    """Appends a verdict and tells what became of it. Raises NothingRecorded."""
    with session(role=Role.WRITER) as s:
        s.views.fold()
        try:
            outcome = _appended(s, raw, by.strip() or login_name())
        except Refused as error:
            raise NothingRecorded(map(str, error.problems)) from error
        late = fold_recorded(s, outcome.position)
    found = {"kind": outcome.entry.kind(), "status": outcome.status, "position": outcome.position}
    print_json(found) if format is Format.JSON else print(f"{found['kind']}: {found['status']} at position {found['position']}.")
    if late:
        raise late


def _appended(s: Session, raw: Raw, by: str) -> Outcome:
    (entry,) = resolved(s, [raw])
    (outcome,) = s.log.append([entry], by)
    stream = [r.entry for r in s.log.streams({entry.stream})[entry.stream]]
    if holds(outcome.entry, stream):
        return outcome
    # The same was said before and has been undone since: now it is said anew.
    (anew,) = resolved(s, [{**raw, "key": f"verdict-{len(stream) + 1}"}])
    return s.log.append([anew], by)[0]
