"""What the figures of several events add up to: deaths in a year, troops sent by one state to another."""

from domain.errors import BadInput
from domain.events import EVENT_KINDS
from domain.names import nearest

NAMES = tuple(sorted({name for kind in EVENT_KINDS for name in kind.figures()}))
"""The fields of events that hold a figure."""


def figure_name(name: str) -> str:
    """The field of events that a name stands for: `deaths_civilians`, or deathsCivilians as the API has it. Raises BadInput."""
    spelt = {"".join(part.title() if number else part for number, part in enumerate(n.split("_"))): n for n in NAMES}
    found = name if name in NAMES else spelt.get(name)
    if found is None:
        known = ", ".join(nearest(name, NAMES) or NAMES)
        raise BadInput(f"no event has a figure {name[:100]!r}; did you mean {known}?")
    return found


def gathered(content: str, order: str) -> str:
    """SQL for the contents of those of several events that have any figures, as an array in an order of time."""
    names = ", ".join(f"'{name}'" for name in NAMES)
    return f"array_agg({content} ORDER BY {order}) FILTER (WHERE {content} ?| ARRAY[{names}])"


def total(contents: str, name: str, number: str) -> str:
    """SQL for what a figure of a `number` of events adds up to; `contents` as they were gathered.

    `low`, `best`, `high`: the sums over the events that give the figure; null where one of them gives no such bound, or where
    their units differ. A running total (`basis` cumulative) is never added to anything: where all are such, the last is told.
    `event_count`, `without`: how many events give the figure, and how many do not; `running`: the last running total."""
    read = ", ".join(f"(c.content->{name}->>'{bound}')::numeric AS {bound}" for bound in ("low", "best", "high"))
    given = (
        f"SELECT c.content->{name} AS figure, c.number, {read}, c.content->{name}->>'unit' AS unit,"
        f" coalesce(c.content->{name}->>'basis' = 'cumulative', false) AS is_total"
        f" FROM unnest({contents}) WITH ORDINALITY c (content, number) WHERE jsonb_typeof(c.content->{name}) = 'object'"
    )
    told = "f.is_total = f.only_totals AND (NOT f.only_totals OR f.number = f.last)"
    bounds = {"low": "coalesce(f.low, f.best)", "best": "f.best", "high": "coalesce(f.high, f.best)"}
    return (
        f"SELECT count(*) AS event_count, {number} - count(*) AS without,"
        f" {', '.join(f'{_sum(figure, told)} AS {bound}' for bound, figure in bounds.items())},"
        f" CASE WHEN {_one_unit(told)} THEN min(f.unit) FILTER (WHERE {told}) END AS unit,"
        " CASE WHEN bool_and(f.is_total) THEN 'cumulative' WHEN count(*) > 0 THEN 'new' END AS basis,"
        " (array_agg(f.figure ORDER BY f.number DESC) FILTER (WHERE f.is_total))[1] AS running"
        f" FROM (SELECT g.*, bool_and(g.is_total) OVER () AS only_totals, max(g.number) OVER () AS last FROM ({given}) g) f"
    )


def _sum(figure: str, told: str) -> str:
    all_give_it = f"count({figure}) FILTER (WHERE {told}) = count(*) FILTER (WHERE {told})"
    return f"CASE WHEN {all_give_it} AND {_one_unit(told)} THEN trim_scale(sum({figure}) FILTER (WHERE {told})) END"


def _one_unit(told: str) -> str:
    """SQL: no two figures have different units; one that has none is in the unit of the others."""
    return f"count(DISTINCT f.unit) FILTER (WHERE {told}) <= 1"
