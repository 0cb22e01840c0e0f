"""The arguments that several fields take, described once."""

from typing import Annotated

import strawberry

from api.compiler.moments import MOST_MOMENTS
from api.compiler.paging import DEFAULT_PAGE, LARGEST_PAGE
from api.types.enums import DiscrepancyKind, EventDimension, EventGroupOrder, EventKind, EventOrder, RelationshipOrder
from api.types.inputs import AsOf, DateRange, EventFilter
from domain.registrations.actors import ActorKind

PAGE = f"0 to {LARGEST_PAGE}; {DEFAULT_PAGE} where neither end is asked for"

First = Annotated[int | None, strawberry.argument(description=f"How many rows from the start: {PAGE}.")]
FirstOfList = Annotated[
    int | None,
    strawberry.argument(description=f"How many entries from the start: 0 to {LARGEST_PAGE}; {LARGEST_PAGE} if it is left out."),
]
Last = Annotated[int | None, strawberry.argument(description=f"How many rows from the end: {PAGE}. Not together with first.")]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor, from an edge or pageInfo.")]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor, from an edge or pageInfo.")]
AtMoment = Annotated[
    AsOf | None,
    strawberry.argument(description="As known at which moment; now where it is left out. Example: {position: 731}"),
]
Filter = Annotated[EventFilter | None, strawberry.argument(description="Which events; all where it is left out.")]
OrderOfEvents = Annotated[EventOrder, strawberry.argument(description="In what order.")]
OrderOfRelationships = Annotated[RelationshipOrder, strawberry.argument(description="In what order.")]
Published = Annotated[
    DateRange | None,
    strawberry.argument(description="Only reports that are dated, or whose source was published, within these days."),
]
Kinds = Annotated[list[EventKind] | None, strawberry.argument(description="Only events of these kinds. Example: [SUMMIT_HELD]")]
NameSearch = Annotated[str | None, strawberry.argument(description='A part of any of their names. Example: "korea"')]
Predecessors = Annotated[
    bool,
    strawberry.argument(description="Whether what those did that an actor carries on counts for it: the Soviet Union for Russia."),
]
EventId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Its Relay id, or the bare uuid; asOf says as known when, not a position in the id."),
]
EventKey = Annotated[str | None, strawberry.argument(description="Its key, instead of an id. Example: summit-prk-rus-2025-09-03")]
Name = Annotated[str, strawberry.argument(description='Its ref, a code, its id, or any of its names. Example: "North Korea"')]
OrderOfGroups = Annotated[EventGroupOrder, strawberry.argument(description="In what order.")]
By = Annotated[list[EventDimension], strawberry.argument(description="By what, each once; by none, all are one group.")]
DiscrepancyKinds = Annotated[
    list[DiscrepancyKind] | None, strawberry.argument(description="Only contradictions of these kinds. Example: [FIGURES]")
]
ActorKinds = Annotated[list[ActorKind] | None, strawberry.argument(description="Only actors of these kinds. Example: [PERSON]")]
Between = Annotated[list[str], strawberry.argument(description='The two, by any of their names. Example: ["PRK", "Russia"]')]
Together = Annotated[list[str], strawberry.argument(description='All who must have been there. Example: ["CHN", "PRK", "RUS"]')]
SourceId = Annotated[strawberry.ID, strawberry.argument(description="Its ref, its Relay id, or the bare uuid.")]
SourceSearch = Annotated[str | None, strawberry.argument(description="A part of its ref, title or publisher.")]
Since = Annotated[AsOf, strawberry.argument(description="After which moment; its own entry is left out.")]
Until = Annotated[AsOf | None, strawberry.argument(description="Up to which moment, and as known then; else now.")]
RelayId = Annotated[
    strawberry.ID,
    strawberry.argument(description="The Relay id of an event, actor, place or source; with a position, as known there."),
]
RelayIds = Annotated[
    list[strawberry.ID],
    strawberry.argument(description=f"Relay ids, at most {LARGEST_PAGE}, of at most {MOST_MOMENTS} different positions."),
]
