"""What events can be counted by: the keys of each dimension, in SQL."""

from collections.abc import Callable, Mapping

from api.types.enums import EventDimension
from projections.actors import survivors
from projections.period import held
from projections.places import country_of
from projections.standings import across, are_pair

Sql = Callable[[str], str]
"""From SQL for the position to SQL."""


def _country(at: str) -> str:
    return survivors(country_of("e.place", at), at)


ONE_VALUED: Mapping[EventDimension, Sql] = {
    EventDimension.KIND: lambda at: "upper(e.kind)",
    EventDimension.PLACE: lambda at: "e.place",
    EventDimension.COUNTRY: _country,
    EventDimension.QUAD: lambda at: "upper(e.quad)",
    EventDimension.PLOVER: lambda at: "e.plover",
    EventDimension.DAY: lambda at: "to_char(e.sort_date, 'YYYY-MM-DD')",
    EventDimension.MONTH: lambda at: "to_char(e.sort_date, 'YYYY-MM')",
    EventDimension.YEAR: lambda at: "to_char(e.sort_date, 'YYYY')",
}
"""SQL for the key of an event `e`; null where it has none."""


def _actors(at: str) -> str:
    return (
        "SELECT DISTINCT f.id, a.survivor AS key"
        f" FROM found f JOIN standing s ON s.event_id = f.id AND {held('s', at)}"
        f" JOIN actor a ON a.ref = s.actor AND {held('a', at)}"
    )


def _pairs(at: str) -> str:
    one, other = 'x.survivor COLLATE "C"', 'y.survivor COLLATE "C"'
    return (
        f"SELECT f.id, {one} || ' ' || {other} AS key, bool_or({across('a', 'b')}) AS across"
        f" FROM found f JOIN standing a ON a.event_id = f.id AND a.pairs AND {held('a', at)}"
        f" JOIN standing b ON {are_pair('a', 'b')} AND b.pairs AND {held('b', at)}"
        f" JOIN actor x ON x.ref = a.actor AND {held('x', at)} JOIN actor y ON y.ref = b.actor AND {held('y', at)}"
        f" WHERE {one} < {other} GROUP BY 1, 2"
    )


def _reported(key: str) -> Sql:
    return lambda at: (
        f"SELECT DISTINCT f.id, {key} AS key FROM found f JOIN event d ON d.survivor = f.id AND {held('d', at)}"
        f" JOIN report r ON r.event_id = d.id AND r.of_event AND {held('r', at)}"
    )


MANY_VALUED: Mapping[EventDimension, Sql] = {
    EventDimension.ACTOR: _actors,
    EventDimension.PAIR: _pairs,
    EventDimension.SOURCE: _reported("r.source"),
    EventDimension.HEDGE: _reported("upper(r.hedge)"),
}
"""SQL for the keys of the events `found`, each once: the event's `id` with a `key`; of a pair also whether it stands `across`."""
