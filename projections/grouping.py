"""Events grouped by any mix of dimensions: the keys of each in SQL, and the sums over those that share them."""

from collections.abc import Callable, Mapping, Sequence

from projections import figures
from projections.actors import survivors
from projections.events import quad
from projections.period import held
from projections.places import country_of
from projections.standings import across, are_pair

Sql = Callable[[str], str]
"""From SQL for the position to SQL."""


def _country(at: str) -> str:
    return survivors(country_of("e.place", at), at)


ONE_VALUED: Mapping[str, Sql] = {
    "kind": lambda at: "upper(e.kind)",
    "place": lambda at: "e.place",
    "country": _country,
    "quad": lambda at: f"upper({quad('e')})",
    "plover": lambda at: "e.plover",
    "day": lambda at: "to_char(e.sort_date, 'YYYY-MM-DD')",
    "month": lambda at: "to_char(e.sort_date, 'YYYY-MM')",
    "year": lambda at: "to_char(e.sort_date, 'YYYY')",
}
"""SQL for the key of an event `e`; null where it has none."""


def _actors(at: str) -> str:
    return (
        "SELECT DISTINCT f.id, a.survivor AS key"
        f" FROM found f JOIN standing s ON s.position = f.position AND {held('s', at)}"
        f" JOIN actor a ON a.ref = s.actor AND {held('a', at)}"
    )


def _pairs(at: str) -> str:
    return (
        f"SELECT f.id, x.survivor || ' ' || y.survivor AS key, bool_or({across('a', 'b')}) AS across"
        f" FROM found f JOIN standing a ON a.position = f.position AND a.pairs AND {held('a', at)}"
        f" JOIN standing b ON {are_pair('a', 'b')} AND b.pairs AND {held('b', at)}"
        f" JOIN actor x ON x.ref = a.actor AND {held('x', at)} JOIN actor y ON y.ref = b.actor AND {held('y', at)}"
        " WHERE x.survivor < y.survivor GROUP BY 1, 2"
    )


def _reported(at: str, amount: str) -> str:
    """SQL for something of the reports of each event and of those merged into it."""
    return (
        f"SELECT {amount} FROM found f JOIN event d ON d.survivor = f.id AND {held('d', at)}"
        f" JOIN report r ON r.event_id = d.id AND r.of_event AND {held('r', at)}"
    )


MANY_VALUED: Mapping[str, Sql] = {
    "actor": _actors,
    "pair": _pairs,
    "source": lambda at: _reported(at, "DISTINCT f.id, r.source AS key"),
    "hedge": lambda at: _reported(at, "DISTINCT f.id, upper(r.hedge) AS key"),
}
"""SQL for the keys of the events `found`, each once: the event's `id` with a `key`; of a pair also whether it stands `across`."""


def _lacking(keys: Sequence[str]) -> str:
    return " OR ".join(f"{key} = ''" for key in keys) or "false"


ORDERS: Mapping[str, Callable[[Sequence[str]], Sequence[str]]] = {
    "events_desc": lambda keys: (_lacking(keys), "count(*) DESC", *keys),
    "keys_asc": lambda keys: (_lacking(keys), *keys),
    "keys_desc": lambda keys: (_lacking(keys), *(f"{key} DESC" for key in keys)),
}
"""By what groups with some keys come in order; those that lack a key come last in each."""


def groups(found: str, by: Sequence[str], order: str, at: str) -> str:
    """SQL for the groups of events, SQL for rows of the view: `keys`, `event_count`, `report_count`, `goldstein_mean`.

    Its columns have what `figures.total` needs, too. `place`: where a group comes in one of ORDERS."""
    keys = [_key(dimension, at) for dimension in by]
    # Where two stand on one side, against a third, the event says nothing of how they get on.
    scored = "WHERE pair.across IS NOT FALSE" if "pair" in by else "WHERE true"
    said = figures.gathered("e.content", "e.sort_date", "e.position")
    place = f"row_number() OVER (ORDER BY {', '.join(ORDERS[order](keys))})"
    reports = f"{_reported(at, 'f.id, count(*) AS amount')} GROUP BY f.id"
    return (
        f"WITH found AS MATERIALIZED ({found}) SELECT ARRAY[{', '.join(keys)}]::text[] AS keys, count(*) AS event_count,"
        f" coalesce(sum(reports.amount), 0) AS report_count,"
        f" (avg(e.goldstein) FILTER ({scored}) / 100)::double precision AS goldstein_mean, {said}, {place} AS place"
        f" FROM found e {_keyed(by, at)} LEFT JOIN ({reports}) reports ON reports.id = e.id"
        f" GROUP BY {', '.join(keys) or '()'} HAVING count(*) > 0"
    )


def _key(dimension: str, at: str) -> str:
    key = ONE_VALUED[dimension](at) if dimension in ONE_VALUED else f"{dimension}.key"
    return f"coalesce({key}, '') COLLATE \"C\""


def _keyed(by: Sequence[str], at: str) -> str:
    """SQL that joins events `e` with their keys in the dimensions in which they can have several."""
    queries = ((dimension, MANY_VALUED[dimension](at)) for dimension in by if dimension in MANY_VALUED)
    return " ".join(f"LEFT JOIN ({query}) {name} ON {name}.id = e.id" for name, query in queries)
