"""From an event filter to SQL conditions on the view of events."""

from collections.abc import Iterator
from math import isinf
from typing import Any

from strawberry import UNSET

from api.compiler.spec import Row
from api.types.inputs import DateRange, EventFilter
from api.types.lookups import families, family
from domain.errors import BadInput
from domain.names import name_key
from projections import actors, events, pairs, places, reports, searching, standings


def conditions(row: Row, filter: Any, *, given: bool = False, nested: bool = False) -> str:
    """SQL: an event holds, is listed and meets the filter. Raises BadInput.

    `given`: the event is known already. Then what it may mention is looked for in it alone, and not among all events.
    `nested`: it is one of the events of something. Then what mentions it is found once, however many lists there are."""
    f = filter if isinstance(filter, EventFilter) else None
    parts = [row.held(), events.recorded_by(row.alias, row.at), f"{row.text('merged_into')} IS NULL"]
    if not (f and f.include_retracted):
        parts.append(f"NOT {row.text('retracted')}")
    parts += _conditions(row, f, given, nested) if f else ()
    return " AND ".join(parts)


def _conditions(row: Row, f: EventFilter, given: bool, nested: bool) -> Iterator[str]:
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
    if f.coded:
        keys = param([reports.coded_key(text) for text in f.coded])
        yield f"({events.coded_as(row.alias, keys)} OR {reports.coded(row.text('id'), keys, row.at)})"
    if f.overdue:
        yield events.is_overdue(row.alias, row.at)
    yield from _who(row, f, given)
    yield from _when_and_where(row, f)
    yield from _said(row, f, given, nested)


def _who(row: Row, f: EventFilter, given: bool) -> Iterator[str]:
    event, role = row.text("id"), row.param(f.role.value) if f.role else ""
    if f.actors and len(f.actors) > 1:
        named = families(row, f.actors)
        yield standings.all_stand(event, row.at, named.rows, named.number, role, given=given)
    elif f.actors:
        yield standings.stands(event, row.at, families(row, f.actors).refs, role)
    if f.any_actor:
        yield standings.stands(event, row.at, families(row, f.any_actor).refs, role)
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
        area = f"{row.param(row.area(f.place))}::text"
        yield f"{row.text('place')} IN {places.inside(f'unnest({area} || {actors.family(area, row.at)})', row.at)}"
    if f.goldstein:
        yield from _scored(row, *(None if end is UNSET else end for end in (f.goldstein.min, f.goldstein.max)))


def may_have_happened(row: Row, days: DateRange) -> Iterator[str]:
    """SQL: an event may have happened within these days, ends included; an unknown bound excludes nothing. Raises BadInput."""
    first, last = _bounds(row, days)
    if first:
        yield events.may_end_by(row.alias, first)
    if last:
        yield events.may_begin_by(row.alias, last)


def came_out(report: Row, days: DateRange) -> str:
    """SQL: a report came out within these days. Raises BadInput."""
    first, last = _bounds(report, days)
    return reports.came_out(report.alias, first, last, report.at) if first or last else "true"


def _bounds(row: Row, days: DateRange) -> tuple[str | None, str | None]:
    """The placeholders of the first and the last day, where they are given. Raises BadInput."""
    first, last = days.from_ or None, days.to or None
    if first and last and first > last:
        raise BadInput(f"the range of days ends ({last}) before it begins ({first}); exchange them")
    return first and row.param(first), last and row.param(last)


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


def _said(row: Row, f: EventFilter, given: bool, nested: bool) -> Iterator[str]:
    event = row.text("id")
    if f.hedge:
        yield reports.hedged(event, row.param([h.value for h in f.hedge]), row.at)
    if f.reported:
        first, last = _bounds(row, f.reported)
        yield reports.any_came_out(event, first, last, row.at) if first or last else "true"
    if f.source:
        source = row.find("source", ("source",), f.source).survivor
        yield reports.from_source(event, row.param(source), row.at)
    if f.text:
        if not (words := name_key(f.text).split()):
            raise BadInput(f"{f.text[:100]!r} has no letters or digits to search for")
        for often in (False, True):
            if some := [f"%{word}%" for word in dict.fromkeys(words) if searching.may_match_often(word) is often]:
                patterns = f"{row.param(some)}::text[]"
                yield searching.mention_all(row.alias, patterns, row.at, given=given, nested=nested, often=often)
