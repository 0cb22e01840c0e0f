"""The event kinds, family by family. A new kind is a class in its family's file and its name in that file's list."""

from domain.events import (
    ceremonies,
    coded,
    fighting,
    forces,
    meetings,
    relations,
    statements,
    support,
    unrest,
)
from domain.events.base import Event

EVENT_KINDS: tuple[type[Event], ...] = (
    *meetings.KINDS,
    *statements.KINDS,
    *relations.KINDS,
    *ceremonies.KINDS,
    *support.KINDS,
    *forces.KINDS,
    *fighting.KINDS,
    *unrest.KINDS,
    *coded.KINDS,
)
