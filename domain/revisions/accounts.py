"""Which reports of an event stand, and which figures each of them gives. Pure: a fold over the entries of the event's stream.

An event's own figures are those of the report that it was recorded with, the first where there are several, unless that report
says otherwise. A correction that comes with a report gives that report what it changes, and leaves the others what they said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.entries import Entry
from domain.events.base import Event
from domain.revisions.base import EventRevision
from domain.revisions.changes import Changes, changed
from domain.revisions.events import EventCorrected, EventCorroborated, ReportCorrected, ReportWithdrawn
from domain.values.estimate import Estimate
from domain.values.report import Report

LINES = 1000
"""Reports that one entry may bring: line = version in the stream * LINES + number."""

OTHERS = 10**15
"""Added to the line of a report that the event was not recorded or corrected with: those that it was come first."""


class Account(NamedTuple):
    """A report, with every figure that it gives.

    `own`: the event was recorded or corrected with it; `of_event`: it is an account of the event, not the grounds of a retraction
    or a merge; `given`: the figures that are the event's own, and so follow a correction that names no report."""

    report: Report
    own: bool
    of_event: bool
    given: tuple[str, ...] = ()

    @property
    def said(self) -> dict[str, Estimate]:
        """The figures that the report gives itself, whatever the event has."""
        return {name: figure for name, figure in self.report.says.items() if name not in self.given}


Accounts = Mapping[int, Account]
"""The reports that stand, by line."""


def own_figures(event: Event) -> dict[str, Estimate]:
    """The figures that an event has itself."""
    return {name: figure for name in event.figures() if (figure := getattr(event, name)) is not None}


def heard(accounts: Accounts, entry: Entry, version: int) -> Accounts:
    """The reports that stand after an entry, which has this version in the event's stream."""
    if isinstance(entry, Event):
        return _giving(_brought(entry.report, version, own=True, of_event=True), own_figures(entry))
    if isinstance(entry, EventCorrected):
        return _corrected(accounts, entry, version)
    if isinstance(entry, ReportCorrected):
        accounts = {**accounts, **_with_changes(accounts, entry)}
    if isinstance(entry, ReportWithdrawn):
        accounts = {line: account for line, account in accounts.items() if not _is_withdrawn(account.report, entry)}
    if isinstance(entry, EventRevision):
        return {**accounts, **_brought(entry.report, version, of_event=isinstance(entry, EventCorroborated))}
    return accounts


def standing(stream: Iterable[Entry]) -> Accounts:
    """The reports that stand at the end of an event's stream."""
    accounts: Accounts = {}
    for version, entry in enumerate(stream, start=1):
        accounts = heard(accounts, entry, version)
    return accounts


def chosen(accounts: Accounts, entry: ReportCorrected) -> list[int]:
    """The lines of the reports that a correction may mean, in the order in which an event's reports are shown."""
    of_source = [line for line, a in sorted(accounts.items()) if a.of_event and a.report.source == entry.source]
    meant = [line for line in of_source if entry.quote in (None, accounts[line].report.quote)]
    return meant if entry.number is None else meant[entry.number - 1 : entry.number]


def restated(account: Account, report: Report, changes: Changes) -> Account:
    """An account whose report now reads so. The event's own figures that came with it stay, but for those it says otherwise."""
    if "says" not in changes:
        return account._replace(report=report)
    own = {name: account.report.says[name] for name in account.given if name not in report.says}
    return account._replace(report=report.model_copy(update={"says": report.says | own}), given=tuple(own))


def _with_changes(accounts: Accounts, entry: ReportCorrected) -> Accounts:
    lines = chosen(accounts, entry)
    return {line: restated(accounts[line], changed(accounts[line].report, entry.changes), entry.changes) for line in lines[:1]}


def _is_withdrawn(report: Report, entry: ReportWithdrawn) -> bool:
    return report.source == entry.source and entry.quote in (None, report.quote)


def _brought(reports: Sequence[Report], version: int, *, own: bool = False, of_event: bool, after: int = 0) -> dict[int, Account]:
    first = version * LINES + after + (0 if own else OTHERS)
    return {line: Account(report, own, of_event) for line, report in enumerate(reports, start=first)}


def _corrected(accounts: Accounts, entry: EventCorrected, version: int) -> Accounts:
    figures, own = own_figures(entry.restated), entry.restated.report
    kept = {line: account for line, account in accounts.items() if not (own and account.own)}
    brought = _brought(own, version, own=True, of_event=True)
    brought |= _brought(entry.report, version, of_event=True, after=len(own))
    if not brought:
        return _restated(kept, figures)
    kept = {line: _keeping(account, figures) for line, account in kept.items()}
    claimed = {name for account in kept.values() for name in account.given}
    meant = figures.keys() if entry.changes is None else entry.changes.keys()
    return kept | _giving(brought, {name: f for name, f in figures.items() if name in meant and name not in claimed})


def _giving(accounts: Mapping[int, Account], figures: Mapping[str, Estimate]) -> dict[int, Account]:
    """The accounts, of which the first gives these figures of the event unless it says otherwise."""
    if not accounts or not figures:
        return dict(accounts)
    first, account = min(accounts.items())
    new = {name: figure for name, figure in figures.items() if name not in account.report.says}
    report = account.report.model_copy(update={"says": account.report.says | new})
    return {**accounts, first: account._replace(report=report, given=(*account.given, *new))}


def _keeping(account: Account, figures: Mapping[str, Estimate]) -> Account:
    """An account that goes on saying what it said, where another report now gives the event other figures."""
    return account._replace(given=tuple(n for n in account.given if figures.get(n) == account.report.says[n]))


def _restated(accounts: Mapping[int, Account], figures: Mapping[str, Estimate]) -> dict[int, Account]:
    """The accounts after a correction that names no report: what the event has itself, its reports have said all along."""
    found = {line: _following(account, figures) for line, account in accounts.items()}
    claimed = {name for account in found.values() for name in account.given}
    own = {line: account for line, account in found.items() if account.own}
    return found | _giving(own, {name: figure for name, figure in figures.items() if name not in claimed})


def _following(account: Account, figures: Mapping[str, Estimate]) -> Account:
    if not account.given:
        return account
    given = {name: figures[name] for name in account.given if name in figures}
    return account._replace(report=account.report.model_copy(update={"says": account.said | given}), given=tuple(given))
