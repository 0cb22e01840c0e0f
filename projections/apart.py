"""The view of things told apart: pairs that look alike and that somebody has found to be different."""

from typing import NamedTuple, cast
from uuid import UUID

from domain.log.stored import Recorded
from domain.revisions import ActorsDistinguished, EventsDistinguished
from projections.period import held
from projections.rows import Rows
from projections.table import Table
from projections.view import View


class ApartRow(NamedTuple):
    """One thing that is not another."""

    id: UUID
    line: int
    other: UUID


TABLE = Table("apart", ApartRow)


def _evolve(rows: Rows[ApartRow], recorded: Recorded) -> None:
    entry, key = cast(EventsDistinguished | ActorsDistinguished, recorded.entry), recorded.stream
    known = rows.of(key)
    others = [id for id in entry.other_ids if id not in {row.other for row in known.values()}]
    new = [ApartRow(key, line, other) for line, other in enumerate(others, start=len(known) + 1)]
    rows.put(key, recorded.position, [*known.values(), *new])


VIEW = View(table=TABLE, kinds=(EventsDistinguished, ActorsDistinguished), evolve=_evolve)


def told_apart(thing: str, at: str) -> str:
    """SQL for the pairs of survivors that are not to be one: `thing` is the view they are in."""
    return (
        f"SELECT a.survivor, b.survivor FROM apart t JOIN {thing} a ON a.id = t.id AND {held('a', at)}"
        f" JOIN {thing} b ON b.id = t.other AND {held('b', at)} WHERE {held('t', at)}"
    )
