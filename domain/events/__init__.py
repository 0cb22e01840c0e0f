"""The event kinds, family by family. A new kind is a class in its family's file and its name in that file's list."""

from domain.events import (
    agreements,
    attacks,
    ceremonies,
    coded,
    fighting,
    forces,
    justice,
    meetings,
    offices,
    people,
    politics,
    pressure,
    relations,
    statements,
    support,
    truces,
    unrest,
    yielding,
)
from domain.events.base import Event

FAMILIES = (
    meetings,
    statements,
    relations,
    agreements,
    ceremonies,
    support,
    yielding,
    politics,
    offices,
    justice,
    pressure,
    forces,
    fighting,
    truces,
    attacks,
    unrest,
    people,
    coded,
)
"""The families of kinds: each module's docstring says what they have in common, and its KINDS which they are."""

EVENT_KINDS: tuple[type[Event], ...] = tuple(kind for family in FAMILIES for kind in family.KINDS)
