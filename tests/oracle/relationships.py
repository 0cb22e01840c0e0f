"""What two actors have in common, by the oracle."""

from collections import Counter, defaultdict
from datetime import date
from functools import partial
from typing import Any

from oracle import cast, events, people
from oracle.figures import figure_total
from oracle.filters import accounts, within
from oracle.groups import mean
from oracle.knowledge import Knowledge
from oracle.pages import limit, page
from oracle.standings import Pairing, counted, couples, in_common

Dict = dict[str, Any]


def relationship(known: Knowledge, one: str, other: str, *, predecessors: bool = False) -> Dict:
    """The relationship of two survivors."""
    families = (cast.family(known, ref, predecessors=predecessors) for ref in (one, other))
    pairings = in_common(known, *families)
    stories = events.in_order([p.story for p in pairings])
    ids = {story.id for story in stories}
    dated = [story for story in stories if story.day]
    kinds = Counter(story.event.TOPIC for story in stories)
    agreements = [story for story in stories if story.event.kind() == "AgreementSigned"]
    return _sums(known, pairings) | {
        "between": lambda _: [people.actor(known, one), people.actor(known, other)],
        "firstEvent": lambda _: events.show(known, stories[0]) if stories else None,
        "lastEvent": lambda _: events.show(known, (dated or stories)[-1]) if stories else None,
        "kinds": [{"kind": kind.upper(), "count": n} for kind, n in sorted(kinds.items(), key=lambda k: (-k[1], k[0]))],
        "timeline": partial(_timeline, known, pairings),
        "events": events.pages(known, lambda story: story.id in ids),
        "agreements": lambda _, first=None: [events.show(known, story) for story in agreements[: limit(first, 1000)]],
    }


def pages(known: Knowledge, ref: str, _: Any, orderBy: str = "EVENTS_DESC", **window: Any) -> Any:
    """With whom a survivor has events in common, by how many."""
    own, common = cast.family(known, ref), defaultdict(set)
    for story in counted(known):
        for a, b in couples(story.event):
            if a.ref in own and known.stands_for(b.ref) != ref:
                common[known.stands_for(b.ref)].add(story.id)
    rows = sorted(common, key=lambda other: (len(common[other]), other), reverse=orderBy.endswith("DESC"))
    return page(rows, lambda other: relationship(known, ref, other), **window)


def _sums(known: Knowledge, pairings: list[Pairing]) -> Dict:
    across = [p.story for p in pairings if p.across]
    quads = Counter((s.event.quad or "").partition("_")[2] for s in across)
    return {
        "eventCount": len(pairings),
        "reportCount": sum(len(accounts(known, p.story)) for p in pairings),
        "cooperation": quads["cooperation"],
        "conflict": quads["conflict"],
        "goldsteinMean": mean(across),
    }


def _timeline(
    known: Knowledge, pairings: list[Pairing], _: Any, by: str = "YEAR", occurred: Any = None, first: int | None = None
) -> list[Dict]:
    buckets: dict[date | None, list[Pairing]] = defaultdict(list)
    meets = within(occurred)
    for pairing in pairings:
        if meets(pairing.story):
            buckets[_start(pairing.story.day, by)].append(pairing)
    ordered = sorted(buckets.items(), key=lambda bucket: bucket[0] or date.max)[: limit(first, 1000)]
    return [
        _sums(known, found)
        | {"start": start and start.isoformat(), "figure": partial(figure_total, [pairing.story for pairing in found])}
        for start, found in ordered
    ]


def _start(day: date | None, by: str) -> date | None:
    if day is None or by == "DAY":
        return day
    return day.replace(day=1) if by == "MONTH" else day.replace(month=1, day=1)
