"""catch-up, rebuild, rebuild-one: the whole log folded into all views, live ones with their indexes or new ones beside them; or
into one new view.

The limit is SQL that fills the same tables, indexed at the same time, and is proved equal by checksum. Ours folds in transactions
of a page each, and a rebuild swaps what is new in and drops what is old. The library folds into one view only, that of
rebuild-one."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from psycopg import Connection

from domain.errors import AnnalsError
from projections import schemas, standings
from projections.schemas import LIVE
from projections.view import View
from projections.views import VIEWS
from scripts.benchmarks import library, pure_sql
from scripts.benchmarks.benchmark import RATE, Benchmark, Contest, rate
from scripts.benchmarks.ground import Ground

SCHEMA = "bench_limit"

PEER = 2000
"""How many events the library folds in a measurement, at most: its rate does not depend on it."""


class Unequal(AnnalsError):
    """The limit filled a view otherwise than the fold did."""


def _prepare(views: Sequence[View[Any]], whole: bool, ground: Ground) -> Contest:
    place, conn, peer = ground.filled, ground.connect(ground.filled.url), ground.filled_peer
    peer_conn = ground.connect(peer.url)
    names = [] if views is VIEWS else [view.name for view in views]
    place.views.prepare()
    place.views.fold()

    def catch_up() -> float:
        schemas.drop(conn, LIVE)
        place.views.prepare()
        return rate(ground.count, place.views.fold)

    return Contest(
        ours=(lambda: rate(ground.count, lambda: place.views.rebuild(names))) if whole else catch_up,
        limit=partial(_limit, conn, ground.count, whole, views),
        peer=partial(library.project, peer.url, peer_conn, min(PEER, ground.count)),
        notes=lambda: [_compare(conn, views)],
    )


def _limit(conn: Connection[Any], count: int, indexed_last: bool, views: Sequence[View[Any]]) -> float:
    schemas.drop(conn, SCHEMA)
    if indexed_last:
        return rate(count, lambda: _rebuild(conn, views))
    _create(conn, views)
    schemas.create_indexes(conn, views)
    return rate(count, lambda: pure_sql.fill(conn, views))


def _rebuild(conn: Connection[Any], views: Sequence[View[Any]]) -> None:
    _create(conn, views)
    pure_sql.fill(conn, views)
    schemas.create_indexes(conn, views)


def _create(conn: Connection[Any], views: Sequence[View[Any]]) -> None:
    schemas.create(conn, SCHEMA, views)
    pure_sql.make_codes(conn)


def _compare(conn: Connection[Any], views: Sequence[View[Any]]) -> str:
    """Raises Unequal."""
    rows = 0
    tables = [name for view in views for name in (view.name, *(tally.name for tally in view.table.tallies))]
    for table in tables:
        live, limit = (checksum(conn, f"{schema}.{table}") for schema in (LIVE, SCHEMA))
        if live != limit:
            raise Unequal(f"{table}: the fold gives {live[0]:,} rows, SQL {limit[0]:,}, and their checksums differ")
        rows += live[0]
    return f"equal: {len(tables)} tables, {rows:,} rows"


def checksum(conn: Connection[Any], table: str) -> tuple[int, int]:
    """How many rows a table has, and a sum of their hashes."""
    query = f"SELECT count(*), coalesce(sum(hashtextextended(r::text, 0)::numeric), 0) FROM {table} r"
    count, total = conn.execute(query.encode()).fetchone() or (0, 0)
    return int(count), int(total)


CATCH_UP = Benchmark("catch-up", RATE, partial(_prepare, VIEWS, False))
REBUILD = Benchmark("rebuild", RATE, partial(_prepare, VIEWS, True))
REBUILD_ONE = Benchmark("rebuild-one", RATE, partial(_prepare, (standings.VIEW,), True))
