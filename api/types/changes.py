"""Changes: what the log recorded between two moments, entry by entry."""

from datetime import datetime
from typing import Any

import strawberry

from api.compiler.paging import window
from api.compiler.spec import Page, Row, Scalar, Spec, by, expression
from api.compiler.writing import kind_name
from api.types import lookups
from api.types.actors import Actor
from api.types.events import Event
from api.types.filtering import conditions
from api.types.node import connection
from api.types.scalars import Position
from domain.errors import BadInput
from domain.log import queries
from projections import actors, events


def _actor(root: Row) -> Spec:
    a = root.new(actors.TABLE)
    there = a.where(f"{a.text('id')} = {root.text('stream')}")
    return lookups.actor(root, f"(SELECT {a.text('ref')} FROM {there})")


@strawberry.type(description="One entry of the log, and what it is about.")
class Change:
    """The row is an entry, as `queries.ENTRIES` has it."""

    position: Position = strawberry.field(description="The entry's position in the log. Example: 731")
    recorded_at: datetime = strawberry.field(description="When the log recorded it. Example: 2025-09-04T08:00:00+00:00")
    entry_kind: str = expression(
        lambda root: Scalar(kind_name(root.text("topic"))), description="What sort of entry. Example: EventCorrected"
    )
    event: Event | None = expression(
        lambda root: lookups.event(root, root.text("stream")),
        description="The event that it states or revises, as known at `until`; null where it is about something else.",
    )
    actor: Actor | None = expression(
        _actor, description="The actor that it is about, as known at `until`; null where it is about something else."
    )


def changes(root: Row, filter: Any = None, **page: Any) -> Page:
    """The entries after the moment `since`, up to the position that the query looks at. Raises BadInput.

    With a filter, only those about an event that meets it at that position, or about one that was merged into it."""
    moments = root.statement.moments
    since, until = moments["since"], moments.get("until")
    if until is not None and since > until:
        raise BadInput(f"since (position {since}) lies after until (position {until}); exchange them")
    row, keys = root.new("entry"), (by("position", "bigint"),)
    which = f"{row.text('position')} > {root.param(since)}::bigint AND {row.text('position')} <= {root.at}"
    if filter:
        event = root.new(events.TABLE)
        streams = f"{event.source} CROSS JOIN LATERAL ({events.members(event.text('id'), root.at)}) member (member_id)"
        which += f" AND {row.text('stream')} IN (SELECT member_id FROM {streams} WHERE {conditions(event, filter)})"
    return Page(row, f"{queries.ENTRIES} {row.alias} WHERE {which}", keys, window(row, "position", keys, **page))


ChangeConnection = connection(Change, "Change")
