"""Proves that the views are the fold of the log: folds it afresh beside them and compares row by row."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from domain.log import Log
from domain.postgres.connection import set_schema
from projections.building import Build
from projections.checkpoint import parked_positions, read_checkpoint
from projections.folding import Progress
from projections.period import OPEN
from projections.schemas import LIVE, building, drop_if_free, left_over
from projections.tally import Tally
from projections.view import View
from projections.views import VIEWS


@dataclass(frozen=True, slots=True)
class Difference:
    """The first row, by position, in which a view differs from a fresh fold; one of the two may be missing."""

    view: str
    live: dict[str, Any] | None
    folded: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the views stand to the log."""

    position: int
    """Up to which position they were compared."""
    head: int
    rows: int
    """How many rows were compared."""
    differences: tuple[Difference, ...]
    is_of_this_log: bool = True
    """Whether the log has the entry up to which the views are folded. Without it there is nothing to compare."""

    @property
    def passed(self) -> bool:
        """Whether all is as it should be."""
        return self.is_of_this_log and not self.differences


def verify(log: Log, conn: Connection[Any], page: int, progress: Progress | None = None) -> Verdict:
    """Folds the log afresh up to where the live views are, without what is parked, and compares.

    The caller holds the lock of verifications on this connection, which sees the live views."""
    live, schema = read_checkpoint(conn), building("check")
    if not live.is_of_this_log:
        return Verdict(live.position, live.head, 0, (), is_of_this_log=False)
    for left in left_over(conn, "check"):
        drop_if_free(conn, left)
    skip = parked_positions(conn)
    try:
        Build(log, conn, schema, VIEWS, page, skip).fold.run(until=live.position, progress=progress)
        found = [_compare(conn, schema, view, live.position) for view in VIEWS]
        set_schema(conn, LIVE)
        found += [_recount(conn, tally) for view in VIEWS for tally in view.table.tallies]
    finally:
        drop_if_free(conn, schema)
    differences = tuple(difference for difference, _ in found if difference)
    return Verdict(live.position, live.head, sum(rows for _, rows in found), differences)


def _compare(conn: Connection[Any], fresh: str, view: View[Any], position: int) -> tuple[Difference | None, int]:
    live, folded = (conn.execute(_sum(schema, view).encode(), (position,)).fetchone() for schema in (LIVE, fresh))
    rows = int(folded[0]) if folded else 0
    return (None, rows) if live == folded else (_first_difference(conn, fresh, view, position), rows)


def _recount(conn: Connection[Any], tally: Tally) -> tuple[Difference | None, int]:
    """A tally against the rows that it counts, as both are at this moment."""
    with conn.cursor(row_factory=dict_row) as cursor:
        wrong = cursor.execute(f"{tally.differences()} LIMIT 1".encode()).fetchone()
        (rows,) = (cursor.execute(f"SELECT count(*) AS n FROM {tally.name}".encode()).fetchone() or {"n": 0}).values()
    if wrong is None:
        return None, int(rows)
    sides = {side: wrong.pop(side) for side in ("live", "folded")}
    live, folded = ({**wrong, "change": change} for change in sides.values())
    return Difference(tally.name, live, folded), int(rows)


def _rows(schema: str, view: View[Any]) -> str:
    """SQL for a view's rows as they were known at a position: what ended later is still open."""
    columns = ", ".join(view.table.columns)
    return (
        f"SELECT {columns}, known_from, CASE WHEN known_until > p.at THEN {OPEN} ELSE known_until END AS known_until"
        f" FROM {schema}.{view.name}, (SELECT %s::bigint AS at) p WHERE known_from <= p.at"
    )


def _sum(schema: str, view: View[Any]) -> str:
    # The sum of the rows' hashes does not depend on their order, and takes no memory.
    return f"SELECT count(*), sum(hashtextextended(r::text, 0)::numeric) FROM ({_rows(schema, view)}) r"


def _first_difference(conn: Connection[Any], fresh: str, view: View[Any], position: int) -> Difference:
    live, folded = _rows(LIVE, view), _rows(fresh, view)
    query = (
        f"SELECT * FROM (SELECT 'live' AS found_in, r.* FROM ({live} EXCEPT {folded}) r"
        f" UNION ALL SELECT 'folded', r.* FROM ({folded} EXCEPT {live}) r) d"
        f" ORDER BY known_from, {view.table.key}, line LIMIT 2"
    )
    with conn.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(query.encode(), (position,) * 4).fetchall()
    first = found[:1] + [r for r in found[1:] if all(r[c] == found[0][c] for c in (view.table.key, "line", "known_from"))]
    sides = {row.pop("found_in"): row for row in first}
    return Difference(view.name, sides.get("live"), sides.get("folded"))
