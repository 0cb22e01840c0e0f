"""Events: what all kinds have in common. The kinds themselves are made in `api.types.kinds`."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from api.compiler.compile import inside
from api.compiler.paging import window
from api.compiler.spec import Describe, Key, Many, One, Page, Row, Scalar, Short, Spec, Walk, code, expression
from api.types import lookups
from api.types.arguments import After, Before, Filter, First, Last, OrderOfEvents
from api.types.enums import EventKind, EventOrder
from api.types.filtering import conditions
from api.types.inputs import EventFilter
from api.types.node import Node, connection, relay_id
from api.types.places import Place
from api.types.reports import Report, Revision
from api.types.scalars import Position
from api.types.values import Occurred, dated
from domain.codes import Quad
from domain.events.base import Status
from domain.values.party import Role, Side

if TYPE_CHECKING:
    from api.types.actors import Actor

LazyActor = Annotated["Actor", strawberry.lazy("api.types.actors")]


@strawberry.type(description="Somebody in an event.")
class Party:
    """A row of the view of parties."""

    actor: LazyActor = expression(lambda root: lookups.actor(root, root.text("actor")), description="Who.")
    role: Role = strawberry.field(description="As what.")
    side: Side = strawberry.field(description="On which side.")
    representing: LazyActor | None = expression(
        lambda root: lookups.actor(root, root.text("representing")),
        description="The state or body that a person acts for here.",
    )
    as_said: str | None = strawberry.field(description="The source's own words for this party.")


@strawberry.type(description="Somebody seen at a ceremony, and where.")
class Attendee:
    """A row of the view of parties."""

    actor: LazyActor = expression(lambda root: lookups.actor(root, root.text("actor")), description="Who.")
    representing: LazyActor | None = expression(
        lambda root: lookups.actor(root, root.text("representing")),
        description="The state or body that a person acts for here.",
    )
    position: str | None = expression(
        lambda root: Scalar(inside(root, "detail").text("position")),
        description="Where among the others. Example: center",
    )
    stand: str | None = expression(
        lambda root: Scalar(inside(root, "detail").text("stand")), description="On what. Example: rostrum"
    )
    as_said: str | None = strawberry.field(description="The source's own words for this party.")


def parties(root: Row, field: str | None = None) -> Many:
    """The parties of an event, or those that one of its fields names, in the order named."""
    row = root.new("party")
    only = f" AND {row.alias}.field = '{field}'" if field else ""
    return Many(
        row,
        f"party {row.alias} WHERE {row.alias}.event_id = {root.text('id')} AND {row.held()}{only}",
        f"{row.alias}.line",
    )


def reports_source(root: Row, row: Row) -> str:
    """What follows FROM for the reports of an event and of those merged into it."""
    member, id = root.new("member"), root.text("id")
    same = f"SELECT {member.alias}.id FROM event {member.alias} WHERE {member.alias}.survivor = {id} AND {member.held()}"
    # Nearly every event is alone: then the others are not looked for.
    ids = f"CASE WHEN {root.text('alone')} THEN ARRAY[{id}] ELSE ARRAY({same}) END"
    return f"report {row.alias} WHERE {row.alias}.event_id = ANY({ids}) AND {row.held()} AND {row.alias}.of_event"


def _reports(root: Row) -> Spec:
    row, id = root.new("report"), root.text("id")
    r = row.alias
    alone = f"report {r} WHERE {r}.event_id = {id} AND {row.held()} AND {r}.of_event"
    order = f"({r}.event_id <> {id}), {r}.own DESC, {r}.position, {r}.line"
    # Nearly every event is alone: its reports are found by one look, in order.
    return Many(row, reports_source(root, row), order, Short(root.text("alone"), alone, f"{r}.line"))


def _report_count(root: Row) -> Spec:
    row = root.new("report")
    return Scalar(f"(SELECT count(*) FROM {reports_source(root, row)})")


def _history(root: Row) -> Spec:
    row = root.new("history")
    return Many(
        row,
        f"history {row.alias} WHERE {row.alias}.event_id = {root.text('id')} AND {row.held()}",
        f"{row.alias}.line",
    )


def _title(root: Row) -> Spec:
    # A party is called by its usual name at the position asked about; those only mentioned are left out.
    p, a = root.new("party"), root.new("actor")
    named = (
        f"SELECT {a.alias}.name, min({p.alias}.line) AS line"
        f" FROM party {p.alias} JOIN actor {a.alias} ON {a.alias}.ref = {p.alias}.actor"
        f" WHERE {p.alias}.event_id = {root.text('id')} AND {p.alias}.role <> 'mentioned' AND {p.held()} AND {a.held()}"
        f" GROUP BY {a.alias}.name"
    )
    names = f"SELECT string_agg(n.name, ', ' ORDER BY n.line) FROM ({named}) n"
    return Scalar(f"coalesce({root.text('title')}, {root.text('label')} || coalesce(': ' || ({names}), ''))")


def _link(field: str) -> Any:
    descriptions = {
        "part_of": "The event that this one is a part of.",
        "follows": "The event that this one came after.",
        "precedes": "The event that this one came before.",
        "response_to": "The event that this one answers.",
        "claimed_first_since": "The event since which a source calls this the first of its sort.",
    }
    return expression(lambda root: lookups.event(root, root.text(field)), description=descriptions[field])


@strawberry.interface(description="Something reported to have happened in the world.")
class Event(Node):
    """A row of the view of events."""

    id: strawberry.ID = relay_id("Event")
    key: str = code(description="What names the event in files. Example: summit-prk-rus-2025-09-03")
    kind: EventKind = strawberry.field(description="What sort of event.")
    title: str = expression(_title, description="Its title, else one made of the kind and the parties.")
    occurred: Occurred = expression(lambda root: dated(root, "occurred", always=True), description="When it happened.")
    place: Place | None = expression(lambda root: lookups.place(root, root.text("place")), description="Where it happened.")
    status: Status = strawberry.field(description="How far it has come.")
    parties: list[Party] = expression(parties, description="Everyone it names, in the order named.")
    reports: list[Report] = expression(_reports, description="Who says so: the reports it was recorded with come first.")
    report_count: int = expression(_report_count, description="How many reports there are.")
    plover: str | None = code(description="The PLOVER type. Example: CONSULT")
    plover_mode: str | None = strawberry.field(description="The PLOVER mode. Example: visit")
    cameo: str | None = strawberry.field(description='The CAMEO code, as text: "010" is not "10".')
    quad: Quad | None = strawberry.field(description="The quad class: verbal or material, cooperation or conflict.")
    goldstein: float | None = expression(
        lambda root: Scalar(f"{root.text('goldstein')} / 100::double precision"),
        description="The Goldstein score, from -10 (conflict) to 10 (cooperation).",
    )
    part_of: Optional["Event"] = _link("part_of")
    follows: Optional["Event"] = _link("follows")
    precedes: Optional["Event"] = _link("precedes")
    response_to: Optional["Event"] = _link("response_to")
    claimed_ordinal: int | None = strawberry.field(description='The rank a source gives it. Example: 3 for "the third"')
    claimed_first_since: Optional["Event"] = _link("claimed_first_since")
    retracted: bool = strawberry.field(description="Whether it has been taken back; it then counts nowhere.")
    history: list[Revision] = expression(_history, description="Every entry about it, in order: what changed, when, why, by whom.")
    recorded_at: datetime = strawberry.field(description="When the log first learned of it.")
    position: Position = strawberry.field(description="The position at which it was first recorded.")


EventConnection = connection(Event, "Event")

DATE_DESC = Key("coalesce({0}.sort_date, '-infinity')", "date", descending=True)
DATE_ASC = Key("coalesce({0}.sort_date, 'infinity')", "date")
ORDERS = {
    EventOrder.OCCURRED_DESC: (DATE_DESC, Key("{0}.position", "bigint", descending=True)),
    EventOrder.OCCURRED_ASC: (DATE_ASC, Key("{0}.position", "bigint")),
    EventOrder.POSITION_DESC: (Key("{0}.position", "bigint", descending=True),),
    EventOrder.POSITION_ASC: (Key("{0}.position", "bigint"),),
}
"""The columns of each order. Undated events come last both ways."""


def events_where(
    among: Callable[[Row, Row], str] | None = None, walk: Callable[[Row, EventFilter | None], Walk] | None = None
) -> Describe:
    """The events of something: `among` gives SQL that tells from the thing's row and an event's whether it is one of them.

    Or `walk` leads to those that meet a filter. All events, where there is neither."""

    def events(
        root: Any,
        filter: Filter = strawberry.UNSET,
        order_by: OrderOfEvents = EventOrder.OCCURRED_DESC,
        first: First = strawberry.UNSET,
        after: After = strawberry.UNSET,
        last: Last = strawberry.UNSET,
        before: Before = strawberry.UNSET,
    ) -> Any:
        row, keys = root.new("event"), ORDERS[order_by]
        page = window(row, order_by.value, keys, first, after, last, before)
        source = f"event {row.alias} WHERE {conditions(row, filter)}"
        if among:
            source += f" AND {among(root, row)}"
        return Page(row, source, keys, page, walk=walk(root, filter or None) if walk else None)

    return events


all_events = events_where()
"""The events that meet a filter."""


def first_event(root: Row, events: str, *, last: bool = False) -> Spec:
    """The first or last event among `events`, SQL for a set of ids."""
    row = root.new("event")
    order = ", ".join(f"{k.sql.format(row.alias)} {'DESC' if last else 'ASC'}" for k in ORDERS[EventOrder.OCCURRED_ASC])
    ids = f"{row.alias}.id IN ({events}) AND {row.held()}"
    undated_first = f"({row.alias}.sort_date IS NULL), " if last else ""
    found = f"(SELECT {row.alias}.* FROM event {row.alias} WHERE {ids} ORDER BY {undated_first}{order} LIMIT 1) {row.alias}"
    return One(row, found)
