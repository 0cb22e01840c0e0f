"""What two actors have in common: the events in which both stand and form a pair, and what these add up to."""

from projections import figures, reports
from projections.period import held
from projections.standings import across, are_pair, counted

COOPERATION = "('verbal_cooperation', 'material_cooperation')"
CONFLICT = "('verbal_conflict', 'material_conflict')"


def events(one: str, other: str, at: str) -> str:
    """SQL for the events that two families have in common and that count, one row each.

    `across`: whether the two stand on different sides, or are mutual."""
    theirs = f"SELECT s.event_id FROM standing s WHERE s.actor = ANY({other}) AND {counted('s', at)}"
    # IS TRUE has the set hashed once: a join might look it up anew for each of the events of a busy actor.
    shared = (
        f"SELECT s.event_id, s.line FROM standing s"
        f" WHERE s.actor = ANY({one}) AND {counted('s', at)} AND (s.event_id IN ({theirs})) IS TRUE OFFSET 0"
    )
    # OFFSET 0 has both standings looked up by the event, whatever the planner believes about how many there are.
    pairs = (
        f"SELECT a.event_id, a.kind, a.sort_date, a.position, a.quad, a.goldstein, {across('a', 'b')} AS across"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')} AND b.actor = ANY({other}) AND {counted('b', at)}"
        f" WHERE a.event_id = shared.event_id AND a.line = shared.line AND {held('a', at)} OFFSET 0"
    )
    return (
        "SELECT p.event_id, min(p.kind) AS kind, min(p.sort_date) AS sort_date, min(p.position) AS position,"
        " min(p.quad) AS quad, min(p.goldstein) AS goldstein, bool_or(p.across) AS across"
        f" FROM ({shared}) shared CROSS JOIN LATERAL ({pairs}) p GROUP BY p.event_id"
    )


def form_pair(event: str, one: str, other: str, at: str, *, directed: bool) -> str:
    """SQL: two families form a pair in an event, whatever its status; `directed`: from the first to the second."""
    way = " AND a.side = 'initiator' AND b.side = 'target'" if directed else ""
    return (
        f"EXISTS (SELECT 1 FROM standing a JOIN standing b ON {are_pair('a', 'b')} WHERE a.event_id = {event}"
        f" AND a.actor = ANY({one}) AND b.actor = ANY({other}) AND a.pairs AND b.pairs{way}"
        f" AND {held('a', at)} AND {held('b', at)})"
    )


def partners(survivor: str, family: str, at: str) -> str:
    """SQL for the `ref` of all with whom a survivor has events in common, and the `amount` of these."""
    return (
        "SELECT other.survivor AS ref, count(DISTINCT a.event_id) AS amount"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')}"
        f" JOIN actor other ON other.ref = b.actor AND {held('other', at)}"
        f" WHERE a.actor = ANY({family}) AND other.survivor <> {survivor} AND {counted('a', at)} AND {counted('b', at)}"
        " GROUP BY 1"
    )


def sums(rows: str, at: str) -> str:
    """SQL for what rows of `events`, under this alias, add up to: counts, and the scores of those that tell how the two get on."""
    e = rows
    return (
        f"count(*) AS event_count, coalesce(sum({reports.number(f'{e}.event_id', at)}), 0) AS report_count,"
        f" count(*) FILTER (WHERE {e}.across AND {e}.quad IN {COOPERATION}) AS cooperation,"
        f" count(*) FILTER (WHERE {e}.across AND {e}.quad IN {CONFLICT}) AS conflict,"
        f" (avg({e}.goldstein) FILTER (WHERE {e}.across) / 100)::double precision AS goldstein_mean"
    )


def kinds(source: str) -> str:
    """SQL for the kinds of the events in a table like `events`, each with the `amount` of them."""
    return f"SELECT e.kind, count(*) AS amount FROM {source} e GROUP BY e.kind"


def timeline(source: str, width: str, at: str, within: str = "") -> str:
    """SQL for the sums of the events in a table like `events` by the `start` of a day, month or year; null of undated ones.

    Its columns have what `figures.total` needs, too. `within`: SQL for the ids of those to be taken; all where it is empty."""
    where = f" WHERE e.event_id IN ({within})" if within else ""
    content = f"(SELECT said.content FROM event said WHERE said.id = e.event_id AND {held('said', at)})"
    said = figures.gathered(content, "e.sort_date", "e.position")
    return f"SELECT date_trunc('{width}', e.sort_date)::date AS start, {sums('e', at)}, {said} FROM {source} e{where} GROUP BY 1"


def ids(source: str, kind: str = "") -> str:
    """SQL for the ids of the events in a table like `events`, all or those of a kind."""
    where = f" WHERE e.kind = '{kind}'" if kind else ""
    return f"SELECT e.event_id FROM {source} e{where}"
