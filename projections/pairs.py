"""What two actors have in common: the events in which both stand and form a pair, and what these add up to."""

from domain.values.party import Side
from projections import figures, reports
from projections.codes import SIDES
from projections.period import held
from projections.standings import across, are_pair, counted

INITIATOR, TARGET = SIDES.number(Side.INITIATOR), SIDES.number(Side.TARGET)


def events(one: str, other: str, at: str) -> str:
    """SQL for the events that two families have in common and that count, one row each.

    `across`: whether the two stand on different sides, or are mutual."""
    theirs = f"SELECT s.position FROM standing s WHERE s.actor = ANY({other}) AND {counted('s', at)}"
    # IS TRUE has the set hashed once: a join might look it up anew for each of the events of a busy actor.
    shared = (
        f"SELECT s.position, s.line FROM standing s"
        f" WHERE s.actor = ANY({one}) AND {counted('s', at)} AND (s.position IN ({theirs})) IS TRUE OFFSET 0"
    )
    # OFFSET 0 has both standings looked up by the event, whatever the planner believes about how many there are.
    pairs = (
        f"SELECT a.position, a.sort_date, a.cooperates, a.goldstein, {across('a', 'b')} AS across"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')} AND b.actor = ANY({other}) AND {counted('b', at)}"
        f" WHERE a.position = shared.position AND a.line = shared.line AND {held('a', at)} OFFSET 0"
    )
    return (
        "SELECT p.position, min(p.sort_date) AS sort_date, bool_or(p.cooperates) AS cooperates, min(p.goldstein) AS goldstein,"
        f" bool_or(p.across) AS across FROM ({shared}) shared CROSS JOIN LATERAL ({pairs}) p GROUP BY p.position"
    )


def form_pair(event: str, one: str, other: str, at: str, *, directed: bool) -> str:
    """SQL: two families form a pair in an event, whatever its status; `directed`: from the first to the second."""
    way = f" AND a.side = {INITIATOR} AND b.side = {TARGET}" if directed else ""
    return (
        f"EXISTS (SELECT 1 FROM standing a JOIN standing b ON {are_pair('a', 'b')} WHERE a.position = {event}"
        f" AND a.actor = ANY({one}) AND b.actor = ANY({other}) AND a.pairs AND b.pairs{way}"
        f" AND {held('a', at)} AND {held('b', at)})"
    )


def partners(survivor: str, family: str, at: str) -> str:
    """SQL for the `ref` of all with whom a survivor has events in common, and the `amount` of these."""
    return (
        "SELECT other.survivor AS ref, count(DISTINCT a.position) AS amount"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')}"
        f" JOIN actor other ON other.ref = b.actor AND {held('other', at)}"
        f" WHERE a.actor = ANY({family}) AND other.survivor <> {survivor} AND {counted('a', at)} AND {counted('b', at)}"
        " GROUP BY 1"
    )


def sums(rows: str, at: str) -> str:
    """SQL for what rows of `events`, under this alias, add up to: counts, and the scores of those that tell how the two get on."""
    e = rows
    return (
        f"count(*) AS event_count, coalesce(sum({reports.number(f'{e}.position', at)}), 0) AS report_count,"
        f" count(*) FILTER (WHERE {e}.across AND {e}.cooperates) AS cooperation,"
        f" count(*) FILTER (WHERE {e}.across AND NOT {e}.cooperates) AS conflict,"
        f" (avg({e}.goldstein) FILTER (WHERE {e}.across) / 100)::double precision AS goldstein_mean"
    )


def kinds(source: str, at: str) -> str:
    """SQL for the kinds of the events in a table like `events`, each with the `amount` of them."""
    return f"SELECT k.kind, count(*) AS amount FROM {source} e JOIN event k ON {_is('k', 'e', at)} GROUP BY k.kind"


def timeline(source: str, width: str, at: str, within: str = "") -> str:
    """SQL for the sums of the events in a table like `events` by the `start` of a day, month or year; null of undated ones.

    Its columns have what `figures.total` needs, too. `within`: SQL for the positions of those to be taken; empty: of all."""
    where = f" WHERE e.position IN ({within})" if within else ""
    content = f"(SELECT said.content FROM event said WHERE {_is('said', 'e', at)})"
    said = figures.gathered(content, "e.sort_date", "e.position")
    return f"SELECT date_trunc('{width}', e.sort_date)::date AS start, {sums('e', at)}, {said} FROM {source} e{where} GROUP BY 1"


def positions(source: str) -> str:
    """SQL for the positions of the events in a table like `events`."""
    return f"SELECT e.position FROM {source} e"


def _is(event: str, row: str, at: str) -> str:
    """SQL: an event of the view is the one that a row of a table like `events` stands for."""
    return f"{event}.position = {row}.position AND {held(event, at)}"
