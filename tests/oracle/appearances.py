"""When several were together, by the oracle."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from oracle import cast, events
from oracle.cast import Refused
from oracle.filters import meeting
from oracle.knowledge import Knowledge, Story
from oracle.pages import limit
from oracle.standings import stands

from domain.events.base import HAPPENED


def appearances(
    known: Knowledge, together: list[str], kinds: Any, *, predecessors: bool, first: int | None
) -> list[dict[str, Any]]:
    """The events in which all of these were together, in order."""
    refs = [cast.need(known, "actor", name) for name in together]
    if not refs:
        raise Refused("nobody")
    families = [cast.family(known, ref, predecessors=predecessors) for ref in refs]
    are_there = _take_part if kinds else _are_present
    found = [s for s in meeting(known, {"kinds": kinds}) if s.event.standing in HAPPENED and are_there(s, families)]
    stories = events.in_order(_each_act_once(found))
    return [
        {"event": events.show(known, story), "ordinal": n, "sincePrevious": _elapsed(before, story)}
        for n, (before, story) in enumerate(zip([None, *stories], stories, strict=False), start=1)
    ][: limit(first, 1000)]


def _are_present(story: Story, families: Sequence[set[str]]) -> bool:
    return all(any(s.ref in family and s.role in story.event.present for s in stands(story.event)) for family in families)


def _take_part(story: Story, families: Sequence[set[str]]) -> bool:
    """Somebody of each family takes part; at most one of them is only spoken about."""
    roles = [{s.role for s in stands(story.event) if s.ref in family} - {"mentioned"} for family in families]
    return all(roles) and sum(bool(role - {"subject"}) for role in roles) >= len(families) - 1


def _each_act_once(stories: Sequence[Story]) -> list[Story]:
    """Without the rows that mirror others: the first of one way round mirrors the first of the other."""
    once = list[Story]()
    ways: dict[Any, list[list[Story]]] = defaultdict(lambda: [[], []])
    for story in sorted(stories, key=lambda s: s.position):
        act = story.event.mutual_act
        if act is None:
            once.append(story)
        else:
            ways[act.name][act.mirrored].append(story)
    for one, other in ways.values():
        longer, shorter = sorted((one, other), key=len, reverse=True)
        once += [min(pair, key=lambda s: s.position) for pair in zip(longer, shorter, strict=False)] + longer[len(shorter) :]
    return once


def _elapsed(before: Story | None, story: Story) -> Any:
    if before is None or (start := before.event.when.earliest) is None or (day := story.event.when.earliest) is None:
        return None
    end, last = before.event.when.latest, story.event.when.latest
    return {
        "days": (day - start).days,
        "years": day.year - start.year - ((day.month, day.day) < (start.month, start.day)),
        "minDays": max(0, (day - end).days) if end else 0,
        "maxDays": (last - start).days if last else None,
    }
