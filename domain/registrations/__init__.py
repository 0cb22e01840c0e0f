"""The cast: who there is, what they are called, what offices they hold; places and sources."""

from domain.registrations import actors, places, sources
from domain.registrations.base import Registration

REGISTRATION_KINDS: tuple[type[Registration], ...] = (*actors.KINDS, *places.KINDS, *sources.KINDS)
