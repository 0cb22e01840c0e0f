"""Events: what all kinds have in common. The kinds themselves are made in `api.types.kinds`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Optional

import strawberry

from api.compiler.paging import DEFAULT_PAGE, USUAL, USUAL_PARTIES, checked_size
from api.compiler.spec import Many, Row, Scalar, Short, Spec, code, expression, sql
from api.types import lookups
from api.types.arguments import FirstOfList, Published
from api.types.enums import EventKind
from api.types.filtering import came_out
from api.types.node import Node, connection, relay_id
from api.types.places import Place
from api.types.reports import Report, Revision
from api.types.scalars import Position
from api.types.values import Occurred, dated
from domain.codes import Quad
from domain.events.base import Status
from domain.values.party import Role, Side
from projections import events, history, parties, reports

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


def reports_about(root: Row, row: Row) -> str:
    """What follows FROM for the reports of an event and of those merged into it."""
    return reports.about(row.alias, root.text("id"), root.text("alone"), root.at)


def _parties(root: Any, first: FirstOfList = strawberry.UNSET) -> Any:
    return lookups.party_list(root, first=first or 0)


def _reports(root: Any, published: Published = strawberry.UNSET, first: FirstOfList = strawberry.UNSET) -> Any:
    row, id = root.new(reports.TABLE), root.text("id")
    only = f" AND {came_out(row, published)}" if published else ""
    order = f"({row.text('event_id')} <> {id}), {row.text('own')} DESC, {row.text('position')}, {row.text('line')}"
    # Nearly every event is alone: its reports are found by one look, in order.
    own = row.where(f"{row.text('event_id')} = {id}") + f" AND {row.text('of_event')}{only}"
    short = Short(root.text("alone"), own, row.text("line"))
    return Many(row, reports_about(root, row) + only, order, short, limit=checked_size(first or 0))


def _report_count(root: Row) -> Spec:
    return Scalar(f"(SELECT count(*) FROM {reports_about(root, root.new(reports.TABLE))})")


def _history(root: Any, first: FirstOfList = strawberry.UNSET) -> Any:
    row = root.new(history.HISTORY)
    entries = history.entries(row.alias, root.text("id"), root.text("position"), root.at)
    return Many(row, entries, row.text("line"), limit=checked_size(first or 0))


def _title(root: Row) -> Spec:
    # A party is called by its usual name at the position asked about.
    names = parties.names(root.text("position"), root.at)
    return Scalar(f"coalesce({root.text('title')}, {events.label(root.alias)} || coalesce(': ' || ({names}), ''))")


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
    parties: list[Party] = sql(
        _parties,
        list[Party],
        description="Everyone it names, in the order named.",
        metadata={USUAL: USUAL_PARTIES},
    )
    reports: list[Report] = sql(
        _reports,
        list[Report],
        description="Who says so: the reports it was recorded with come first.",
        metadata={USUAL: DEFAULT_PAGE},
    )
    report_count: int = expression(_report_count, description="How many reports there are.")
    plover: str | None = code(description="The PLOVER type. Example: CONSULT")
    plover_mode: str | None = strawberry.field(description="The PLOVER mode. Example: visit")
    cameo: str | None = strawberry.field(description='The CAMEO code, as text: "010" is not "10".')
    quad: Quad | None = expression(
        lambda root: Scalar(events.quad(root.alias)), description="The quad class: verbal or material, cooperation or conflict."
    )
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
    history: list[Revision] = sql(
        _history,
        list[Revision],
        description="Every entry about it, in order: what changed, when, why, by whom.",
        metadata={USUAL: DEFAULT_PAGE},
    )
    recorded_at: datetime = strawberry.field(description="When the log first learned of it.")
    position: Position = strawberry.field(description="The position at which it was first recorded.")


EventConnection = connection(Event, "Event")
