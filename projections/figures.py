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


def gathered(content: str, day: str, position: str) -> str:
    """SQL for columns with what `total` needs of several events: what each says, its day and its position, as arrays."""
    # Unordered, for it is the sorting that would take long.
    return f"array_agg({content}) AS contents, array_agg({day}) AS days, array_agg({position}) AS positions"


def total(row: str, name: str, number: str) -> str:
    """SQL for what a figure of a `number` of events adds up to; the `row` has the columns that were gathered of them.

    `low`, `best`, `high`: the sums over the events that give the figure; null where one of them gives no such bound, or where
    their units differ. A running total (basis cumulative) is never added to anything: where all are such, the last is told.
    `event_count`, `without`: how many events give the figure, and how many do not; `running`: the last running total."""
    figure = f"c.content->{name}"
    given = (
        f"SELECT {figure} AS figure, c.day, c.position, coalesce({figure}->>'basis' = 'cumulative', false) AS is_total"
        f" FROM unnest({row}.contents, {row}.days, {row}.positions) c (content, day, position)"
        f" WHERE jsonb_typeof({figure}) = 'object'"
    )
    return (
        f"SELECT {', '.join(f'{_told(bound)} AS {bound}' for bound in BOUNDS)},"
        " CASE WHEN s.new = 0 THEN s.running->>'unit' WHEN s.units = 1 THEN s.unit END AS unit,"
        " CASE WHEN s.new > 0 THEN 'new' WHEN s.given > 0 THEN 'cumulative' END AS basis,"
        f" s.given AS event_count, {number} - s.given AS without, s.running FROM ({_sums(given)}) s"
    )


BOUNDS = {"low": ("low", "best"), "best": ("best",), "high": ("high", "best")}
"""What is added up, each with where to find it in a figure: what is given as one number is its own least and greatest."""


def _sums(given: str) -> str:
    """SQL for the sums over the figures that are no running totals, with how many have each bound; and the last running total."""
    columns = (f"sum({_read(b, 'f.figure')}) {NEW} AS {b}, count({_read(b, 'f.figure')}) {NEW} AS {b}_count" for b in BOUNDS)
    return (
        f"SELECT count(*) AS given, count(*) {NEW} AS new, {', '.join(columns)},"
        f" count(DISTINCT f.figure->>'unit') {NEW} AS units, min(f.figure->>'unit') {NEW} AS unit,"
        " (array_agg(f.figure ORDER BY f.day DESC NULLS LAST, f.position DESC) FILTER (WHERE f.is_total))[1] AS running"
        f" FROM ({given}) f"
    )


NEW = "FILTER (WHERE NOT f.is_total)"


def _told(bound: str) -> str:
    added = f"s.{bound}_count = s.new AND s.units <= 1 THEN trim_scale(s.{bound})"
    return f"CASE WHEN s.new = 0 THEN {_read(bound, 's.running')} WHEN {added} END"


def _read(bound: str, figure: str) -> str:
    found = ", ".join(f"{figure}->>'{name}'" for name in BOUNDS[bound])
    return f"coalesce({found})::numeric"
