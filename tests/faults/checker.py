"""What must hold once all is at rest: every acknowledged entry is there once and unchanged, and the views are its fold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.log import Log
from domain.log.log import read_logged
from faults.actors import acknowledgements
from projections.live import LiveViews

NEWS = ("CallHeld", "EventRetracted")
"""The kinds of entries that programs append and subscribers are told of."""


@dataclass
class Findings:
    """What was counted, and what is wrong."""

    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether all holds."""
        return not self.wrong


def check(url: str, files: Iterable[Path], told: Iterable[int]) -> Findings:
    """Compares the log with what programs were told of it, the views with the log, and a subscriber's news with both.

    `files`: the acknowledgements; `told`: the positions that a subscriber was told, in order."""
    found = Findings()
    log = Log.on_postgres(url)
    try:
        found.wrong.extend(_in_log(log, files, found))
        with LiveViews(log) as views:
            found.wrong.extend(_in_views(views))
            found.wrong.extend(_in_news(log, list(told), set(views.parked())))
    finally:
        log.close()
    return found


def _in_log(log: Log, files: Iterable[Path], found: Findings) -> Iterator[str]:
    at, times, before = dict[int, str](), Counter[str](), None
    for logged in log.walk(log.head()):
        entry = read_logged(logged).stored.entry
        at[logged.id] = entry.fingerprint()
        times[at[logged.id]] += 1
        if before and (before.id >= logged.id or before.recorded_at >= logged.recorded_at):
            yield f"the entries at {before.id} and {logged.id} are not in the order of their times"
        before = logged
    found.stored = len(at)
    found.doubled = sum(number - 1 for number in times.values())
    if found.doubled:
        yield f"{found.doubled} entries are there more than once"
    for file in files:
        for batch, entries in acknowledgements(file):
            for position, what in entries:
                found.acknowledged += 1
                if times[what] == 0 or (position is not None and at.get(position) != what):
                    found.lost += 1
                    yield f"{file.stem} was told of an entry of its batch {batch} at {position}, which is not there"


def _in_views(views: LiveViews) -> Iterator[str]:
    if parked := views.parked():
        yield f"the entries at {parked[:5]} could not be folded"
    verdict = views.verify()
    if not verdict.passed or verdict.position != verdict.head:
        yield f"the views at {verdict.position} of {verdict.head} are not the fold of the log: {verdict.differences[:3]}"


def _in_news(log: Log, told: list[int], parked: set[int]) -> Iterator[str]:
    if told != sorted(set(told)):
        yield "a subscriber was told something twice, or in another order"
    news = {e.id for e in log.walk(log.head()) if read_logged(e).stored.entry.kind() in NEWS}
    if missed := news - parked - set(told):
        yield f"a subscriber was not told of {len(missed)} changes, of that at {min(missed)} first"
