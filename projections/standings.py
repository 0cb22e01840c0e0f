"""The view of standings: in which events an actor stands, directly or represented, with what is needed to find and count them.

A pair of actors has an event in common where both stand in it in different camps; the camp is the state that one acts for, or
oneself. So a person forms no pair with the state it represents, nor do two who represent the same one.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.events.base import HAPPENED, Event
from domain.events.to_come import as_recorded
from domain.log.stored import Recorded
from domain.revisions import EventCorrected, EventReinstated, EventRetracted, EventsMerged, EventsRevision
from domain.values.party import Role
from projections.parties import stated
from projections.period import held
from projections.rows import Rows
from projections.table import Int32, Table
from projections.tally import Tally
from projections.view import View


class StandingRow(NamedTuple):
    """One actor in one event.

    `first`: none of its standings there comes before; `pairs`: whether it can form a pair there; those only mentioned cannot;
    `present`: whether it is in one place there with the others who are."""

    event_id: UUID
    line: int
    actor: str
    first: bool
    camp: str
    role: str
    side: str
    pairs: bool
    present: bool
    kind: str
    sort_date: date | None
    position: int
    quad: str | None
    goldstein: Int32 | None
    happened: bool
    retracted: bool
    merged_into: UUID | None


def _is_listed(row: str) -> str:
    return f"NOT {row}retracted AND {row}merged_into IS NULL"


EVENTS_OF_ACTORS = Tally("standing", "actor", lambda row: f"{_is_listed(row)} AND {row}first")
"""In how many events each actor stands that are neither retracted nor merged away."""

TABLE = Table(
    "standing",
    StandingRow,
    # What it includes is what lists, counts and pairs are found by: none of them needs to look into the table.
    indexes=(
        "(actor, coalesce(sort_date, '-infinity') DESC, position DESC) INCLUDE"
        " (known_from, known_until, retracted, first, happened, pairs, present, merged_into, event_id, line, sort_date)",
    ),
    tallies=(EVENTS_OF_ACTORS,),
)


def _evolve(rows: Rows[StandingRow], recorded: Recorded) -> None:
    entry, position, stream = recorded.entry, recorded.position, recorded.stream
    if isinstance(entry, EventsRevision):
        into = rows.one(stream)
        # What the survivor itself was merged into stays: two opposite merges that race would hide both.
        for id in (id for id in entry.duplicate_ids if not (into and into.merged_into == id)):
            _mark(rows, id, position, lambda row: row._replace(merged_into=_merged_into(row, entry)))
    elif (event := stated(entry)) is None:
        _mark(rows, stream, position, lambda row: row._replace(retracted=isinstance(entry, EventRetracted)))
    else:
        rows.put(stream, position, list(_rows(stream, as_recorded(event, recorded.recorded_at), rows.one(stream), position)))


def _merged_into(row: StandingRow, entry: EventsRevision) -> UUID | None:
    if isinstance(entry, EventsMerged):
        return entry.stream
    return None if row.merged_into == entry.stream else row.merged_into


def _mark(rows: Rows[StandingRow], id: UUID, position: int, mark: Callable[[StandingRow], StandingRow]) -> None:
    rows.put(id, position, [mark(row) for row in rows.of(id).values()])


def _rows(id: UUID, event: Event, old: StandingRow | None, position: int) -> Iterable[StandingRow]:
    when = event.when
    shared = (
        event.TOPIC,
        when.earliest or when.latest,
        old.position if old else position,
        event.quad,
        event.goldstein,
        event.standing in HAPPENED,
        old.retracted if old else False,
        old.merged_into if old else None,
    )
    seen, present = set[str](), event.present
    for number, (_, how, party) in enumerate(event.taking_part, start=1):
        camp = party.representing or party.actor
        role, side, pairs = how.role, how.side, how.role is not Role.MENTIONED
        for line, actor in enumerate((camp,) if camp == party.actor else (party.actor, camp), start=number * 2):
            yield StandingRow(id, line, actor, actor not in seen, camp, role, side, pairs, role in present, *shared)
            seen.add(actor)


VIEW = View(
    table=TABLE,
    kinds=(Event, EventCorrected, EventRetracted, EventReinstated, EventsRevision),
    evolve=_evolve,
)


def listed(alias: str, at: str) -> str:
    """SQL: the standing holds, of an event that is neither retracted nor merged away."""
    return f"{held(alias, at)} AND {_is_listed(f'{alias}.')}"


def counted(alias: str, at: str) -> str:
    """SQL: the standing counts for relationships and appearances: listed, and not just planned, announced or denied."""
    return f"{listed(alias, at)} AND {alias}.happened AND {alias}.pairs"


def are_pair(a: str, b: str) -> str:
    """SQL: two standings in one event form a pair: different camps, and not both subjects of one statement."""
    return (
        f"{a}.event_id = {b}.event_id AND {a}.camp <> {b}.camp AND {a}.actor <> {b}.camp AND {b}.actor <> {a}.camp"
        f" AND NOT ({a}.role = 'subject' AND {b}.role = 'subject')"
    )


def across(a: str, b: str) -> str:
    """SQL: a pair stands on different sides, or is mutual: what the event says counts for how the two get on."""
    return f"({a}.side <> {b}.side OR {a}.side = 'mutual')"


def stands(event: str, at: str, actors: str = "", role: str = "") -> str:
    """SQL: one of some actors, SQL for an array of refs, stands in an event; anybody where none are given; with a role, as that."""
    who, as_what = (f" AND s.actor = ANY({actors})" if actors else ""), (f" AND s.role = {role}" if role else "")
    return f"EXISTS (SELECT 1 FROM standing s WHERE s.event_id = {event} AND {held('s', at)}{who}{as_what})"


def all_stand(event: str, at: str, families: str, number: str, role: str = "", *, given: bool = False) -> str:
    """SQL: all of a `number` of families, SQL for rows as `actors.families` has them, stand in an event; with a role, each as that.

    `given`: the event is known already, and is looked at alone; else all such events are found at once."""
    where = held("s", at) + (f" AND s.role = {role}" if role else "") + (f" AND s.event_id = {event}" if given else "")
    return f"{event} IN ({_in_common(families, where)} >= {number})"


def all_take_part(event: str, at: str, families: str, number: str) -> str:
    """SQL: all of a `number` of families take part in an event, and it counts; being spoken about together is not enough."""
    present = "count(DISTINCT f.place) FILTER (WHERE s.role <> 'subject')"
    return f"{event} IN ({_in_common(families, counted('s', at))} >= {number} AND {present} >= {number} - 1)"


def all_present(event: str, at: str, families: str, number: str) -> str:
    """SQL: all of a `number` of families were in one place at an event, and it counts."""
    were_there = f"{counted('s', at)} AND s.present"
    return f"{event} IN ({_in_common(families, were_there)} >= {number})"


def _in_common(families: str, where: str) -> str:
    """SQL for the ids of events, up to what the number of the families that stand there is compared with."""
    return (
        f"SELECT s.event_id FROM ({families}) f JOIN standing s ON s.actor = f.ref WHERE {where}"
        " GROUP BY s.event_id HAVING count(DISTINCT f.place)"
    )
