"""All kinds of entries, and what belongs to which."""

from domain.entries import Entry
from domain.events import EVENT_KINDS
from domain.packing import by_name
from domain.registrations import REGISTRATION_KINDS
from domain.revisions import REVISION_KINDS

ENTRY_KINDS: tuple[type[Entry], ...] = (*REGISTRATION_KINDS, *EVENT_KINDS, *REVISION_KINDS)
BY_NAME = by_name(ENTRY_KINDS)
BY_TOPIC: dict[str, type[Entry]] = {kind.TOPIC: kind for kind in ENTRY_KINDS}
