"""bulk, bulk-validated: all events into an empty log, already encoded, or as JSON as a file has them.

The limit is one COPY of what is already encoded into an empty table like the log's. Ours goes in batches, and tells what is there
already from what is new; processes that have begun before validate and encode, as in a long import. The library validates
nothing."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any

import orjson
import psycopg
from eventsourcing.persistence import StoredEvent

from domain.errors import AnnalsError
from domain.intake import read_entries
from domain.log import Log
from domain.log.imports import Encoded, batches, encode
from domain.processes import cores, done_ahead, helpers
from scripts.benchmarks import library
from scripts.benchmarks.benchmark import RATE, Benchmark, Contest, Measure, rate
from scripts.benchmarks.ground import BATCH, BY, Ground
from scripts.benchmarks.twin import COPY, encoded, make_twin

FEW = 50
"""How many lines of a batch a process reads at one go: so few that they stay in the processor's cache."""


def _prepare_encoded(ground: Ground) -> Contest:
    stored = _stored(ground)
    with ground.peer() as peer:
        theirs = [peer.app.mapper.to_stored_event(event) for event in library.coded(ground.data.events(0, ground.count))]
    return Contest(
        ours=partial(_measure_ours, ground, _insert, stored),
        limit=_limit(ground, stored),
        peer=partial(_measure_peer, ground, library.insert, theirs),
    )


def _prepare_validated(ground: Ground) -> Contest:
    events = ground.data.events(0, ground.count)
    lines = [orjson.dumps({"kind": e.kind(), **e.content()}) for e in events]
    pool = ground.keep(helpers(_begin))
    deque(pool.map(_encode, [lines[:1]] * 100))
    return Contest(
        ours=partial(_measure_ours, ground, partial(_validate_and_import, pool), lines),
        limit=_limit(ground, _stored(ground)),
        peer=partial(_measure_peer, ground, library.put, library.coded(events)),
    )


def _stored(ground: Ground) -> list[StoredEvent]:
    with ground.place() as place:
        return encoded(place.log, ground.data.events(0, ground.count), BY)


def _measure_ours(ground: Ground, append: Callable[[Log, Sequence[Any]], None], things: Sequence[Any]) -> float:
    with ground.place() as place:
        return rate(len(things), lambda: append(place.log, things))


def _insert(log: Log, stored: Sequence[StoredEvent]) -> None:
    for append in log.store.prepare(batches(stored, BATCH)):
        append()


def _validate_and_import(pool: Executor, log: Log, lines: Sequence[bytes]) -> None:
    ahead = done_ahead(pool, _encode, batches(lines, BATCH), 2 * cores() + 2)
    recorded = sum(imported.recorded for imported in log.import_encoded(ahead))
    if recorded != len(lines):
        raise AnnalsError(f"{recorded} of {len(lines)} events were recorded")


def _begin() -> None:
    """What these processes need, they have imported by now."""


def _encode(lines: Sequence[bytes]) -> Encoded:
    return encode((entry, BY) for few in batches(lines, FEW) for entry in read_entries([orjson.loads(line) for line in few], None))


def _measure_peer(ground: Ground, append: Callable[[library.Library, Sequence[Any]], None], things: Sequence[Any]) -> float:
    with ground.peer() as peer:
        return rate(len(things), lambda: append(peer.app, things))


def _limit(ground: Ground, stored: Sequence[StoredEvent]) -> Measure:
    def measure() -> float:
        with ground.place() as place, psycopg.connect(place.url, autocommit=True) as conn:
            make_twin(conn)
            return rate(len(stored), lambda: _copy(conn, stored))

    return measure


def _copy(conn: psycopg.Connection[Any], stored: Sequence[StoredEvent]) -> None:
    (now,) = conn.execute("SELECT clock_timestamp()").fetchone() or (None,)
    with conn.cursor().copy(COPY) as copy:
        copy.set_types(["uuid", "int8", "text", "bytea", "timestamptz"])
        for e in stored:
            copy.write_row((e.originator_id, e.originator_version, e.topic, e.state, now))


BULK = Benchmark("bulk", RATE, _prepare_encoded)
BULK_VALIDATED = Benchmark("bulk-validated", RATE, _prepare_validated)
