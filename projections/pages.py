"""Pages of the log, made ready to be folded: the rows that first entries found, and the entries that change what is there."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from domain.entries import Entry
from domain.errors import Unreadable
from domain.kinds import BY_TOPIC
from domain.log.log import read_logged
from domain.log.store.recorder import LoggedEvent
from domain.log.stored import Recorded
from projections.view import View, touched

UNFOLDABLE = (
    Unreadable,
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.ProgramLimitExceeded,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What goes wrong on account of an entry, not of the server or the connection."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Entries as far as they can be folded without looking at the views."""

    founded: Mapping[str, bytes]
    """By view, the lines of what those entries found that are alone in their streams. Nothing else depends on them."""
    later: Sequence[Recorded]
    """The other entries, to be folded in their order."""


@dataclass(frozen=True, slots=True)
class Page:
    """The entries from one position to another."""

    position: int
    recorded_at: datetime
    ready: Ready | None
    """None where one of them cannot be folded."""


def make_page(entries: Sequence[LoggedEvent], views: Sequence[View[Any]], skip: Collection[int]) -> Page:
    """The page of these entries (one at least), without those to skip."""
    last = entries[-1]
    try:
        ready: Ready | None = make_ready([logged for logged in entries if logged.id not in skip], views)
    except UNFOLDABLE:
        ready = None
    return Page(last.id, last.recorded_at, ready)


def make_ready(entries: Sequence[LoggedEvent], views: Sequence[View[Any]]) -> Ready:
    """Raises one of UNFOLDABLE where an entry cannot be folded."""
    matter = {topic for topic in {logged.topic for logged in entries} if _matters(topic, views)}
    page = [read_logged(logged) for logged in entries if logged.topic in matter]
    changed = {id for recorded in page if recorded.version > 1 for id in touched(recorded)}
    founding: dict[type[Entry], list[Recorded]] = defaultdict(list)
    later: list[Recorded] = []
    for recorded in page:
        alone = recorded.version == 1 and recorded.stream not in changed
        (founding[type(recorded.entry)] if alone else later).append(recorded)
    return Ready({view.name: lines for view in views if (lines := view.found(founding))}, later)


def _matters(topic: str, views: Sequence[View[Any]]) -> bool:
    """Whether entries of this topic can change one of the views. What this program does not know may."""
    return topic not in BY_TOPIC or any(view.concerns(BY_TOPIC[topic]) for view in views)
