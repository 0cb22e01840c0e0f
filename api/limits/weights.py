"""What a field costs beyond being one field of the answer: the work that it gives the database, and how long its list can be.

One unit is at most about 6 microseconds of PostgreSQL on 100,000 events, and mostly fewer: the default limit of 250,000 is a second
and a half. `annals bench graphql-slowest` finds the queries that come nearest to that."""

from collections.abc import Mapping
from typing import NamedTuple

from api.limits.inputs import Conditions
from api.types.enums import DiscrepancyKind, EventDimension, EventKind
from domain.values.party import PARTY_CLASSES
from projections.views import VIEWS


class Weight(NamedTuple):
    """The work of one field, in units."""

    work: int = 0
    """Before its first row."""
    scan: int = 0
    """To look through its whole list once: to filter, search or count it."""
    total: int | None = None
    """To count the list where no filter is given; the same as `scan` where it is None."""
    once: int = 0
    """Besides, once for the whole list that the field's objects stand in."""
    name: int = 0
    """For each actor in a list of names, each time that the list is looked through."""

    def search(self, looks: Conditions) -> int:
        """The work to look through the list once for what meets these conditions."""
        return self.scan * (1 + looks.lookups) + self.name * looks.names


LIGHT = Weight()

TEXT, WORD = 20_000, 20_000
"""The work to find all events that mention a text, and for each of its words, where most events mention them. It is done once for a
field of the query, however many lists that field has in the answer, and once more to count them."""


def mentioned(looks: Conditions) -> int:
    """The work to find what mentions the text among these conditions."""
    return TEXT + WORD * looks.words if looks.words else 0


WEIGHTS: Mapping[str, Weight] = {
    "Query.events": Weight(scan=10_000, name=1_000),
    "Query.eventGroups": Weight(work=30_000, scan=10_000, name=1_000),
    "EventGroup.figure": Weight(work=10, once=60_000),
    "TimelineBucket.figure": Weight(work=10, once=200),
    "Query.actors": Weight(scan=10_000, total=1_000),
    "Query.places": Weight(scan=5_000),
    "Query.sources": Weight(scan=5_000),
    "Query.relationships": Weight(work=20_000, scan=20_000),
    "Query.appearances": Weight(work=20_000, name=2_000),
    "Query.discrepancies": Weight(work=30_000, scan=30_000, name=1_000),
    "Query.changes": Weight(scan=10_000),
    "Actor.events": Weight(scan=5_000, total=5, name=500),
    "Actor.relationships": Weight(work=10_000, scan=10_000),
    "Relationship.events": Weight(scan=200, name=20),
    "Relationship.timeline": Weight(work=100),
    "Status.counts": Weight(work=10_000),
    "Status.discrepancies": Weight(work=30_000),
    "Status.lag": Weight(work=100),
    "Status.overdue": Weight(work=100),
    "Status.overdueCount": Weight(work=100),
    "ViewStatus.lag": Weight(work=100),
    "Subscription.eventRecorded": Weight(scan=1_000, name=1_000),
}
"""By type and field; a field that is not listed is light."""

OBJECTS: Mapping[str, int] = {"Relationship": 80}
"""The work of one object of a type: the sums of a relationship are found over its events."""

DIMENSIONS: Mapping[str, int] = {
    EventDimension.PAIR.name: 100_000,
    EventDimension.ACTOR.name: 100_000,
    EventDimension.SOURCE.name: 60_000,
    EventDimension.HEDGE.name: 60_000,
    EventDimension.COUNTRY.name: 40_000,
}
"""The work of grouping all events by a dimension in which one event can have several keys, or whose keys are looked up."""

DIMENSION = 25_000
"""The work of grouping all events by any other dimension."""

INTROSPECTED = 2
"""The work of one field of an answer about the schema, which Python gives."""

PARTIES = frozenset(party.__name__ for party in PARTY_CLASSES)
"""The types of an event's parties: their lists can be longer than other lists without pages."""

LENGTHS: Mapping[str, int] = {
    "Relationship.between": 2,
    "Relationship.kinds": len(EventKind),
    "Status.counts": len(EventKind),
    "Status.discrepancies": len(DiscrepancyKind),
    "Status.views": len(VIEWS),
}
"""How long a list without pages can be, by type and field."""
