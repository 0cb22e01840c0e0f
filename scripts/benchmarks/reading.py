"""read: the whole log from its beginning, decoded into entries.

The limit is a COPY of the same rows to this process, which looks at none of them."""

from typing import Any

from psycopg import Connection

from domain.log import Log
from scripts.benchmarks import library
from scripts.benchmarks.benchmark import RATE, Benchmark, Contest, rate
from scripts.benchmarks.ground import Ground

PAGE = 2000
COPY = "COPY (SELECT * FROM annals.annals_events ORDER BY notification_id) TO STDOUT (FORMAT BINARY)"


def _prepare(ground: Ground) -> Contest:
    log, conn, peer = ground.filled.log, ground.connect(ground.filled.url), ground.filled_peer.app
    (entries,) = conn.execute("SELECT count(*) FROM annals.annals_events").fetchone() or (0,)
    return Contest(
        ours=lambda: rate(entries, lambda: _read(log)),
        limit=lambda: rate(entries, lambda: _copy(conn)),
        peer=lambda: rate(ground.count, lambda: _read_peer(peer)),
    )


def _read(log: Log) -> None:
    after = 0
    while page := log.read(after, PAGE):
        after = page[-1].position


def _copy(conn: Connection[Any]) -> None:
    with conn.cursor().copy(COPY) as copy:
        for _ in copy:
            pass


def _read_peer(app: library.Library) -> None:
    after = 0
    while page := app.recorder.select_notifications(after, PAGE, inclusive_of_start=False):
        for notification in page:
            app.mapper.to_domain_event(notification)
        after = page[-1].id


READ = Benchmark("read", RATE, _prepare)
