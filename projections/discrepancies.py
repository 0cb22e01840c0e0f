"""Finds what contradicts itself in the log: sources whose figures exclude each other, ranks that are counted otherwise, and more.

Nothing is stored: each kind of discrepancy is a query over the rows that hold at a position, so it is as of any moment what the
log knew then. Each finds only what cannot be true together, whatever the log may lack."""

from projections import actors, parties
from projections.events import is_listed
from projections.period import held

COLUMNS = "kind, position, events, report_events, report_lines, field, explanation"
"""What each discrepancy has: the position of the last of its events, the ids of its events, the one concerned first, the keys of
its reports, the field of the event, and one sentence."""

TOLERANCE = 0.1
"""By which part of itself a figure may be off that is given as approximate."""

FAR = 2_000
"""From how many kilometres on nobody is taken to have been in two places on one day."""

EARTH = 6_371
"""The mean radius of the earth in kilometres."""


def found(at: str) -> str:
    """SQL for all discrepancies at a position, each with the `id` that no other has."""
    queries = " UNION ALL ".join(f"({query(at)})" for query in (_ordinal, _first_since, _figures, _when, _order, _where, _status))
    return f"SELECT {COLUMNS}, concat_ws(' ', kind, events, report_events, report_lines, field) AS id FROM ({queries}) d"


def counts(at: str) -> str:
    """SQL for how many discrepancies there are of each `kind` at a position: their `amount`."""
    return f"SELECT d.kind, count(*) AS amount FROM ({found(at)}) d GROUP BY d.kind"


def survivors(events: str, at: str) -> str:
    """SQL for the ids of the events that those in an array stand for."""
    return f"SELECT e.survivor FROM event e WHERE e.id = ANY({events}) AND {held('e', at)}"


def reports(alias: str, events: str, lines: str, at: str) -> str:
    """What follows FROM for the reports with these keys."""
    return (
        f"unnest({events}, {lines}) u (event_id, line)"
        f" JOIN report {alias} ON {alias}.event_id = u.event_id AND {alias}.line = u.line AND {held(alias, at)}"
    )


def _counts(alias: str, at: str) -> str:
    """SQL: an event counts at a position."""
    return f"{is_listed(alias)} AND {alias}.happened AND {held(alias, at)}"


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
        f" WHERE s.event_id = e.id AND s.pairs AND {held('s', at)}"
    )
    return f"SELECT e.*, w.who FROM event e CROSS JOIN LATERAL ({who}) w WHERE e.kind = ANY(ARRAY({kinds})) AND {_counts('e', at)}"


def _ordinal(at: str) -> str:
    """An event is called the nth of its sort, though n or more came before it, or one before it is called the nth or later."""
    claims = f"SELECT c.kind FROM event c WHERE c.claimed_ordinal IS NOT NULL AND {_counts('c', at)}"
    earlier = (
        "SELECT array_agg(g.id ORDER BY g.occurred_earliest, g.position) AS ids, count(*) AS amount, max(g.position) AS position,"
        " max(g.claimed_ordinal) FILTER (WHERE g.who = e.who) AS claimed"
        " FROM alike g WHERE g.kind = e.kind AND g.who @> e.who AND g.occurred_latest < e.occurred_earliest"
    )
    title = _title("e.id", at)
    explanation = (
        "CASE WHEN b.amount >= e.claimed_ordinal"
        f" THEN format('%s is called number %s of its sort, but the log holds %s before it', {title}, e.claimed_ordinal, b.amount)"
        f" ELSE format('%s is called number %s of its sort, but one before it is called number %s', {title},"
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


def _first_since(at: str) -> str:
    """An event is called the first of its sort since another, though one of the same sort came between the two.

    It is of the same sort where each of the states (or actors without one) of the event took part, or one that it carries on."""
    claims = f"event c JOIN event f ON f.id = c.claimed_first_since AND {held('f', at)} WHERE {_counts('c', at)}"
    kinds = f"SELECT unnest(ARRAY[c.kind, f.kind]) FROM {claims}"
    camps = f"SELECT s.camp FROM standing s WHERE s.event_id = e.id AND s.pairs AND {held('s', at)}"
    family = actors.family("a.survivor", at, predecessors=True)
    missing = f"SELECT FROM actor a WHERE a.ref IN ({camps}) AND {held('a', at)} AND NOT {family} && g.who"
    between = (
        "SELECT g.* FROM alike g WHERE g.kind IN (e.kind, f.kind) AND g.id NOT IN (e.id, f.survivor)"
        f" AND g.occurred_latest < e.occurred_earliest AND g.occurred_earliest > f.occurred_latest AND NOT EXISTS ({missing})"
    )
    titles = ", ".join(_title(id, at) for id in ("e.id", "f.id", "b.id"))
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


def _figures(at: str) -> str:
    """Two sources give figures for one thing whose bounds exclude each other.

    A bound that is not given is open. Totals that run on are not compared: they are right at different times."""
    said = (
        "SELECT e.survivor AS event, e.position, e.id, r.event_id, r.line, r.source, f.field, v.*"
        f" FROM report r JOIN event e ON e.id = r.event_id AND {held('e', at)}"
        f" JOIN event s ON s.id = e.survivor AND {_counts('s', at)}"
        " CROSS JOIN LATERAL jsonb_each(r.says) f (field, said)"
        " CROSS JOIN LATERAL jsonb_to_record(f.said) v (low numeric, best numeric, high numeric, approximate boolean, unit text,"
        " basis text)"
        f" WHERE r.of_event AND r.hedge <> 'denied' AND r.says <> '{{}}' AND {held('r', at)}"
        " AND v.basis IS DISTINCT FROM 'cumulative'"
    )
    bounds = (
        f"SELECT s.*, CASE WHEN s.approximate THEN {TOLERANCE} ELSE 0 END AS slack,"
        " coalesce(s.low, CASE WHEN s.high IS NULL THEN s.best END, '-infinity') AS least,"
        " coalesce(s.high, CASE WHEN s.low IS NULL THEN s.best END, 'infinity') AS most FROM said s"
    )
    explanation = (
        f"format('%s gives %s for %s of %s, but %s gives %s', {_source('a', at)}, {_figure('a')}, a.field, {_title('a.event', at)},"
        f" {_source('b', at)}, {_figure('b')})"
    )
    return (
        f"WITH said AS MATERIALIZED ({said}), bounds AS MATERIALIZED ({bounds})"
        " SELECT DISTINCT ON (a.event, a.field, a.source, b.source)"
        " 'figures' AS kind, greatest(a.position, b.position) AS position, ARRAY[a.event] AS events,"
        " ARRAY[a.event_id, b.event_id] AS report_events, ARRAY[a.line, b.line] AS report_lines, a.field, "
        f"{explanation} AS explanation"
        " FROM bounds a JOIN bounds b ON a.event = b.event AND a.field = b.field AND a.source < b.source"
        " AND a.unit IS NOT DISTINCT FROM b.unit AND a.basis IS NOT DISTINCT FROM b.basis"
        " AND (a.most * (1 + a.slack) < b.least * (1 - b.slack) OR b.most * (1 + b.slack) < a.least * (1 - a.slack))"
        " ORDER BY a.event, a.field, a.source, b.source, a.event_id, a.line, b.event_id, b.line"
    )


def _figure(said: str) -> str:
    """SQL for a figure in words."""
    s = said
    return (
        f"concat(CASE WHEN {s}.approximate THEN 'about ' END,"
        f" CASE WHEN {s}.low IS NOT NULL AND {s}.high IS NOT NULL THEN {s}.low || ' to ' || {s}.high"
        f" WHEN {s}.low IS NOT NULL THEN 'at least ' || {s}.low WHEN {s}.high IS NOT NULL THEN 'at most ' || {s}.high"
        f" ELSE {s}.best::text END)"
    )


def _source(said: str, at: str) -> str:
    """SQL for what the source of a report is called."""
    publisher = f"SELECT p.publisher FROM source p WHERE p.ref = {said}.source AND {held('p', at)}"
    return f"coalesce(({publisher}), {said}.source)"


def _title(id: str, at: str) -> str:
    """SQL for the title of an event."""
    title = f"coalesce(t.title, t.label || coalesce(': ' || ({parties.names('t.id', at)}), ''))"
    return f"(SELECT {title} FROM event t WHERE t.id = {id} AND {held('t', at)})"


def _when(at: str) -> str:
    """Two accounts of one event, merged since, give dates that exclude each other."""
    explanation = f"format('%s is dated %s, but also %s', {_title('a.survivor', at)}, a.occurred, b.occurred)"
    ids = "ARRAY[a.id, b.id]"
    row = _row("when", ids, "greatest(a.position, b.position)", "'occurred'", explanation, ids, at)
    return (
        f"{row} FROM event b JOIN event a ON a.survivor = b.survivor AND {held('a', at)}"
        f" JOIN event s ON s.id = b.survivor AND {_counts('s', at)}"
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


def _order(at: str) -> str:
    """An event is linked to another in a way that the dates of the two exclude."""
    return " UNION ALL ".join(_linked(link, excluded, at) for link, excluded in LINKS.items())


def _linked(link: str, excluded: str, at: str) -> str:
    field = "".join(word.capitalize() if number else word for number, word in enumerate(link.split("_")))
    words = {"part_of": "to be part of", "follows": "to follow", "precedes": "to precede", "response_to": "to respond to"}[link]
    explanation = f"format('%s (%s) is said {words} %s (%s)', {_title('e.id', at)}, e.occurred, {_title('f.id', at)}, f.occurred)"
    row = _row("when", "ARRAY[e.id, f.id]", "greatest(e.position, f.position)", f"'{field}'", explanation, "ARRAY[e.id]", at)
    return (
        f"{row} FROM event e JOIN event f ON f.id = e.{link} AND NOT f.retracted AND {held('f', at)}"
        f" WHERE {_counts('e', at)} AND {excluded}"
    )


def _where(at: str) -> str:
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
        f" FROM event e JOIN standing s ON s.event_id = e.id AND s.present AND {held('s', at)}"
        f" JOIN actor a ON a.ref = s.actor AND a.kind = 'person' AND {held('a', at)}"
        f" JOIN place p ON p.ref = e.place AND {held('p', at)} CROSS JOIN LATERAL ({up}) l"
        f" WHERE e.place IS NOT NULL AND e.occurred_earliest = e.occurred_latest AND {_counts('e', at)}"
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


def _status(at: str) -> str:
    """One source says that something happened, another denies it."""
    said = (
        "SELECT e.survivor AS event, e.position, r.event_id, r.line, r.source, r.hedge"
        f" FROM report r JOIN event e ON e.id = r.event_id AND NOT e.retracted AND {held('e', at)}"
        f" WHERE r.of_event AND {held('r', at)}"
    )
    explanation = (
        f"format('%s: %s says that it happened, %s denies it', {_title('a.event', at)}, {_source('a', at)}, {_source('b', at)})"
    )
    return (
        "SELECT DISTINCT ON (a.event, a.source, b.source) 'status' AS kind, greatest(a.position, b.position) AS position,"
        " ARRAY[a.event] AS events, ARRAY[a.event_id, b.event_id] AS report_events, ARRAY[a.line, b.line] AS report_lines,"
        f" 'status' AS field, {explanation} AS explanation"
        f" FROM ({said} AND r.hedge = 'denied') b JOIN ({said} AND r.hedge IN ('asserted', 'reported')) a"
        " ON a.event = b.event AND a.source <> b.source"
        f" JOIN event s ON s.id = a.event AND {is_listed('s')} AND {held('s', at)}"
        " ORDER BY a.event, a.source, b.source, a.event_id, a.line, b.event_id, b.line"
    )
