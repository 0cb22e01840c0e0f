"""What ACLED's events and sub-events are here: the kind of event, who comes first in it, and by which field its like differ."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.codes.tables import read_table
from domain.events import EVENT_KINDS
from scripts.importing.reading import BadRow


class KindRule(NamedTuple):
    """A line of the table `acled_kinds.csv`."""

    event_type: str
    sub_event_type: str
    deaths: str
    """`some` where it holds only if people were killed."""
    kind: str
    first: str
    """Who comes first: a rule of `acled_sides`."""
    first_field: str
    second_field: str
    """The fields of the kind that take the two sides."""
    field: str
    value: str
    """The field that tells events of the kind from others of the kind, and what it holds."""

    @property
    def fixed(self) -> dict[str, Any]:
        """The kind, and what all events of this meaning have."""
        value = {"true": True, "false": False}.get(self.value, self.value)
        return {"kind": self.kind} | ({self.field: value} if self.field else {})

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures that the kind of event can hold."""
        return _FIGURES[self.kind]


_TABLE = tuple(KindRule(*cells) for cells in read_table("acled_kinds", "scripts.importing.codes"))
_MEANINGS: Mapping[tuple[str, str, str], KindRule] = {line[:3]: line for line in _TABLE}
_EVENT_TYPES = tuple(dict.fromkeys(line.event_type for line in _TABLE))
_FIGURES: Mapping[str, tuple[str, ...]] = {kind.kind(): kind.figures() for kind in EVENT_KINDS}


def meaning(event_type: str, sub_event_type: str, killed: bool) -> KindRule:
    """What a sub-event is; without one, what its event type is in general. Raises BadRow."""
    deadly = _MEANINGS.get((event_type, sub_event_type, "some")) if killed else None
    if found := deadly or _MEANINGS.get((event_type, sub_event_type, "")):
        return found
    if event_type not in _EVENT_TYPES:
        raise BadRow(f"event_type is {event_type!r}, which ACLED does not have; it has {', '.join(_EVENT_TYPES)}")
    known = ", ".join(line.sub_event_type for line in _TABLE if line.event_type == event_type and line.sub_event_type)
    raise BadRow(f"sub_event_type is {sub_event_type!r}, which {event_type} does not have; it has {known or 'none'}")


def in_general(meant: KindRule) -> KindRule | None:
    """What the event type is in general, of which a meaning is a special case; None where it is no special case."""
    general = _MEANINGS.get((meant.event_type, "", ""))
    return None if general == meant else general
