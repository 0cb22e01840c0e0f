"""Events that may be one: the same parties, code, day and place, told twice or told from both sides."""

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection
from psycopg.types.json import Jsonb

from domain.codes.two_sided import HOSTED, MUTUAL, OFTEN_MUTUAL
from projections.apart import told_apart
from projections.directory import NOW
from projections.doubles.suggestion import DIGITS, Pair, Suggestion, ranked
from projections.doubles.whole import read_whole
from projections.period import held

SAME = 0.96
"""The same parties as the same, the same code, day and place."""
MIRRORED = 0.95
"""The parties the other way round, of an act that two do together."""
OFTEN_MIRRORED = 0.7
"""The same of an act that one can do alone."""

PLACE_UNKNOWN = 0.9
"""What remains of a score where neither place is known."""
ONE_PLACE_UNKNOWN = 0.8
OTHER_PLACE = 0.5
NO_DAY = 0.7
"""Where the dates are the same, but say no more than a month, a year or an interval."""
ONE_PARTY = 0.8
"""Where only one party is named."""

TWICE = f"""
WITH act AS (
  SELECT e.id, e.key, e.position, e.occurred, e.occurred_earliest = e.occurred_latest AS one_day, e.place, e.status,
         coalesce(e.cameo, e.plover || coalesce('/' || e.plover_mode, ''), e.kind) AS code
  FROM event e
  WHERE {held("e", "%(at)s")} AND NOT e.retracted AND e.survivor = e.id AND e.occurred_earliest IS NOT NULL
), named AS (
  SELECT p.position, array_agg(DISTINCT a.survivor ORDER BY a.survivor) AS actors,
         array_agg(DISTINCT p.side || ' ' || a.survivor) AS parties
  FROM party p JOIN actor a ON a.ref = p.actor AND {held("a", "%(at)s")}
  WHERE {held("p", "%(at)s")} AND p.role <> 'mentioned' GROUP BY p.position
), told AS (
  SELECT act.*, named.actors, named.parties, coalesce(%(hosted)s::jsonb ->> act.code, act.code) AS act,
         count(*) OVER (PARTITION BY actors, coalesce(%(hosted)s::jsonb ->> act.code, act.code), occurred, status) AS times
  FROM act JOIN named ON named.position = act.position
)
SELECT actors, act, occurred, status, id, key, one_day, place, code, parties FROM told WHERE times > 1
ORDER BY actors, act, occurred, status, position
"""
"""The events that share actors, act, dates and status with others, those together that do, in the order recorded."""

_HOSTED = Jsonb(HOSTED)
_OTHER_SIDE = {"initiator": "target", "target": "initiator"}

SHARED = 4
"""So many of the columns are the same for those that belong together."""


class Told(NamedTuple):
    """One event among those that share its actors, act, dates and status. `parties`: each side with its actor."""

    id: UUID
    key: str
    one_day: bool
    place: str | None
    code: str
    parties: Sequence[str]


class EventDoubles(NamedTuple):
    """Events that may be one, and the pairs that are known not to be; all by their keys."""

    suggestions: list[Suggestion]
    apart: set[Pair]


def find_event_doubles(conn: Connection[Any], above: float) -> EventDoubles:
    """For each event that may be another one recorded before it: the likeliest, where it scores at least `above`; best first."""
    apart = {frozenset(map(str, row)) for row in read_whole(conn, told_apart("event", "%(at)s"), {"at": NOW})}
    rows = read_whole(conn, TWICE, {"at": NOW, "hosted": _HOSTED})
    keys: dict[str, str] = {}
    found: list[Suggestion] = []
    for _, alike in groupby(rows, key=lambda row: row[:SHARED]):
        told = [Told(*row[SHARED:]) for row in alike]
        keys |= {str(t.id): t.key for t in told}
        found += _doubles(told, apart)
    return EventDoubles(ranked(found, above), {frozenset(keys[id] for id in pair) for pair in apart if pair <= keys.keys()})


def _doubles(alike: Sequence[Told], apart: Set[Pair]) -> Iterator[Suggestion]:
    """For each event the likeliest of those before it, among the first of each sort."""
    before: dict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for told in alike:
        firsts = (next((o for o in others if {str(o.id), str(told.id)} not in apart), None) for others in before.values())
        judged = [(*verdict, first) for first in firsts if first and (verdict := _likeness(first, told))]
        if judged:
            score, reason, first = max(judged, key=lambda j: j[0])
            yield Suggestion(first.key, told.key, score, (reason,))
        before[told.code, tuple(sorted(told.parties)), told.place].append(told)


def _likeness(one: Told, other: Told) -> tuple[float, str] | None:
    found = _same_act(one, other)
    if found is None:
        return None
    act, reason = found
    place, where = _same_place(one.place, other.place)
    dates, when = (1.0, "day") if one.one_day and other.one_day else (NO_DAY, "dates")
    alone = ONE_PARTY if len(one.parties) == 1 else 1.0
    return round(act * place * dates * alone, DIGITS), f"{reason} and {when}, {where}"


def _same_act(one: Told, other: Told) -> tuple[float, str] | None:
    if one.code == other.code and set(one.parties) == set(other.parties):
        return SAME, "the same parties, code"
    mirrored = {_from_the_other_side(party) for party in one.parties} == set(other.parties)
    if one.code != other.code:
        return (MIRRORED, "a visit made and hosted: the same parties") if mirrored else None
    if one.code in MUTUAL:
        return MIRRORED, "an act of both, told from either side: the same parties, code"
    if one.code in OFTEN_MUTUAL and mirrored:
        return OFTEN_MIRRORED, "an act that both may do, told of either: the same parties, code"
    return None


def _from_the_other_side(party: str) -> str:
    side, _, actor = party.partition(" ")
    return f"{_OTHER_SIDE.get(side, side)} {actor}"


def _same_place(one: str | None, other: str | None) -> tuple[float, str]:
    if one is None and other is None:
        return PLACE_UNKNOWN, "no place named"
    if one is None or other is None:
        return ONE_PLACE_UNKNOWN, "the place named by one alone"
    return (1.0, "the same place") if one == other else (OTHER_PLACE, "but another place")
