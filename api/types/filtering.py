"""From an event filter to SQL conditions on the view of events."""

from collections.abc import Iterator
from math import isinf
from typing import Any

from strawberry import UNSET

from api.compiler.spec import Row
from api.types.inputs import DateRange, EventFilter
from api.types.lookups import family
from domain.errors import BadInput
from domain.names import name_key
from projections import actors, events, names, pairs, places, reports, standings


def conditions(row: Row, filter: Any) -> str:
    """SQL: an event holds, is listed and meets the filter. Raises BadInput."""
    given = filter if isinstance(filter, EventFilter) else None
    parts = [row.held(), events.recorded_by(row.alias, row.at), f"{row.text('merged_into')} IS NULL"]
    if not (given and given.include_retracted):
        parts.append(f"NOT {row.text('retracted')}")
    parts += _conditions(row, given) if given else ()
    return " AND ".join(parts)


def _conditions(row: Row, f: EventFilter) -> Iterator[str]:
    param = row.param
    if f.kinds:
        # An index on the kind is in order of time for one kind alone.
        kinds = [kind.value for kind in f.kinds]
        yield f"{row.text('kind')} = {param(kinds[0])}" if len(kinds) == 1 else f"{row.text('kind')} = ANY({param(kinds)})"
    if f.quad:
        yield f"{row.text('quad')} = ANY({param([q.value for q in f.quad])})"
    if f.status:
        yield f"{row.text('status')} = ANY({param([s.value for s in f.status])})"
    if f.plover:
        yield f"{row.text('plover')} = ANY({param([p.upper() for p in f.plover])})"
    yield from _who(row, f)
    yield from _when_and_where(row, f)
    yield from _said(row, f)


def _who(row: Row, f: EventFilter) -> Iterator[str]:
    event, role = row.text("id"), row.param(f.role.value) if f.role else ""
    for group in [*([name] for name in f.actors or ()), *([f.any_actor] if f.any_actor else ())]:
        yield standings.stands(event, row.at, [family(row, name) for name in group], role)
    if f.role and not (f.actors or f.any_actor):
        yield standings.stands(event, row.at, role=role)
    if isinstance(f.between, list):
        if len(f.between) != 2:
            raise BadInput(f"between takes two actors, not {len(f.between)}")
        one, other = (family(row, name) for name in f.between)
        yield pairs.form_pair(event, one, other, row.at, directed=bool(f.directed))


def _when_and_where(row: Row, f: EventFilter) -> Iterator[str]:
    if f.occurred:
        yield from may_have_happened(row, f.occurred)
    if f.place:
        area = f"{row.param(row.statement.area(f.place))}::text"
        yield f"{row.text('place')} IN {places.inside(f'unnest({area} || {actors.family(area, row.at)})', row.at)}"
    if f.goldstein:
        yield from _scored(row, *(None if end is UNSET else end for end in (f.goldstein.min, f.goldstein.max)))


def may_have_happened(row: Row, days: DateRange) -> Iterator[str]:
    """SQL: an event may have happened within these days, ends included; an unknown bound excludes nothing. Raises BadInput."""
    first, last = days.from_ or None, days.to or None
    if first and last and first > last:
        raise BadInput(f"the range of days ends ({last}) before it begins ({first}); exchange them")
    if first:
        yield events.may_end_by(row.alias, row.param(first))
    if last:
        yield events.may_begin_by(row.alias, row.param(last))


def _scored(row: Row, least: float | None, most: float | None) -> Iterator[str]:
    if any(end is not None and isinf(end) for end in (least, most)):
        raise BadInput("a score in the filter goldstein is too large for a number; scores lie between -10 and 10")
    if least is not None and most is not None and least > most:
        raise BadInput(f"the range of scores ends ({most}) before it begins ({least}); exchange them")
    score = f"({row.text('goldstein')} / 100.0)::double precision"
    if least is not None:
        yield f"{score} >= {row.param(least)}"
    if most is not None:
        yield f"{score} <= {row.param(most)}"


def _said(row: Row, f: EventFilter) -> Iterator[str]:
    event = row.text("id")
    if f.hedge:
        yield reports.hedged(event, row.param([h.value for h in f.hedge]), row.at)
    if f.source:
        source = row.statement.find("source", ("source",), f.source).survivor
        yield reports.from_source(event, row.param(source), row.at)
    if f.text and not name_key(f.text):
        raise BadInput(f"{f.text!r} has no letters or digits to search for")
    for term in name_key(f.text or "").split():
        yield _mentions(row, row.param(f"%{term}%"))


def _mentions(row: Row, term: str) -> str:
    actors_named = actors.same_as(f"({names.called_like('actor', term, row.at)})", row.at)
    return (
        f"({row.text('words')} LIKE {term} OR {reports.quoting(row.text('id'), term, row.at)}"
        f" OR {row.text('place')} IN ({names.called_like('place', term, row.at)})"
        f" OR {standings.stands_of(row.text('id'), row.at, actors_named)})"
    )
