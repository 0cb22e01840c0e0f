"""Actors: states, organisations, groups and persons."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from api.compiler.paging import count_walked
from api.compiler.spec import Many, Row, Scalar, Spec, Walk, code, expression, sql
from api.types import lookups
from api.types.arguments import After, First, OrderOfRelationships
from api.types.enums import RelationshipOrder
from api.types.events import EventConnection, events_where
from api.types.filtering import conditions, recorded
from api.types.inputs import EventFilter
from api.types.node import Node, connection, relay_id
from api.types.pairs import family_of, members
from api.types.values import Code, Occurred, dated
from domain.registrations.actors import ActorKind
from projections.actors import survivors
from projections.standings import EVENTS_OF_ACTORS, listed

if TYPE_CHECKING:
    from api.types.relationships import RelationshipConnection


@strawberry.type(description="An office that an actor held.")
class Office:
    """A row of the view of offices."""

    office: str = strawberry.field(description="What it is called.")
    of: Optional["Actor"] = expression(lambda root: lookups.actor(root, root.text("of")), description="Of what state or body.")
    held: Occurred | None = expression(lambda root: dated(root, "held"), description="From when to when, where known.")


Day = Annotated[date | None, strawberry.argument(description="A day on which it may have held them. Example: 2025-09-03")]


def offices(root: Any, on: Day = strawberry.UNSET) -> Any:
    """The offices of an actor; with a day, those that it may have held that day."""
    row = root.new("office")
    day = ""
    if on:
        p = row.param(on)
        day = (
            f" AND coalesce({row.alias}.held_earliest, '-infinity') <= {p} AND coalesce({row.alias}.held_latest, 'infinity') >= {p}"
        )
    source = f"office {row.alias} WHERE {row.alias}.actor = ANY({_family(root)}) AND {row.held()}{day}"
    return Many(row, source, f"{row.alias}.held_earliest NULLS LAST, {row.alias}.line, {row.alias}.actor")


def _family(root: Row) -> str:
    return family_of(root, root.text("ref"), alone=root.alone)


def _aliases(root: Row) -> Spec:
    n = root.new("name")
    of = f"{n.alias}.ref = ANY({_family(root)}) AND {n.alias}.thing = 'actor' AND {n.held()}"
    other = f"{n.alias}.sort IN ('alias', 'name') AND {n.alias}.name <> {root.text('name')}"
    return Scalar(
        f"ARRAY(SELECT {n.alias}.name FROM name {n.alias} WHERE {of} AND {other} ORDER BY {n.alias}.line, {n.alias}.name)"
    )


def _codes(root: Row) -> Spec:
    row = root.new("code")
    scheme = root.statement.alias("scheme")
    each = f"jsonb_each({root.text('codes')}) AS {scheme} (scheme, codes)"
    codes = f"jsonb_array_elements_text({scheme}.codes) WITH ORDINALITY AS {row.alias}_each (code, place)"
    source = f"(SELECT {scheme}.scheme, {row.alias}_each.* FROM {each}, {codes}) {row.alias}"
    return Many(row, source, f'{row.alias}.scheme COLLATE "C", {row.alias}.place')


def _succession(root: Row, of: str, to: str) -> Spec:
    # However many say so, and under whatever names since merged: each actor once.
    s, actor = root.new("succession"), root.new("actor")
    where = f"{s.alias}.{of} = ANY({_family(root)}) AND {s.held()}"
    others = f"SELECT {survivors(f'{s.alias}.{to}', root.at)} FROM succession {s.alias} WHERE {where}"
    return Many(actor, f"actor {actor.alias} WHERE {actor.alias}.ref IN ({others}) AND {actor.held()}", f"{actor.alias}.ref")


def _event_count(root: Row) -> Spec:
    return Scalar(count_walked(_standings(root, None)))


def _standings(root: Row, filter: EventFilter | None) -> Walk:
    """To the events that meet a filter, through where the actor stands."""
    family, s, e = root.new("family"), root.new("standing"), root.new("event")
    ref = root.text("ref") if root.alone else f"{family.alias}.ref"
    group = "" if root.alone else f"({members(root, root.text('ref'))}) {family.alias}"
    source = f"standing {s.alias} WHERE {s.alias}.actor = {ref} AND {listed(s.alias, s.at)} AND {recorded(s)}"
    length = EVENTS_OF_ACTORS.number(ref, None if s.now else s.at)
    if filter:
        length = ""
        joined = f"standing {s.alias} JOIN event {e.alias} ON {e.alias}.id = {s.alias}.event_id"
        source = f"{joined} WHERE {s.alias}.actor = {ref} AND {s.held()} AND {recorded(s)} AND {conditions(e, filter)}"
    return Walk(s, group, source, f"{s.alias}.event_id", f"{s.alias}.position", f"{s.alias}.first", length)


def relationships(
    root: Any,
    order_by: OrderOfRelationships = RelationshipOrder.EVENTS_DESC,
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
) -> Any:
    """The relationships of an actor."""
    from api.types.relationships import relationships_of

    return relationships_of(root, root.text("ref"), order_by, alone=root.alone, first=first, after=after)


@strawberry.type(description="A state, organisation, group or person that takes part in events.")
class Actor(Node):
    """A row of the view of actors."""

    id: strawberry.ID = relay_id("Actor")
    ref: str = code(description="The slug; a state's ISO 3166 code. Example: PRK")
    kind: ActorKind = strawberry.field(description="What sort of actor.")
    name: str = strawberry.field(description="The usual name.")
    aliases: list[str] = expression(_aliases, description="Its other names.")
    codes: list[Code] = expression(_codes, description="What other lists call it.")
    offices: list[Office] = sql(offices, list[Office], description="The offices it held; `on` a day, those it may have held then.")
    predecessors: list["Actor"] = expression(
        lambda root: _succession(root, "successor", "predecessor"), description="Those that it carries on."
    )
    successors: list["Actor"] = expression(
        lambda root: _succession(root, "predecessor", "successor"), description="Those that carry it on."
    )
    event_count: int = expression(_event_count, description="The number of events in which it stands, directly or represented.")
    events: EventConnection = sql(events_where(walk=_standings), EventConnection, description="The events in which it stands.")  # type: ignore[valid-type]
    relationships: Annotated["RelationshipConnection", strawberry.lazy("api.types.relationships")] = sql(  # type: ignore[valid-type]
        relationships,
        Annotated["RelationshipConnection", strawberry.lazy("api.types.relationships")],
        description="With whom it has events in common.",
    )


ActorConnection = connection(Actor, "Actor")
