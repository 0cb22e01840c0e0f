"""All discrepancies at a position, and how many there are of each kind."""

from projections.discrepancies.events import first_since, order, ordinal, when, where
from projections.discrepancies.reports import figures, status
from projections.period import held

COLUMNS = "kind, position, events, report_events, report_lines, field, explanation"
"""What each discrepancy has: the position of the last of its events, the ids of its events, the one concerned first, the keys of
its reports, the field of the event, and one sentence."""


def found(at: str) -> str:
    """SQL for all discrepancies at a position, each with the `id` that no other has."""
    queries = " UNION ALL ".join(f"({query(at)})" for query in (ordinal, first_since, figures, when, order, where, status))
    return f"SELECT {COLUMNS}, concat_ws(' ', kind, events, report_events, report_lines, field) AS id FROM ({queries}) d"


def counts(at: str) -> str:
    """SQL for how many discrepancies there are of each `kind` at a position: their `amount`."""
    return f"SELECT d.kind, count(*) AS amount FROM ({found(at)}) d GROUP BY d.kind"


def survivors(events: str, at: str) -> str:
    """SQL for the ids of the events that those in an array stand for."""
    return f"SELECT e.survivor FROM event e WHERE e.id = ANY({events}) AND {held('e', at)}"


def reports_of(alias: str, events: str, lines: str, at: str) -> str:
    """What follows FROM for the reports with these keys."""
    return (
        f"unnest({events}, {lines}) u (event_id, line)"
        f" JOIN report {alias} ON {alias}.event_id = u.event_id AND {alias}.line = u.line AND {held(alias, at)}"
    )
