"""What the queries for discrepancies share: which events count, and what an event is called in a sentence."""

from projections import parties
from projections.events import is_listed, label
from projections.period import held


def that_counts(alias: str, at: str) -> str:
    """SQL: an event counts at a position."""
    return f"{is_listed(alias)} AND {alias}.happened AND {held(alias, at)}"


def title(id: str, at: str) -> str:
    """SQL for the title of an event."""
    title = f"coalesce(t.title, {label('t')} || coalesce(': ' || ({parties.names('t.position', at)}), ''))"
    return f"(SELECT {title} FROM event t WHERE t.id = {id} AND {held('t', at)})"
