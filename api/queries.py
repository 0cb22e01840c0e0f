"""The questions that can be asked: the root of the GraphQL API."""

from typing import Any
from uuid import UUID

import strawberry
from strawberry import UNSET

from api.compiler.paging import LARGEST_PAGE, window
from api.compiler.spec import Each, Key, One, Page, Row, sql
from api.types import appearances as appearance_types
from api.types import events as event_types
from api.types import lookups
from api.types.actors import Actor, ActorConnection
from api.types.appearances import Appearance
from api.types.enums import EventKind, EventOrder, RelationshipOrder
from api.types.events import Event, EventConnection
from api.types.inputs import AsOf, EventFilter
from api.types.node import Node
from api.types.places import Place, PlaceConnection
from api.types.relationships import Relationship, RelationshipConnection, relationship_of, relationships_of
from api.types.sources import Source, SourceConnection
from api.types.status import Status, status
from domain.errors import BadInput
from domain.identity import event_id, read_relay_id, read_uuid
from domain.names import name_key
from domain.registrations import ActorKind


def event(root: Any, id: strawberry.ID | None = UNSET, key: str | None = UNSET, as_of: AsOf | None = UNSET) -> Any:
    if bool(id) == bool(key):
        raise BadInput("event takes an id or a key; give one of the two")
    uuid = read_uuid(str(id), "Event") if id else event_id(str(key))
    return lookups.event(root, f"{root.param(uuid)}::uuid")


def events(
    root: Any,
    filter: EventFilter | None = UNSET,
    order_by: EventOrder = EventOrder.OCCURRED_DESC,
    first: int | None = UNSET,
    after: str | None = UNSET,
    last: int | None = UNSET,
    before: str | None = UNSET,
    as_of: AsOf | None = UNSET,
) -> Any:
    return event_types.all_events(root, filter, order_by, first, after, last, before)


def actor(root: Any, ref: str, as_of: AsOf | None = UNSET) -> Any:
    return lookups.actor(root, root.param(root.statement.known("actor", ("actor",), ref)))


def actors(
    root: Any,
    search: str | None = UNSET,
    kinds: list[ActorKind] | None = UNSET,
    first: int | None = UNSET,
    after: str | None = UNSET,
    as_of: AsOf | None = UNSET,
) -> Any:
    row = root.new("actor")
    where = f"{row.held()} AND {row.alias}.merged_into IS NULL AND NOT {row.alias}.retracted"
    if kinds:
        where += f" AND {row.alias}.kind = ANY({row.param([k.value for k in kinds])})"
    return _named_page(row, "actor", where, search, first, after)


def relationship(root: Any, between: list[str], include_predecessors: bool = False, as_of: AsOf | None = UNSET) -> Any:
    if len(between) != 2:
        raise BadInput(f"a relationship is between two actors, not {len(between)}")
    one, other = (root.statement.actor(name) for name in between)
    if one == other:
        raise BadInput(f"both names stand for {one}; a relationship is between two actors")
    refs = (f"{root.param(ref)}::text" for ref in (one, other))
    return relationship_of(root, *refs, predecessors=include_predecessors)


def relationships(
    root: Any,
    actor: str,
    order_by: RelationshipOrder = RelationshipOrder.EVENTS_DESC,
    first: int | None = UNSET,
    after: str | None = UNSET,
    as_of: AsOf | None = UNSET,
) -> Any:
    ref = f"{root.param(root.statement.actor(actor))}::text"
    return relationships_of(root, ref, order_by, first=first, after=after)


def appearances(
    root: Any,
    together: list[str],
    kinds: list[EventKind] | None = UNSET,
    include_predecessors: bool = False,
    as_of: AsOf | None = UNSET,
) -> Any:
    return appearance_types.appearances(root, together, kinds, include_predecessors)


def place(root: Any, ref: str) -> Any:
    return lookups.place(root, root.param(root.statement.known("place", ("place",), ref)))


def places(root: Any, search: str | None = UNSET, first: int | None = UNSET, after: str | None = UNSET) -> Any:
    row = root.new("place")
    return _named_page(row, "place", f"{row.held()} AND NOT {row.alias}.retracted", search, first, after)


def source(root: Any, id: strawberry.ID) -> Any:
    return lookups.source(root, root.param(root.statement.known("source", ("source",), str(id))))


def sources(root: Any, search: str | None = UNSET, first: int | None = UNSET, after: str | None = UNSET) -> Any:
    row = root.new("source")
    where = f"{row.held()} AND NOT {row.alias}.retracted"
    if search:
        like = row.param(f"%{_escaped(search)}%")
        where += f" AND ({row.alias}.ref ILIKE {like} OR {row.alias}.title ILIKE {like} OR {row.alias}.publisher ILIKE {like})"
    keys = (Key("{0}.ref", "text"),)
    return Page(row, f"source {row.alias} WHERE {where}", keys, window(row, "ref", keys, first, after))


def node(root: Any, id: strawberry.ID) -> Any:
    type_name, uuid = read_relay_id(str(id))
    return _by_id(root, type_name, uuid) if uuid and type_name in TABLES else None


def nodes(root: Any, ids: list[strawberry.ID]) -> Any:
    if len(ids) > LARGEST_PAGE:
        raise BadInput(f"at most {LARGEST_PAGE} ids at a time, not {len(ids)}")
    return Each(tuple(node(root, id) for id in ids))


TABLES = {"Event": "event", "Actor": "actor", "Place": "place", "Source": "source"}
"""The types that can be found by their Relay id, with the views that hold them."""


def _by_id(root: Row, type_name: str, uuid: UUID) -> One:
    value = f"{root.param(uuid)}::uuid"
    if type_name == "Event":
        found = lookups.event(root, value)
    elif type_name == "Actor":
        named = root.new("named")
        there = f"{named.alias}.id = {value} AND {named.held()} AND NOT {named.alias}.retracted"
        ref = f"(SELECT {named.alias}.ref FROM actor {named.alias} WHERE {there})"
        found = lookups.actor(root, ref)
    else:
        row = root.new(TABLES[type_name])
        found = One(
            row, f"{TABLES[type_name]} {row.alias} WHERE {row.alias}.id = {value} AND {row.held()} AND NOT {row.alias}.retracted"
        )
    return One(found.row, found.source, type_name=type_name)


def _named_page(row: Row, thing: str, where: str, search: str | None, first: int | None, after: str | None) -> Page:
    if search:
        n = row.new("name")
        if not (key := name_key(search)):
            raise BadInput(f"{search!r} has no letters or digits to search for")
        like = row.param(f"%{key}%")
        where += (
            f" AND EXISTS (SELECT 1 FROM name {n.alias} WHERE {n.alias}.ref = {row.alias}.ref AND {n.alias}.thing = '{thing}'"
            f" AND {n.alias}.key LIKE {like} AND {n.held()})"
        )
    keys = (Key("lower({0}.name)", "text"), Key("{0}.ref", "text"))
    return Page(row, f"{thing} {row.alias} WHERE {where}", keys, window(row, "name", keys, first, after))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@strawberry.type(description="What can be asked. Every answer is as known now, or as of an earlier moment of the log.")
class Query:
    """The root."""

    event: Event | None = sql(event, Event | None, description="One event, by its id or its key; null where there is none.")
    events: EventConnection = sql(events, EventConnection, description="The events that meet a filter.")  # type: ignore[valid-type]
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
        description="The events in which all of these took part, in order, with the time between.",
    )
    place: Place | None = sql(place, Place | None, description="One place, by ref or name; null where none is known.")
    places: PlaceConnection = sql(places, PlaceConnection, description="Places, by name.")  # type: ignore[valid-type]
    source: Source | None = sql(source, Source | None, description="One source, by ref or id; null where there is none.")
    sources: SourceConnection = sql(sources, SourceConnection, description="Sources, by ref.")  # type: ignore[valid-type]
    status: Status = sql(status, Status, description="How far the log goes and how far the views have come.")
    node: Node | None = sql(node, Node | None, description="Anything that has a Relay id; null where there is none.")
    nodes: list[Node | None] = sql(nodes, list[Node | None], description="Several of those, in the order of the ids.")
