"""From an event filter to SQL conditions on the view of events."""

from collections.abc import Iterator
from typing import Any

from strawberry import UNSET

from api.compiler.spec import Row
from api.types.inputs import DateRange, EventFilter
from api.types.pairs import family, family_of, pair_condition
from domain.errors import BadInput
from domain.names import name_key
from projections import places
from projections.actors import same_as
from projections.events import LATEST_WITHOUT_START
from projections.period import likely


def conditions(row: Row, filter: Any) -> str:
    """SQL: an event holds, is listed and meets the filter. Raises BadInput."""
    given = filter if isinstance(filter, EventFilter) else None
    parts = [row.held(), recorded(row), f"{row.alias}.merged_into IS NULL"]
    if not (given and given.include_retracted):
        parts.append(f"NOT {row.alias}.retracted")
    parts += _conditions(row, given) if given else ()
    return " AND ".join(parts)


def recorded(row: Row) -> str:
    """SQL: the event of a row was recorded by the position, as follows from that the row holds.

    But indexes have it among their keys: asked about long ago, most rows are passed over by that alone."""
    return f"{row.alias}.position <= {row.at}"


def _conditions(row: Row, f: EventFilter) -> Iterator[str]:
    e, param = row.alias, row.param
    if f.kinds:
        # An index on the kind is in order of time for one kind alone.
        kinds = [kind.value for kind in f.kinds]
        yield f"{e}.kind = {param(kinds[0])}" if len(kinds) == 1 else f"{e}.kind = ANY({param(kinds)})"
    if f.quad:
        yield f"{e}.quad = ANY({param([q.value for q in f.quad])})"
    if f.status:
        yield f"{e}.status = ANY({param([s.value for s in f.status])})"
    if f.plover:
        yield f"{e}.plover = ANY({param([p.upper() for p in f.plover])})"
    yield from _who(row, f)
    yield from _when_and_where(row, f)
    yield from _said(row, f)


def _who(row: Row, f: EventFilter) -> Iterator[str]:
    as_what = f" AND s.role = {row.param(f.role.value)}" if f.role else ""
    stands = "EXISTS (SELECT 1 FROM standing s WHERE s.event_id = {e} AND {held}{who}{role})"
    held = Row(row.statement, "s", row.at).held()
    for group in [*([name] for name in f.actors or ()), *([f.any_actor] if f.any_actor else ())]:
        who = " OR ".join(f"s.actor = ANY({family(row, name)})" for name in group)
        yield stands.format(e=f"{row.alias}.id", held=held, who=f" AND ({who})", role=as_what)
    if f.role and not (f.actors or f.any_actor):
        yield stands.format(e=f"{row.alias}.id", held=held, who="", role=as_what)
    if isinstance(f.between, list):
        if len(f.between) != 2:
            raise BadInput(f"between takes two actors, not {len(f.between)}")
        yield pair_condition(row, f.between, directed=bool(f.directed))


def _when_and_where(row: Row, f: EventFilter) -> Iterator[str]:
    e = row.alias
    if f.occurred:
        yield from may_have_happened(row, f.occurred)
    if f.place:
        area = f"{row.param(row.statement.area(f.place))}::text"
        yield f"{e}.place IN {places.inside(f'unnest({area} || {family_of(row, area)})', row.at)}"
    if f.goldstein:
        yield from _scored(row, *(None if end is UNSET else end for end in (f.goldstein.min, f.goldstein.max)))


def may_have_happened(row: Row, days: DateRange) -> Iterator[str]:
    """SQL: an event may have happened within these days, ends included; an unknown bound excludes nothing. Raises BadInput."""
    first, last = days.from_ or None, days.to or None
    if first and last and first > last:
        raise BadInput(f"the range of days ends ({last}) before it begins ({first}); exchange them")
    if first:
        yield f"coalesce({row.alias}.occurred_latest, 'infinity') >= {row.param(first)}"
    if last:
        day = row.param(last)
        yield likely(f"coalesce({row.alias}.occurred_earliest, '-infinity') <= {day}")
        # It follows from the condition before: an index in order of time begins there.
        yield f"coalesce({row.alias}.sort_date, '-infinity') <= greatest({day}, ({LATEST_WITHOUT_START}))"


def _scored(row: Row, least: float | None, most: float | None) -> Iterator[str]:
    if least is not None and most is not None and least > most:
        raise BadInput(f"the range of scores ends ({most}) before it begins ({least}); exchange them")
    score = f"({row.alias}.goldstein / 100.0)::double precision"
    if least is not None:
        yield f"{score} >= {row.param(least)}"
    if most is not None:
        yield f"{score} <= {row.param(most)}"


def _said(row: Row, f: EventFilter) -> Iterator[str]:
    if f.hedge:
        yield reported(row, f"r.hedge = ANY({row.param([h.value for h in f.hedge])})")
    if f.source:
        yield reported(row, f"r.source = {row.param(_source(row, f.source))}")
    if f.text and not name_key(f.text):
        raise BadInput(f"{f.text!r} has no letters or digits to search for")
    for term in name_key(f.text or "").split():
        yield _mentions(row, row.param(f"%{term}%"))


def _source(row: Row, text: str) -> str:
    return row.statement.find("source", ("source",), text).survivor


def reported(row: Row, condition: str) -> str:
    """SQL: the event, or one merged into it, has a report `r` that meets a condition."""
    d, r = Row(row.statement, "d", row.at), Row(row.statement, "r", row.at)
    return (
        f"EXISTS (SELECT 1 FROM event d JOIN report r ON r.event_id = d.id"
        f" WHERE d.survivor = {row.alias}.id AND {d.held()} AND {r.held()} AND r.of_event AND {condition})"
    )


def _mentions(row: Row, term: str) -> str:
    e, n, s = row.alias, Row(row.statement, "n", row.at), Row(row.statement, "s", row.at)
    named = f"SELECT n.ref FROM name n WHERE n.key LIKE {term} AND {n.held()} AND n.thing = "
    actors = same_as(f"({named}'actor')", row.at)
    return (
        f"({e}.words LIKE {term} OR {reported(row, f'r.words LIKE {term}')} OR {e}.place IN ({named}'place')"
        f" OR EXISTS (SELECT 1 FROM standing s WHERE s.event_id = {e}.id AND {s.held()} AND s.actor IN {actors}))"
    )
