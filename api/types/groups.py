"""Groups of events: how many there are by any mix of dimensions."""

from collections.abc import Sequence
from typing import Any

import strawberry

from api.compiler.paging import window
from api.compiler.spec import Many, Row
from api.types.dimensions import MANY_VALUED, ONE_VALUED
from api.types.enums import EventDimension
from api.types.filtering import conditions
from domain.errors import BadInput
from projections.period import held


@strawberry.type(description="The events that have the same keys, one key for each of the dimensions asked for.")
class EventGroup:
    """The row has the sums of one group."""

    keys: list[str] = strawberry.field(
        description="The group's key in each dimension, in the order of `by`; EventDimension says what each is."
        ' An event that has none there (no date, no place, no report) has the key "". Example: ["2025", "PRK RUS"]'
    )
    event_count: int = strawberry.field(description="How many events; one counts once under each of its keys.")
    report_count: int = strawberry.field(description="How many reports there are of those events, whoever made them.")
    goldstein_mean: float | None = strawberry.field(
        description="The mean Goldstein score of those events that have one, from -10 (conflict) to 10 (cooperation)."
        " By PAIR, of those alone in which the two stand on different sides or are mutual."
    )


def event_groups(root: Row, by: Sequence[EventDimension], filter: Any, first: int | None) -> Many:
    """The groups of the events that meet a filter, largest first, those that lack a key last. Raises BadInput."""
    if len(set(by)) < len(by):
        raise BadInput("by names a dimension twice; name each once")
    row, limit = root.new("group"), window(root, "", (), first).limit
    return Many(row, f"({_groups(root, by, filter)} ORDER BY place LIMIT {limit}) {row.alias}", f"{row.alias}.place")


def _groups(root: Row, by: Sequence[EventDimension], filter: Any) -> str:
    event = root.new("event")
    found = f"SELECT {event.alias}.* FROM event {event.alias} WHERE {conditions(event, filter)}"
    keys = [_key(dimension, root.at) for dimension in by]
    # Where two stand on one side, against a third, the event says nothing of how they get on.
    scored = "WHERE pair.across IS NOT FALSE" if EventDimension.PAIR in by else "WHERE true"
    lacking = " OR ".join(f"{key} = ''" for key in keys) or "false"
    place = f"row_number() OVER (ORDER BY {', '.join((lacking, 'count(*) DESC', *keys))})"
    return (
        f"WITH found AS MATERIALIZED ({found}) SELECT ARRAY[{', '.join(keys)}]::text[] AS keys, count(*) AS event_count,"
        f" coalesce(sum(reports.amount), 0) AS report_count,"
        f" (avg(e.goldstein) FILTER ({scored}) / 100)::double precision AS goldstein_mean, {place} AS place"
        f" FROM found e {_keyed(by, root.at)} LEFT JOIN ({_reports(root.at)}) reports ON reports.id = e.id"
        f" GROUP BY {', '.join(keys) or '()'} HAVING count(*) > 0"
    )


def _key(dimension: EventDimension, at: str) -> str:
    key = ONE_VALUED[dimension](at) if dimension in ONE_VALUED else f"{dimension.value}.key"
    return f"coalesce({key}, '') COLLATE \"C\""


def _keyed(by: Sequence[EventDimension], at: str) -> str:
    """SQL that joins events `e` with their keys in the dimensions in which they can have several."""
    queries = ((dimension.value, MANY_VALUED[dimension](at)) for dimension in by if dimension in MANY_VALUED)
    return " ".join(f"LEFT JOIN ({query}) {name} ON {name}.id = e.id" for name, query in queries)


def _reports(at: str) -> str:
    return (
        f"SELECT f.id, count(*) AS amount FROM found f JOIN event d ON d.survivor = f.id AND {held('d', at)}"
        f" JOIN report r ON r.event_id = d.id AND r.of_event AND {held('r', at)} GROUP BY f.id"
    )
