"""The view of standings: in which events an actor stands, directly or represented, with what is needed to find and count them.

A pair of actors has an event in common where both stand in it in different camps; the camp is the state that one acts for, or
oneself. So a person forms no pair with the state it represents, nor do two who represent the same one.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from domain.events.base import COOPERATIVE, HAPPENED, Event
from domain.events.to_come import as_recorded
from domain.log.stored import Recorded
from domain.revisions import EventCorrected, EventReinstated, EventRetracted, EventsMerged, EventsRevision
from domain.values.party import Party, Role, Side
from projections.codes import FIELDS, ROLES, SIDES
from projections.parties import PARTY, stated
from projections.period import held
from projections.rows import Rows
from projections.table import Int16, Int32, Table
from projections.tally import Tally
from projections.view import View


class StandingRow(NamedTuple):
    """One actor in the event with this position: one that it names as a party, on an even line, or one that a party represents.

    `field`, `role` and `side` are numbers of their codes; `first`: none of its standings there comes before; `pairs`: whether it
    can form a pair there; those only mentioned cannot; `counts`: whether it does, and the event is not just planned,
    announced or denied; `listed`: whether the event is neither retracted nor merged away; `present`: whether it is in one place
    there with the others who are;
    `cooperates`: whether the event is cooperation rather than conflict; null where it is neither."""

    position: int
    line: Int32
    sort_date: date | None
    field: Int16
    role: Int16
    side: Int16
    goldstein: Int16 | None
    first: bool
    pairs: bool
    counts: bool
    present: bool
    cooperates: bool | None
    listed: bool
    retracted: bool
    merged_into: UUID | None
    actor: str
    representing: str | None
    as_said: str | None
    detail: dict[str, Any] | None


EVENTS_OF_ACTORS = Tally("standing", "actor", lambda row: f"{row}listed AND {row}first")
"""In how many events each actor stands that are neither retracted nor merged away."""

SUBJECT = ROLES.number(Role.SUBJECT)

TABLE = Table(
    "standing",
    StandingRow,
    indexes=(
        # For lists, counts and pairs of an actor's events. What it includes is what these are found by: none of them needs to
        # look into the table. Read backwards for the latest first, it grows at the end of each actor's part.
        "(actor, coalesce(sort_date, '-infinity'), position) INCLUDE"
        " (known_from, known_until, sort_date, line, listed, first, counts, present)",
    ),
    tallies=(EVENTS_OF_ACTORS,),
    derived=(PARTY,),
)


def _evolve(rows: Rows[StandingRow], recorded: Recorded) -> None:
    entry, position, event = recorded.entry, recorded.position, rows.number(recorded)
    if isinstance(entry, EventsRevision):
        into = rows.one(event)
        # What the survivor itself was merged into stays: two opposite merges that race would hide both.
        for id in (id for id in entry.duplicate_ids if not (into and into.merged_into == id)):
            _mark(rows, rows.number(id), position, lambda row: {"merged_into": _merged_into(row, entry)})
    elif (stated_event := stated(entry)) is None:
        _mark(rows, event, position, lambda row: {"retracted": isinstance(entry, EventRetracted)})
    else:
        rows.put(event, position, list(_rows(event, as_recorded(stated_event, recorded.recorded_at), rows.one(event))))


def _merged_into(row: StandingRow, entry: EventsRevision) -> UUID | None:
    if isinstance(entry, EventsMerged):
        return entry.stream
    return None if row.merged_into == entry.stream else row.merged_into


def _mark(rows: Rows[StandingRow], event: int, position: int, mark: Callable[[StandingRow], dict[str, Any]]) -> None:
    marked = (row._replace(**mark(row)) for row in rows.of(event).values())
    rows.put(event, position, [row._replace(listed=not row.retracted and row.merged_into is None) for row in marked])


def _rows(position: int, event: Event, old: StandingRow | None) -> Iterable[StandingRow]:
    when, present = event.when, event.present
    row = StandingRow(
        position=position,
        line=0,
        sort_date=when.earliest or when.latest,
        field=0,
        role=0,
        side=0,
        goldstein=event.goldstein,
        first=True,
        pairs=True,
        counts=False,
        present=False,
        cooperates=event.quad in COOPERATIVE if event.quad else None,
        listed=old.listed if old else True,
        retracted=old.retracted if old else False,
        merged_into=old.merged_into if old else None,
        actor="",
        representing=None,
        as_said=None,
        detail=None,
    )
    seen = set[str]()
    for number, (field, how, party) in enumerate(event.taking_part, start=1):
        named = row._replace(
            line=number * 2,
            field=FIELDS.number(field),
            role=ROLES.number(how.role),
            side=SIDES.number(how.side),
            first=party.actor not in seen,
            pairs=how.role is not Role.MENTIONED,
            counts=how.role is not Role.MENTIONED and event.standing in HAPPENED,
            present=how.role in present,
            actor=party.actor,
            representing=party.representing,
            as_said=party.as_said,
            detail=_detail(party),
        )
        yield named
        seen.add(party.actor)
        if (camp := party.representing) and camp != party.actor:
            yield named._replace(
                line=named.line + 1, actor=camp, first=camp not in seen, representing=None, as_said=None, detail=None
            )
            seen.add(camp)


def _detail(party: Party) -> dict[str, Any] | None:
    """What a kind says of its parties beside what all say."""
    if type(party) is Party:
        return None
    return party.model_dump(mode="json", exclude=set(Party.model_fields), exclude_none=True) or None


VIEW = View(
    table=TABLE,
    kinds=(Event, EventCorrected, EventRetracted, EventReinstated, EventsRevision),
    evolve=_evolve,
    numbers=True,
)


def listed(alias: str, at: str) -> str:
    """SQL: the standing holds, of an event that is neither retracted nor merged away."""
    return f"{held(alias, at)} AND {alias}.listed"


def counted(alias: str, at: str) -> str:
    """SQL: the standing counts for relationships and appearances: listed, and not just planned, announced or denied."""
    return f"{listed(alias, at)} AND {alias}.counts"


def camp(alias: str) -> str:
    """SQL for the camp of a standing: the state that a party acts for, or itself."""
    return f"coalesce({alias}.representing, {alias}.actor)"


def are_pair(a: str, b: str) -> str:
    """SQL: two standings in one event form a pair: different camps, and not both subjects of one statement."""
    return (
        f"{a}.position = {b}.position AND {camp(a)} <> {camp(b)} AND {a}.actor <> {camp(b)} AND {b}.actor <> {camp(a)}"
        f" AND NOT ({a}.role = {SUBJECT} AND {b}.role = {SUBJECT})"
    )


def across(a: str, b: str) -> str:
    """SQL: a pair stands on different sides, or is mutual: what the event says counts for how the two get on."""
    return f"({a}.side <> {b}.side OR {a}.side = {SIDES.number(Side.MUTUAL)})"


def stands(event: str, at: str, actors: str = "", role: str = "") -> str:
    """SQL: one of some actors, SQL for an array of refs, stands in an event; anybody where none are given; with a role, as that."""
    who, as_what = (f" AND s.actor = ANY({actors})" if actors else ""), _in_role(role)
    return f"EXISTS (SELECT 1 FROM standing s WHERE s.position = {event} AND {held('s', at)}{who}{as_what})"


def all_stand(event: str, at: str, families: str, number: str, role: str = "", *, given: bool = False) -> str:
    """SQL: all of a `number` of families, SQL for rows as `actors.families` has them, stand in an event; with a role, each as that.

    `given`: the event is known already, and is looked at alone; else all such events are found at once."""
    where = held("s", at) + _in_role(role) + (f" AND s.position = {event}" if given else "")
    return f"{event} IN ({_in_common(families, where)} >= {number})"


def _in_role(role: str) -> str:
    return f" AND s.role = {ROLES.number_of(role)}" if role else ""


def all_take_part(event: str, at: str, families: str, number: str) -> str:
    """SQL: all of a `number` of families take part in an event, and it counts; being spoken about together is not enough."""
    present = f"count(DISTINCT f.place) FILTER (WHERE s.role <> {SUBJECT})"
    return f"{event} IN ({_in_common(families, counted('s', at))} >= {number} AND {present} >= {number} - 1)"


def all_present(event: str, at: str, families: str, number: str) -> str:
    """SQL: all of a `number` of families were in one place at an event, and it counts."""
    were_there = f"{counted('s', at)} AND s.present"
    return f"{event} IN ({_in_common(families, were_there)} >= {number})"


def _in_common(families: str, where: str) -> str:
    """SQL for the positions of events, up to what the number of the families that stand there is compared with."""
    return (
        f"SELECT s.position FROM ({families}) f JOIN standing s ON s.actor = f.ref WHERE {where}"
        " GROUP BY s.position HAVING count(DISTINCT f.place)"
    )
