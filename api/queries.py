"""The questions that can be asked: the root of the GraphQL API."""

import strawberry
from strawberry import UNSET

from api.compiler.paging import LARGEST_PAGE, window
from api.compiler.spec import Each, Page, Row, Spec, by, sql
from api.types import appearances as appearance_types
from api.types import changes as change_types
from api.types import discrepancies as discrepancy_types
from api.types import groups, lists, lookups
from api.types.actors import Actor, ActorConnection
from api.types.appearances import Appearance
from api.types.arguments import (
    ActorKinds,
    After,
    AtMoment,
    Before,
    Between,
    By,
    DiscrepancyKinds,
    EventId,
    EventKey,
    Filter,
    First,
    FirstOfList,
    Kinds,
    Last,
    Name,
    NameSearch,
    OrderOfEvents,
    OrderOfGroups,
    OrderOfRelationships,
    Predecessors,
    RelayId,
    RelayIds,
    Since,
    SourceId,
    SourceSearch,
    Together,
    Until,
)
from api.types.changes import ChangeConnection
from api.types.discrepancies import DiscrepancyConnection
from api.types.enums import EventGroupOrder, EventOrder, RelationshipOrder
from api.types.events import Event, EventConnection
from api.types.groups import EventGroup
from api.types.node import Node
from api.types.places import Place, PlaceConnection
from api.types.relationships import Relationship, RelationshipConnection
from api.types.sources import Source, SourceConnection
from api.types.status import Status, status
from domain.errors import BadInput
from domain.identity import event_id, read_relay_id, read_uuid
from projections import actors as actors_view
from projections import places as places_view
from projections import sources as sources_view


def event(root: Row, id: EventId = UNSET, key: EventKey = UNSET, as_of: AtMoment = UNSET) -> Spec:
    if bool(id) == bool(key):
        raise BadInput("event takes an id or a key; give one of the two")
    uuid = read_uuid(str(id), "Event") if id else event_id(str(key))
    return lookups.event(root, f"{root.param(uuid)}::uuid")


def events(
    root: Row,
    filter: Filter = UNSET,
    order_by: OrderOfEvents = EventOrder.OCCURRED_DESC,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
    as_of: AtMoment = UNSET,
) -> Spec:
    return lists.all_events(root, filter, order_by, first, after, last, before)


def event_groups(
    root: Row,
    by: By,
    filter: Filter = UNSET,
    order_by: OrderOfGroups = EventGroupOrder.EVENTS_DESC,
    first: First = UNSET,
    as_of: AtMoment = UNSET,
) -> Spec:
    return groups.event_groups(root, by, filter, order_by, first)


def actor(root: Row, ref: Name, as_of: AtMoment = UNSET) -> Spec:
    match = root.known("actor", ("actor",), ref)
    return lookups.survivor(root, root.param(match and match.survivor), alone=bool(match and match.is_alone))


def actors(
    root: Row,
    search: NameSearch = UNSET,
    kinds: ActorKinds = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    as_of: AtMoment = UNSET,
) -> Spec:
    row = root.new(actors_view.TABLE)
    where = actors_view.is_listed(row.alias)
    if kinds:
        where += f" AND {row.text('kind')} = ANY({row.param([k.value for k in kinds])})"
    return lists.named_page(row, where, search, first, after)


def relationship(root: Row, between: Between, include_predecessors: Predecessors = False, as_of: AtMoment = UNSET) -> Spec:
    if len(between) != 2:
        raise BadInput(f"a relationship is between two actors, not {len(between)}")
    one, other = (root.actor(name) for name in between)
    if one.survivor == other.survivor:
        raise BadInput(f"both names stand for {one.survivor}; a relationship is between two actors")
    refs = (f"{root.param(actor.survivor)}::text" for actor in (one, other))
    return lists.relationship_of(root, *refs, predecessors=include_predecessors, alone=(one.is_alone, other.is_alone))


def relationships(
    root: Row,
    actor: Name,
    order_by: OrderOfRelationships = RelationshipOrder.EVENTS_DESC,
    first: First = UNSET,
    after: After = UNSET,
    as_of: AtMoment = UNSET,
) -> Spec:
    match = root.actor(actor)
    ref = f"{root.param(match.survivor)}::text"
    return lists.relationships_of(root, ref, order_by, alone=match.is_alone, first=first, after=after)


def appearances(
    root: Row,
    together: Together,
    kinds: Kinds = UNSET,
    include_predecessors: Predecessors = False,
    as_of: AtMoment = UNSET,
    first: FirstOfList = UNSET,
) -> Spec:
    return appearance_types.appearances(root, together, kinds, include_predecessors, first or 0)


def place(root: Row, ref: Name) -> Spec:
    match = root.known("place", ("place",), ref)
    return lookups.place(root, root.param(match and match.survivor))


def places(root: Row, search: NameSearch = UNSET, first: First = UNSET, after: After = UNSET) -> Spec:
    row = root.new(places_view.TABLE)
    return lists.named_page(row, f"NOT {row.text('retracted')}", search, first, after)


def source(root: Row, id: SourceId) -> Spec:
    match = root.known("source", ("source",), str(id))
    return lookups.source(root, root.param(match and match.survivor))


def sources(root: Row, search: SourceSearch = UNSET, first: First = UNSET, after: After = UNSET) -> Spec:
    row = root.new(sources_view.TABLE)
    where = f"NOT {row.text('retracted')}"
    if search:
        where += f" AND {row.text('words')} LIKE {row.param(f'%{_escaped(search.lower())}%')}"
    keys = (by("ref", "text"),)
    return Page(row, row.where(where), keys, window(row, "ref", keys, first, after))


def discrepancies(
    root: Row,
    filter: Filter = UNSET,
    kinds: DiscrepancyKinds = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    as_of: AtMoment = UNSET,
) -> Spec:
    return discrepancy_types.discrepancies(root, filter, kinds, first, after)


def changes(
    root: Row,
    since: Since,
    until: Until = UNSET,
    filter: Filter = UNSET,
    first: First = UNSET,
    after: After = UNSET,
    last: Last = UNSET,
    before: Before = UNSET,
) -> Spec:
    return change_types.changes(root, filter, first=first, after=after, last=last, before=before)


def node(root: Row, id: RelayId) -> Spec:
    return lookups.by_id(root, read_relay_id(str(id)))


def nodes(root: Row, ids: RelayIds) -> Spec:
    if len(ids) > LARGEST_PAGE:
        raise BadInput(f"at most {LARGEST_PAGE} ids at a time, not {len(ids)}")
    return Each(tuple(lookups.item(root, number, str(id)) for number, id in enumerate(ids)))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@strawberry.type(description="What can be asked. Every answer is as known now, or as of an earlier moment of the log.")
class Query:
    """The root."""

    event: Event | None = sql(event, Event | None, description="One event, by its id or its key; null where there is none.")
    events: EventConnection = sql(events, EventConnection, description="The events that meet a filter.")  # type: ignore[valid-type]
    event_groups: list[EventGroup] = sql(
        event_groups,
        list[EventGroup],
        description="How many events there are by any mix of dimensions, and what their figures add up to.",
    )
    actor: Actor | None = sql(
        actor,
        Actor | None,
        description="One actor, by ref, code, name or alias; null where none is known.",
    )
    actors: ActorConnection = sql(actors, ActorConnection, description="Actors, by name.")  # type: ignore[valid-type]
    relationship: Relationship | None = sql(
        relationship,
        Relationship | None,
        description="What two actors have in common. With includePredecessors, what the Soviet Union did counts for Russia.",
    )
    relationships: RelationshipConnection = sql(  # type: ignore[valid-type]
        relationships, RelationshipConnection, description="With whom an actor has events in common."
    )
    appearances: list[Appearance] = sql(
        appearances,
        list[Appearance],
        description="The events in which all of these were present, in order, with the time between: those of a kind that brings"
        " its parties to one place, no statement about somebody, nor a call. With kinds, all events of these in which they take"
        " part. Two mirrored rows of one coded meeting are one.",
        metadata={"page": LARGEST_PAGE},
    )
    place: Place | None = sql(place, Place | None, description="One place, by ref or name; null where none is known.")
    places: PlaceConnection = sql(places, PlaceConnection, description="Places, by name.")  # type: ignore[valid-type]
    source: Source | None = sql(source, Source | None, description="One source, by ref or id; null where there is none.")
    sources: SourceConnection = sql(sources, SourceConnection, description="Sources, by ref.")  # type: ignore[valid-type]
    discrepancies: DiscrepancyConnection = sql(  # type: ignore[valid-type]
        discrepancies,
        DiscrepancyConnection,
        description="What in the log cannot be true together, the contradiction that was learned of last first. With a filter, only"
        " those about an event that meets it.",
    )
    changes: ChangeConnection = sql(  # type: ignore[valid-type]
        changes, ChangeConnection, description="What the log recorded after one moment, up to another, in order."
    )
    status: Status = sql(status, Status, description="How far the log goes and how far the views have come.")
    node: Node | None = sql(node, Node | None, description="Anything that has a Relay id; null where there is none.")
    nodes: list[Node | None] = sql(nodes, list[Node | None], description="Several of those, in the order of the ids.")
