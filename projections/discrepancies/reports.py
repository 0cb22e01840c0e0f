"""Sources that contradict each other: by figures, or about whether something happened."""

from projections.discrepancies.wording import that_counts, title
from projections.events import is_listed
from projections.period import held

TOLERANCE = 0.1
"""By which part of itself a figure may be off that is given as approximate."""


def figures(at: str) -> str:
    """Two sources give figures for one thing whose bounds exclude each other.

    A bound that is not given is open. Totals that run on are not compared: they are right at different times."""
    said = (
        "SELECT e.survivor AS event, e.position, e.id, r.event_id, r.line, r.source, f.field, v.*"
        f" FROM report r JOIN event e ON e.id = r.event_id AND {held('e', at)}"
        f" JOIN event s ON s.id = e.survivor AND {that_counts('s', at)}"
        " CROSS JOIN LATERAL jsonb_each(r.says) f (field, said)"
        " CROSS JOIN LATERAL jsonb_to_record(f.said) v (low numeric, best numeric, high numeric, approximate boolean, unit text,"
        " basis text)"
        f" WHERE r.of_event AND r.hedge <> 'denied' AND r.says IS NOT NULL AND {held('r', at)}"
        " AND v.basis IS DISTINCT FROM 'cumulative'"
    )
    bounds = (
        f"SELECT s.*, CASE WHEN s.approximate THEN {TOLERANCE} ELSE 0 END AS slack,"
        " coalesce(s.low, CASE WHEN s.high IS NULL THEN s.best END, '-infinity') AS least,"
        " coalesce(s.high, CASE WHEN s.low IS NULL THEN s.best END, 'infinity') AS most FROM said s"
    )
    explanation = (
        f"format('%s gives %s for %s of %s, but %s gives %s', {_source('a', at)}, {_figure('a')}, a.field, {title('a.event', at)},"
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


def status(at: str) -> str:
    """One source says that something happened, another denies it."""
    said = (
        "SELECT e.survivor AS event, e.position, r.event_id, r.line, r.source, r.hedge"
        f" FROM report r JOIN event e ON e.id = r.event_id AND NOT e.retracted AND {held('e', at)}"
        f" WHERE r.of_event AND {held('r', at)}"
    )
    explanation = (
        f"format('%s: %s says that it happened, %s denies it', {title('a.event', at)}, {_source('a', at)}, {_source('b', at)})"
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
