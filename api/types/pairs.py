"""What actors have to do with each other, in SQL: families, pairs, and the events in which several stand together."""

from collections.abc import Sequence

from api.compiler.spec import Row
from projections.period import held
from projections.standings import across, are_pair, counted


def family(row: Row, name: str, *, predecessors: bool = False) -> str:
    """SQL for an array of the refs that count as the actor of this name: it and those merged into it.

    On request those, too, that it carries on. Raises UnknownName, AmbiguousName."""
    actor = row.statement.actor(name)
    return family_of(row, f"{row.param(actor.survivor)}::text", predecessors=predecessors, alone=actor.is_alone)


def family_of(row: Row, ref: str, *, predecessors: bool = False, alone: bool = False) -> str:
    """The same for a survivor's ref that is given as SQL; `alone` where nobody else is known to stand for it."""
    if not predecessors and alone:
        return f"ARRAY[{ref}]"
    if not predecessors:
        return f"ARRAY({members(row, ref)})"
    # Each step back leads from an actor to those it carries on, and to all that were merged into them.
    return (
        f"ARRAY(WITH RECURSIVE back (ref) AS ({members(row, ref)}"
        f" UNION SELECT f.ref FROM back JOIN succession c ON c.successor = back.ref AND {held('c', row.at)}"
        f" JOIN actor p ON p.ref = c.predecessor AND {held('p', row.at)}"
        f" JOIN actor f ON f.survivor = p.survivor AND {held('f', row.at)}) SELECT back.ref FROM back)"
    )


def members(row: Row, ref: str) -> str:
    """SQL for the refs that count as a survivor: its own and those of the actors merged into it."""
    return f"SELECT f.ref FROM actor f WHERE f.survivor = {ref} AND {held('f', row.at)}"


def pair_events(row: Row, one: str, other: str) -> str:
    """SQL for the events that two families have in common and that count, one row each.

    `across`: whether the two stand on different sides, or are mutual."""
    theirs = f"SELECT s.event_id FROM standing s WHERE s.actor = ANY({other}) AND {counted('s', row.at)}"
    # IS TRUE has the set hashed once: a join might look it up anew for each of the events of a busy actor.
    shared = (
        f"SELECT s.event_id, s.line FROM standing s"
        f" WHERE s.actor = ANY({one}) AND {counted('s', row.at)} AND (s.event_id IN ({theirs})) IS TRUE OFFSET 0"
    )
    # OFFSET 0 has both standings looked up by the event, whatever the planner believes about how many there are.
    pairs = (
        f"SELECT a.event_id, a.kind, a.sort_date, a.position, a.quad, a.goldstein, {across('a', 'b')} AS across"
        f" FROM standing a JOIN standing b ON {are_pair('a', 'b')} AND b.actor = ANY({other}) AND {counted('b', row.at)}"
        f" WHERE a.event_id = shared.event_id AND a.line = shared.line AND {held('a', row.at)} OFFSET 0"
    )
    return (
        "SELECT p.event_id, min(p.kind) AS kind, min(p.sort_date) AS sort_date, min(p.position) AS position,"
        " min(p.quad) AS quad, min(p.goldstein) AS goldstein, bool_or(p.across) AS across"
        f" FROM ({shared}) shared CROSS JOIN LATERAL ({pairs}) p GROUP BY p.event_id"
    )


def pair_condition(row: Row, names: Sequence[str], *, directed: bool) -> str:
    """SQL: two actors form a pair in the event `row`, whatever its status. Raises UnknownName, AmbiguousName."""
    one, other = (family(row, name) for name in names)
    way = " AND a.side = 'initiator' AND b.side = 'target'" if directed else ""
    return (
        f"EXISTS (SELECT 1 FROM standing a JOIN standing b ON {are_pair('a', 'b')} WHERE a.event_id = {row.alias}.id"
        f" AND a.actor = ANY({one}) AND b.actor = ANY({other}) AND a.pairs AND b.pairs{way}"
        f" AND {held('a', row.at)} AND {held('b', row.at)})"
    )


def together(row: Row, families: Sequence[str]) -> str:
    """SQL: all of the families take part in the event `row`, and it counts; being spoken about together is not enough."""
    stands = [
        f"EXISTS (SELECT 1 FROM standing s WHERE s.event_id = {row.alias}.id AND s.actor = ANY({f}) AND {counted('s', row.at)})"
        for f in families
    ]
    subjects = [
        f"(EXISTS (SELECT 1 FROM standing s WHERE s.event_id = {row.alias}.id AND s.actor = ANY({f}) AND {counted('s', row.at)}"
        " AND s.role <> 'subject'))::int"
        for f in families
    ]
    return f"{' AND '.join(stands)} AND {' + '.join(subjects)} >= {len(families) - 1}"
