"""Actors: states, organisations, groups and persons."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from api.compiler.paging import LARGEST_PAGE, count_walked
from api.compiler.spec import Many, Row, Scalar, Spec, Walk, code, expression, sql
from api.types import lookups
from api.types.arguments import After, First, OrderOfRelationships
from api.types.enums import RelationshipOrder
from api.types.events import EventConnection
from api.types.filtering import conditions
from api.types.inputs import EventFilter
from api.types.lists import events_where, relationships_of
from api.types.node import Node, connection, relay_id
from api.types.values import Code, Occurred, dated
from domain.cast import languages
from domain.registrations.actors import ActorKind
from projections import actors, events, memberships, names, offices, standings, successions

if TYPE_CHECKING:
    from api.types.relationships import RelationshipConnection


@strawberry.type(description="An office that an actor held.")
class Office:
    """A row of the view of offices."""

    office: str = strawberry.field(description="What it is called.")
    of: Optional["Actor"] = expression(lambda root: lookups.actor(root, root.text("of")), description="Of what state or body.")
    held: Occurred | None = expression(lambda root: dated(root, "held"), description="From when to when, where known.")


@strawberry.type(description="A name of an actor.")
class ActorName:
    """A row of what the views of names and translations say."""

    name: str = strawberry.field(description="The name.")
    language: str | None = strawberry.field(description="In what language (BCP 47), where that is said. Example: ko")


Day = Annotated[date | None, strawberry.argument(description="A day on which it may have been so. Example: 2025-09-03")]


def held_offices(root: Any, on: Day = strawberry.UNSET) -> Any:
    """The offices of an actor; with a day, those that it may have held that day."""
    row = root.new(offices.TABLE)
    day = f" AND {offices.may_be_held(row.alias, root.param(on))}" if on else ""
    source = row.where(f"{row.text('actor')} = ANY({_family(root)})") + day
    return Many(row, source, f"{row.text('held_earliest')} NULLS LAST, {row.text('line')}, {row.text('actor')}", limit=LARGEST_PAGE)


def _family(root: Row) -> str:
    return actors.family(root.text("ref"), root.at, alone=root.alone)


@strawberry.type(description="An actor belonging to a body.")
class Membership:
    """A row of the view of memberships."""

    member: "Actor" = expression(lambda root: lookups.actor(root, root.text("member")), description="Who belongs to it.")
    of: "Actor" = expression(lambda root: lookups.actor(root, root.text("of")), description="The body. Example: NATO")
    standing: str | None = strawberry.field(description="As what, where it is no full member. Example: observer")
    held: Occurred | None = expression(lambda root: dated(root, "held"), description="From when to when, where known.")


def memberships_held(root: Any, on: Day = strawberry.UNSET) -> Any:
    """What an actor belongs to; with a day, what it may have belonged to that day."""
    return _memberships(root, "member", "of", on)


def members_held(root: Any, on: Day = strawberry.UNSET) -> Any:
    """Who belongs to a body; with a day, who may have belonged to it that day."""
    return _memberships(root, "of", "member", on)


def _memberships(root: Row, own: str, other: str, on: date | None) -> Many:
    row = root.new(memberships.TABLE)
    day = f" AND {offices.may_be_held(row.alias, root.param(on))}" if on else ""
    source = row.where(f"{row.text(own)} = ANY({_family(root)})") + day
    order = ", ".join((f"{row.text('held_earliest')} NULLS LAST", *map(row.text, (other, "line", own))))
    return Many(row, source, order, limit=LARGEST_PAGE)


InLanguage = Annotated[
    str | None,
    strawberry.argument(description="A language tag (BCP 47): the usual name in it, where there is one. Example: de"),
]


def name_in(root: Any, language: InLanguage = strawberry.UNSET) -> Any:
    """What an actor is usually called, or is called in a language. Names that say nothing of theirs are taken for English."""
    usual = root.text("name")
    if not language:
        return Scalar(usual, sure=True)
    tags = languages.tags(language)
    if tags[-1] == "en":
        return Scalar(usual, sure=True)
    return Scalar(names.name_in([f"{root.param(tag)}::text" for tag in tags], root.text("ref"), _family(root), usual, root.at))


def _names(root: Row) -> Spec:
    row = root.new("name")
    return Many(row, f"({names.all_names(_family(root), root.text('name'), root.at)}) {row.alias}", row.text("place"))


def _codes(root: Row) -> Spec:
    row = root.new("code")
    return Many(row, f"({actors.each_code(root.text('codes'))}) {row.alias}", f"{row.text('scheme')}, {row.text('place')}")


def _actors_with(root: Row, refs: str) -> Spec:
    # However many entries say so, and under whatever names since merged: each actor once.
    row = root.new(actors.TABLE)
    return Many(row, row.where(f"{row.text('ref')} IN ({refs})"), row.text("ref"), limit=LARGEST_PAGE)


def _event_count(root: Row) -> Spec:
    return Scalar(count_walked(_standings(root, None)))


def _standings(root: Row, filter: EventFilter | None) -> Walk:
    """To the events that meet a filter, through where the actor stands."""
    family, s, e = root.new("family"), root.new(standings.TABLE), root.new(events.TABLE)
    ref = root.text("ref") if root.alone else family.text("ref")
    group = "" if root.alone else f"({actors.members(root.text('ref'), root.at)}) {family.alias}"
    is_own = f"{s.text('actor')} = {ref}"
    recorded = events.recorded_by(s.alias, s.at)
    source = f"{s.source} WHERE {is_own} AND {standings.listed(s.alias, s.at)} AND {recorded}"
    length = standings.EVENTS_OF_ACTORS.number(ref, None if s.now else s.at)
    if filter:
        length = ""
        joined = f"{s.source} JOIN {e.source} ON {e.text('position')} = {s.text('position')}"
        source = f"{joined} WHERE {is_own} AND {s.held()} AND {recorded} AND {conditions(e, filter, nested=True)}"
    return Walk(s, group, source, s.text("position"), s.text("first"), length)


def relationships(
    root: Any,
    order_by: OrderOfRelationships = RelationshipOrder.EVENTS_DESC,
    first: First = strawberry.UNSET,
    after: After = strawberry.UNSET,
) -> Any:
    """The relationships of an actor."""
    return relationships_of(root, root.text("ref"), order_by, alone=root.alone, first=first, after=after)


@strawberry.type(description="A state, organisation, group or person that takes part in events.")
class Actor(Node):
    """A row of the view of actors."""

    id: strawberry.ID = relay_id("Actor")
    ref: str = code(description="The slug; a state's ISO 3166 code. Example: PRK")
    kind: ActorKind = strawberry.field(description="What sort of actor.")
    name: str = sql(
        name_in,
        str,
        description="The usual name; with `language`, what it is called in it, where annals knows that.",
    )
    names: list[ActorName] = expression(_names, description="All its names: the usual one, others, then those in other languages.")
    aliases: list[str] = expression(
        lambda root: Scalar(names.aliases(_family(root), root.text("name"), root.at)), description="Its other names."
    )
    codes: list[Code] = expression(_codes, description="What other lists call it.")
    offices: list[Office] = sql(
        held_offices, list[Office], description="The offices it held; `on` a day, those it may have held then."
    )
    memberships: list[Membership] = sql(
        memberships_held, list[Membership], description="What it belongs to; `on` a day, what it may have belonged to then."
    )
    members: list[Membership] = sql(
        members_held, list[Membership], description="Who belongs to it; `on` a day, who may have belonged to it then."
    )
    predecessors: list["Actor"] = expression(
        lambda root: _actors_with(root, successions.predecessors(_family(root), root.at)), description="Those that it carries on."
    )
    successors: list["Actor"] = expression(
        lambda root: _actors_with(root, successions.successors(_family(root), root.at)), description="Those that carry it on."
    )
    event_count: int = expression(_event_count, description="The number of events in which it stands, directly or represented.")
    events: EventConnection = sql(events_where(walk=_standings), EventConnection, description="The events in which it stands.")  # type: ignore[valid-type]
    relationships: Annotated["RelationshipConnection", strawberry.lazy("api.types.relationships")] = sql(  # type: ignore[valid-type]
        relationships,
        Annotated["RelationshipConnection", strawberry.lazy("api.types.relationships")],
        description="With whom it has events in common.",
    )


ActorConnection = connection(Actor, "Actor")
