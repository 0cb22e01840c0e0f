"""Events that contradict each other: by ranks, by dates, or by where somebody was."""

from projections import actors
from projections.discrepancies.wording import that_counts, title
from projections.period import held
from projections.standings import camp

FAR = 2_000
"""From how many kilometres on nobody is taken to have been in two places on one day."""

EARTH = 6_371
"""The mean radius of the earth in kilometres."""


def _row(kind: str, events: str, position: str, field: str, explanation: str, own: str, at: str) -> str:
    """SQL for the columns of a discrepancy between events, whose reports are those that the events in `own` were recorded with."""
    of_events = f"FROM report r WHERE r.event_id = ANY({own}) AND r.own AND {held('r', at)}"
    return (
        f"SELECT '{kind}' AS kind, {position} AS position, {events} AS events,"
        f" ARRAY(SELECT r.event_id {of_events} ORDER BY r.event_id, r.line) AS report_events,"
        f" ARRAY(SELECT r.line {of_events} ORDER BY r.event_id, r.line) AS report_lines,"
        f" {field} AS field, {explanation} AS explanation"
    )


def _alike(kinds: str, at: str) -> str:
    """SQL for the events of these kinds that count, with `who` took part: what tells which are of the same sort."""
    who = (
        f"SELECT array_agg(DISTINCT a.survivor) AS who FROM standing s JOIN actor a ON a.ref = s.actor AND {held('a', at)}"
        f" WHERE s.position = e.position AND s.pairs AND {held('s', at)}"
    )
    return (
        f"SELECT e.*, w.who FROM event e CROSS JOIN LATERAL ({who}) w WHERE e.kind = ANY(ARRAY({kinds})) AND {that_counts('e', at)}"
    )


def ordinal(at: str) -> str:
    """An event is called the nth of its sort, though n or more came before it, or one before it is called the nth or later."""
    claims = f"SELECT c.kind FROM event c WHERE c.claimed_ordinal IS NOT NULL AND {that_counts('c', at)}"
    earlier = (
        "SELECT array_agg(g.id ORDER BY g.occurred_earliest, g.position) AS ids, count(*) AS amount, max(g.position) AS position,"
        " max(g.claimed_ordinal) FILTER (WHERE g.who = e.who) AS claimed"
        " FROM alike g WHERE g.kind = e.kind AND g.who @> e.who AND g.occurred_latest < e.occurred_earliest"
    )
    name = title("e.id", at)
    explanation = (
        "CASE WHEN b.amount >= e.claimed_ordinal"
        f" THEN format('%s is called number %s of its sort, but the log holds %s before it', {name}, e.claimed_ordinal, b.amount)"
        f" ELSE format('%s is called number %s of its sort, but one before it is called number %s', {name},"
        " e.claimed_ordinal, b.claimed) END"
    )
    row = _row(
        "ordinal",
        "ARRAY[e.id] || b.ids",
        "greatest(e.position, b.position)",
        "'claimedOrdinal'",
        explanation,
        "ARRAY[e.id] || b.ids",
        at,
    )
    return (
        f"WITH alike AS MATERIALIZED ({_alike(claims, at)}) {row} FROM alike e CROSS JOIN LATERAL ({earlier}) b"
        " WHERE e.claimed_ordinal IS NOT NULL AND (b.amount >= e.claimed_ordinal OR b.claimed >= e.claimed_ordinal)"
    )


def first_since(at: str) -> str:
    """An event is called the first of its sort since another, though one of the same sort came between the two.

    It is of the same sort where each of the states (or actors without one) of the event took part, or one that it carries on."""
    claims = f"event c JOIN event f ON f.id = c.claimed_first_since AND {held('f', at)} WHERE {that_counts('c', at)}"
    kinds = f"SELECT unnest(ARRAY[c.kind, f.kind]) FROM {claims}"
    camps = f"SELECT {camp('s')} FROM standing s WHERE s.position = e.position AND s.pairs AND {held('s', at)}"
    family = actors.family("a.survivor", at, predecessors=True)
    missing = f"SELECT FROM actor a WHERE a.ref IN ({camps}) AND {held('a', at)} AND NOT {family} && g.who"
    between = (
        "SELECT g.* FROM alike g WHERE g.kind IN (e.kind, f.kind) AND g.id NOT IN (e.id, f.survivor)"
        f" AND g.occurred_latest < e.occurred_earliest AND g.occurred_earliest > f.occurred_latest AND NOT EXISTS ({missing})"
    )
    titles = ", ".join(title(id, at) for id in ("e.id", "f.id", "b.id"))
    explanation = f"format('%s is called the first since %s, but %s came between', {titles})"
    row = _row(
        "first_since",
        "ARRAY[e.id, b.id, f.id]",
        "greatest(e.position, b.position, f.position)",
        "'claimedFirstSince'",
        explanation,
        "ARRAY[e.id, b.id]",
        at,
    )
    return (
        f"WITH alike AS MATERIALIZED ({_alike(kinds, at)}) {row} FROM alike e"
        f" JOIN event f ON f.id = e.claimed_first_since AND {held('f', at)} CROSS JOIN LATERAL ({between}) b"
    )


def when(at: str) -> str:
    """Two accounts of one event, merged since, give dates that exclude each other."""
    explanation = f"format('%s is dated %s, but also %s', {title('a.survivor', at)}, a.occurred, b.occurred)"
    ids = "ARRAY[a.id, b.id]"
    row = _row("when", ids, "greatest(a.position, b.position)", "'occurred'", explanation, ids, at)
    return (
        f"{row} FROM event b JOIN event a ON a.survivor = b.survivor AND {held('a', at)}"
        f" JOIN event s ON s.id = b.survivor AND {that_counts('s', at)}"
        f" WHERE b.merged_into IS NOT NULL AND {held('b', at)} AND NOT a.retracted AND NOT b.retracted"
        " AND (a.occurred_latest < b.occurred_earliest OR a.merged_into IS NULL AND b.occurred_latest < a.occurred_earliest)"
    )


LINKS = {
    "follows": "e.occurred_latest < f.occurred_earliest",
    "response_to": "e.occurred_latest < f.occurred_earliest",
    "precedes": "e.occurred_earliest > f.occurred_latest",
    "part_of": "(e.occurred_latest < f.occurred_earliest OR e.occurred_earliest > f.occurred_latest)",
}
"""For each link from one event to another, SQL for dates that exclude it."""


def order(at: str) -> str:
    """An event is linked to another in a way that the dates of the two exclude."""
    return " UNION ALL ".join(_linked(link, excluded, at) for link, excluded in LINKS.items())


def _linked(link: str, excluded: str, at: str) -> str:
    field = "".join(word.capitalize() if number else word for number, word in enumerate(link.split("_")))
    words = {"part_of": "to be part of", "follows": "to follow", "precedes": "to precede", "response_to": "to respond to"}[link]
    explanation = f"format('%s (%s) is said {words} %s (%s)', {title('e.id', at)}, e.occurred, {title('f.id', at)}, f.occurred)"
    row = _row("when", "ARRAY[e.id, f.id]", "greatest(e.position, f.position)", f"'{field}'", explanation, "ARRAY[e.id]", at)
    return (
        f"{row} FROM event e JOIN event f ON f.id = e.{link} AND NOT f.retracted AND {held('f', at)}"
        f" WHERE {that_counts('e', at)} AND {excluded}"
    )


def where(at: str) -> str:
    """One person is present in two places far apart on one day."""
    up = (
        "WITH RECURSIVE up (within, latitude, longitude, depth) AS (SELECT p.within, p.latitude, p.longitude, 1"
        f" UNION ALL SELECT q.within, q.latitude, q.longitude, up.depth + 1 FROM up JOIN place q ON q.ref = up.within"
        f" AND {held('q', at)} WHERE up.latitude IS NULL AND up.depth < 20)"
        " SELECT up.latitude, up.longitude FROM up WHERE up.latitude IS NOT NULL ORDER BY up.depth LIMIT 1"
    )
    there = (
        "SELECT DISTINCT e.id, e.position, e.occurred_earliest AS day, a.survivor AS who, a.name,"
        " p.name AS place, radians(l.latitude) AS latitude, radians(l.longitude) AS longitude"
        f" FROM event e JOIN standing s ON s.position = e.position AND s.present AND {held('s', at)}"
        f" JOIN actor a ON a.ref = s.actor AND a.kind = 'person' AND {held('a', at)}"
        f" JOIN place p ON p.ref = e.place AND {held('p', at)} CROSS JOIN LATERAL ({up}) l"
        f" WHERE e.place IS NOT NULL AND e.occurred_earliest = e.occurred_latest AND {that_counts('e', at)}"
    )
    haversine = (
        "power(sin((b.latitude - a.latitude) / 2), 2)"
        " + cos(a.latitude) * cos(b.latitude) * power(sin((b.longitude - a.longitude) / 2), 2)"
    )
    distance = f"{2 * EARTH} * asin(least(1, sqrt({haversine})))"
    explanation = (
        "format('%s is said to have been in %s and in %s, %s km apart, on %s', a.name, a.place, b.place,"
        f" round(({distance})::numeric, -1), a.day)"
    )
    ids = "ARRAY[a.id, b.id]"
    row = _row("where", ids, "greatest(a.position, b.position)", "'place'", explanation, ids, at)
    return (
        f"WITH there AS MATERIALIZED ({there}) {row} FROM there a JOIN there b ON a.who = b.who AND a.day = b.day"
        f" AND (a.position, a.id) < (b.position, b.id) AND {distance} >= {FAR}"
    )
