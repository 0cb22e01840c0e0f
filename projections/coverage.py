"""Which events of a data set a file has, and which it lacks of those in the time and the countries that it covers."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import Connection

from projections.directory import NOW
from projections.period import held
from projections.places import country_of

SEEN = "CREATE TEMPORARY TABLE seen (id uuid PRIMARY KEY)"

SEE = "INSERT INTO seen SELECT DISTINCT unnest(%(ids)s::uuid[]) ON CONFLICT DO NOTHING RETURNING id"

COVERED = f"""
WITH ours AS (
    SELECT e.id, e.key, e.place, e.retracted, seen.id IS NOT NULL AS there,
        e.occurred_earliest >= %(first)s AND e.occurred_latest <= %(last)s AS in_time
    FROM event e LEFT JOIN seen USING (id)
    WHERE starts_with(e.key, %(prefix)s) AND {held("e", "%(at)s")}
), land AS MATERIALIZED (
    SELECT place, {country_of("p.place", "%(at)s")} AS country FROM (SELECT DISTINCT place FROM ours WHERE place IS NOT NULL) p
), covered AS (
    SELECT ours.*, land.country FROM ours JOIN land USING (place)
    WHERE in_time AND (
        land.country = ANY(%(countries)s) OR land.country IN (SELECT l.country FROM ours o JOIN land l USING (place) WHERE o.there)
    )
)
SELECT id, key, country, there FROM covered WHERE NOT retracted ORDER BY key
"""
"""Events that are surely within the time: those that may have been outside it are not, nor are those in no country."""


RELEASES = f"""
SELECT substr(ref, length(%(prefix)s) + 1), published_earliest FROM source
WHERE starts_with(ref, %(prefix)s) AND {held("source", "%(at)s")}
"""


class Covered(NamedTuple):
    """What the log has of a data set for the time and the countries of a file. `gone`: keys of what the file lacks, by id."""

    first: date
    last: date
    total: int
    gone: dict[UUID, str]
    countries: tuple[str, ...]


class Coverage:
    """Remembers which events a file has; `conn` is its own, and sees the live views."""

    def __init__(self, conn: Connection[Any]) -> None:
        self._conn = conn
        conn.execute(SEEN.encode())

    def releases(self, prefix: str) -> list[tuple[str, date | None]]:
        """The releases that are registered: what their ids as sources have after a prefix, and when they came out, if that was
        said."""
        return [(label, day) for label, day in self._conn.execute(RELEASES.encode(), {"prefix": prefix, "at": NOW})]

    def see(self, ids: Collection[UUID]) -> set[UUID]:
        """Remembers these; those that are new to it."""
        return {id for (id,) in self._conn.execute(SEE.encode(), {"ids": list(ids)})}

    def covered(self, dataset: str, first: date, last: date, countries: Collection[str] = ()) -> Covered:
        """What there is of a data set, whose keys begin with its name, from one day to another, in the file's countries: those
        given, and those of its events that the log has."""
        query = {"prefix": f"{dataset}:", "first": first, "last": last, "countries": list(countries), "at": NOW}
        rows = self._conn.execute(COVERED.encode(), query).fetchall()
        gone = {id: key for id, key, _, there in rows if not there}
        return Covered(first, last, len(rows), gone, tuple(sorted({country for _, _, country, _ in rows})))
