"""annals append: record what files report."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from scripts.support.command import as_app, run
from scripts.support.login import login_name
from scripts.support.output import Format, FormatOption, print_json, print_table
from scripts.support.recording import Recording, read_files, record
from scripts.support.roles import Role
from scripts.support.session import session
from scripts.support.visible import fold_recorded, wait_until_visible

FEW = 40
"""Up to so many new entries are listed one by one."""

PATIENCE = 10.0
"""Seconds that --wait waits for the views."""


def append(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="YAML, JSON or NDJSON; - is standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be recorded.")] = False,
    by: Annotated[str, typer.Option(help="Who appends.", show_default="the login name")] = "",
    wait: Annotated[bool, typer.Option("--wait", help="Return only once queries find what was appended.")] = False,
    timeout: Annotated[float, typer.Option(min=0, metavar="SECONDS", help="How long to wait at most.")] = PATIENCE,
    format: FormatOption = Format.TABLE,
) -> None:
    """Record the entries of all files, or none of them if there is anything wrong with one.

    Queries find them at once where no other process keeps the views current: then this one does it before it returns.
    Where `annals serve` or `annals project` does, they follow within a moment, and --wait waits until they have. The exit code
    is 3 if the entries are recorded, but the views could not be brought up to date, or not in time."""
    entries = read_files(files)
    with session(role=Role.WRITER) as s:
        recordings = record(s, entries, by.strip() or login_name(), dry_run=dry_run)
        last = max((r.position or 0 for r in recordings), default=0)
        late = None if dry_run else fold_recorded(s, last)
        if wait and not late:
            late = wait_until_visible(s, last, timeout)
        head = s.log.head()
    if format is Format.JSON:
        print_json(_as_json(recordings, head, dry_run))
    else:
        _print(recordings, head, dry_run)
    if late:
        raise late


def _as_json(recordings: Sequence[Recording], head: int, dry_run: bool) -> dict[str, object]:
    new = sum(r.new for r in recordings)
    entries = [{"kind": r.kind, "status": _status(r), "position": r.position} for r in recordings]
    counts = {"recorded": new, "already_recorded": len(recordings) - new}
    return {**counts, "head": head, "dry_run": dry_run, "entries": entries}


def _status(recording: Recording) -> str:
    return "recorded" if recording.new else "already recorded"


def _print(recordings: Sequence[Recording], head: int, dry_run: bool) -> None:
    new = sorted((r for r in recordings if r.new), key=lambda r: r.position or 0)
    if 0 < len(new) <= FEW:
        print_table(("position", "kind", "about"), [(r.position or "new", r.kind, r.about) for r in new])
        print()
    verb = "would be recorded" if dry_run else "recorded"
    for file, counts in _by_file(recordings).items():
        print(f"{file}: {counts[True]:,} {verb}, {counts[False]:,} already recorded")
    print(f"The log ends at position {head}." + (" Nothing was recorded: this was a dry run." if dry_run else ""))


def _by_file(recordings: Sequence[Recording]) -> dict[str, Counter[bool]]:
    counts: dict[str, Counter[bool]] = {}
    for recording in recordings:
        counts.setdefault(recording.file, Counter())[recording.new] += 1
    return counts


if __name__ == "__main__":
    run(as_app(append))
