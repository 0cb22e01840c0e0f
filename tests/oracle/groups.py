"""Events counted by dimensions, by the oracle."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from itertools import product
from typing import Any

from oracle import cast
from oracle.cast import Refused
from oracle.figures import figure_total
from oracle.filters import accounts, meeting
from oracle.knowledge import Knowledge, Story
from oracle.pages import limit
from oracle.standings import couples, is_across, stands


def event_groups(
    known: Knowledge, by: list[str], filter: Any = None, first: int | None = None, orderBy: str = "EVENTS_DESC"
) -> list[dict[str, Any]]:
    """The groups of the events that meet a filter, in an order; those that lack a key last."""
    if len(set(by)) < len(by):
        raise Refused("twice")
    size = limit(first)
    groups: dict[tuple[str, ...], list[Story]] = defaultdict(list)
    for story in meeting(known, filter):
        for keys in product(*(sorted(KEYS[dimension](known, story)) or [""] for dimension in by)):
            groups[keys].append(story)
    ordered = sorted(groups, reverse=orderBy == "KEYS_DESC")
    if orderBy == "EVENTS_DESC":
        ordered.sort(key=lambda keys: -len(groups[keys]))
    ordered.sort(key=lambda keys: "" in keys)
    return [_group(known, by, keys, groups[keys]) for keys in ordered[:size]]


def _group(known: Knowledge, by: list[str], keys: tuple[str, ...], stories: list[Story]) -> dict[str, Any]:
    pair = keys[by.index("PAIR")] if "PAIR" in by else ""
    telling = [s for s in stories if not pair or any(is_across(a, b) for a, b in couples(s.event) if _name(known, a, b) == pair)]
    return {
        "keys": list(keys),
        "eventCount": len(stories),
        "reportCount": sum(len(accounts(known, story)) for story in stories),
        "goldsteinMean": mean(telling),
        "figure": partial(figure_total, stories),
    }


def mean(stories: list[Story]) -> float | None:
    """The mean score of those events that have one."""
    scores = [s.event.goldstein for s in stories if s.event.goldstein is not None]
    return sum(scores) / len(scores) / 100 if scores else None


def _name(known: Knowledge, a: Any, b: Any) -> str:
    return " ".join(sorted((known.stands_for(a.ref), known.stands_for(b.ref))))


def _pairs(known: Knowledge, story: Story) -> set[str]:
    both = [(a, b) for a, b in couples(story.event) if known.stands_for(a.ref) != known.stands_for(b.ref)]
    return {_name(known, a, b) for a, b in both}


def _one(get: Callable[[Knowledge, Story], Any]) -> Callable[[Knowledge, Story], set[str]]:
    return lambda known, story: {str(key)} if (key := get(known, story)) else set()


KEYS: Mapping[str, Callable[[Knowledge, Story], set[str]]] = {
    "KIND": _one(lambda k, s: s.event.TOPIC.upper()),
    "ACTOR": lambda k, s: {k.stands_for(stand.ref) for stand in stands(s.event)},
    "PAIR": _pairs,
    "PLACE": _one(lambda k, s: s.event.place),
    "COUNTRY": _one(lambda k, s: cast.country(k, s.event.place)),
    "SOURCE": lambda k, s: {a.report.source for a in accounts(k, s)},
    "QUAD": _one(lambda k, s: s.event.quad and s.event.quad.upper()),
    "PLOVER": _one(lambda k, s: s.event.coding.plover),
    "HEDGE": lambda k, s: {a.report.hedge.value.upper() for a in accounts(k, s)},
    "DAY": _one(lambda k, s: s.day and s.day.isoformat()),
    "MONTH": _one(lambda k, s: s.day and s.day.isoformat()[:7]),
    "YEAR": _one(lambda k, s: s.day and s.day.isoformat()[:4]),
}
