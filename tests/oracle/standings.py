"""Who stands in an event, and who forms a pair there, by the oracle."""

from collections.abc import Collection, Iterator
from itertools import permutations
from typing import NamedTuple

from oracle.knowledge import Knowledge, Story

from domain.events.base import HAPPENED, Event


class Stand(NamedTuple):
    """An actor in an event, itself or as what somebody acts for. `camp`: for whom it stands there."""

    ref: str
    camp: str
    role: str
    side: str


class Pairing(NamedTuple):
    """An event that two actors have in common. `across`: it tells how the two get on."""

    story: Story
    across: bool


def stands(event: Event) -> list[Stand]:
    """Everyone who stands in an event."""
    found = []
    for taking in event.taking_part:
        camp = taking.party.representing or taking.party.actor
        for ref in dict.fromkeys((taking.party.actor, camp)):
            found.append(Stand(ref, camp, taking.how.role.value, taking.how.side.value))
    return found


def couples(event: Event) -> Iterator[tuple[Stand, Stand]]:
    """Every two who form a pair in an event, both ways."""
    for a, b in permutations([s for s in stands(event) if s.role != "mentioned"], 2):
        one_camp = a.camp == b.camp or a.ref == b.camp or b.ref == a.camp
        if not one_camp and (a.role, b.role) != ("subject", "subject"):
            yield a, b


def is_across(a: Stand, b: Stand) -> bool:
    """The two stand on different sides, or are mutual."""
    return a.side != b.side or a.side == "mutual"


def listed(known: Knowledge) -> list[Story]:
    """The events that are neither retracted nor merged away."""
    return [s for s in known.stories.values() if not s.retracted and not known.is_merged(s.id)]


def counted(known: Knowledge) -> list[Story]:
    """Those among them that have happened."""
    return [s for s in listed(known) if s.event.standing in HAPPENED]


def in_common(known: Knowledge, one: Collection[str], other: Collection[str]) -> list[Pairing]:
    """The events that two families have in common and that count."""
    found = []
    for story in counted(known):
        both = [is_across(a, b) for a, b in couples(story.event) if a.ref in one and b.ref in other]
        if both:
            found.append(Pairing(story, any(both)))
    return found
