"""What a correction makes of the event, or of the report, as it stands. Pure; each function raises Objection."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import ValidationError

from domain.entries import Entry
from domain.events.base import Event
from domain.names import nearest
from domain.objection import Objection
from domain.revisions.accounts import Account, Accounts, chosen, restated, standing
from domain.revisions.changes import Changes, changed, differences
from domain.revisions.events import EventCorrected, ReportCorrected
from domain.revisions.merges import EventsMerged
from domain.values.model import Value

V = TypeVar("V", bound=Value)

KEPT = ("key", "report")
"""The fields that a replacement may leave out without removing them."""


def correct_event(entry: EventCorrected, event: Event) -> EventCorrected:
    """The correction with the event as it reads from now on."""
    after = _changed(event, entry.changes) if entry.changes is not None else entry.restated
    differing = [name for name in differences(event, after) if name not in KEPT]
    if entry.changes is None:
        if type(after) is type(event) and not differing and not after.report:
            raise Objection("changes nothing: the event reads so already", "replacement")
        _refuse_losses(event, after, entry.drop)
        return entry
    if not differing:
        raise Objection(
            "changes nothing: the event has it so already, or has none to remove", f"changes.{next(iter(entry.changes))}"
        )
    return entry.model_copy(update={"replacement": after.model_copy(update={"report": ()})})


def left_out(event: Event, replacement: Event) -> tuple[str, ...]:
    """The fields that an event has and its replacement has not."""
    return tuple(name for name in event.content() if name not in (*KEPT, *replacement.content()))


def correct_report(entry: ReportCorrected, stream: Sequence[Entry], event: Event) -> None:
    """Looks whether the correction is about one report that stands, and changes it."""
    account = _the_one(entry, stream)
    after = restated(account, _changed(account.report, entry.changes), entry.changes)
    if unknown := [name for name in after.report.says if name not in event.figures()]:
        raise Objection(no_such_figure(event, unknown[0]), f"changes.says.{unknown[0]}")
    if after.report == account.report:
        raise Objection("changes nothing: the report reads so already", "changes")


def no_such_figure(event: Event, name: str) -> str:
    """What to say of a figure that an event's kind does not have."""
    figures = event.figures()
    known = f"it has {', '.join(nearest(name, figures) or figures)}" if figures else "it has none"
    return f"{event.kind()} has no figure {name!r}; {known}"


def no_such_report(source: str, stream: Sequence[Entry]) -> str:
    """What to say of a source whose reports are not among those of an event."""
    merged = any(isinstance(entry, EventsMerged) for entry in stream)
    hint = "; a report of an event that was merged into it is named by that event's own key" if merged else ""
    return f"the event has no report by {source}{hint}"


def _changed(thing: V, changes: Changes) -> V:
    try:
        return changed(thing, changes)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # What concerns the thing as a whole has no place in it.
        place = ".".join(str(step) for step in ("changes", *first["loc"]))
        raise Objection(first["msg"].removeprefix("Value error, "), place) from error


def _refuse_losses(event: Event, after: Event, drop: Sequence[str]) -> None:
    if both := [name for name in drop if name in after.content()]:
        raise Objection(f"the replacement has a {both[0]}; take it out there, or out of drop", "drop")
    if missing := [name for name in left_out(event, after) if name not in drop]:
        names = ", ".join(missing)
        remedy = f"give {'it' if len(missing) == 1 else 'them'}, or write drop: [{names}]; or name only what changes, in changes"
        raise Objection(f"leaves out {names}, which the event has; {remedy}", "replacement")


def _the_one(entry: ReportCorrected, stream: Sequence[Entry]) -> Account:
    accounts: Accounts = {line: account for line, account in standing(stream).items() if account.of_event}
    sources = [account.report.source for account in accounts.values()]
    if entry.source not in sources:
        raise Objection(no_such_report(entry.source, stream), "source")
    lines = chosen(accounts, entry)
    if len(lines) == 1:
        return accounts[lines[0]]
    if lines:
        raise Objection(
            f"{entry.source} has {len(lines)} such reports; say which: by its quote, or by its number, from 1", "number"
        )
    if entry.number is not None:
        raise Objection(f"{entry.source} has no such report; it has {sources.count(entry.source)} of the event", "number")
    raise Objection(f"{entry.source} is not recorded with this quote; give the number of the report, from 1", "quote")
