"""append-1, append-8: one entry in a transaction, by one writer, or by eight at once that share neither a log nor a connection.

The limit is a prepared INSERT of what is already encoded. Ours encodes it and takes its turn under the lock that keeps positions
in order, as much as the library does. Told besides: an append as scripts make it, which decides whether the entry may follow what
its stream holds, and tells what was there already."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any, cast

import psycopg
from psycopg import Connection

from domain.entries import Entry
from domain.events.coded import InteractionCoded
from domain.log import Log, Stored
from scripts.benchmarks import library
from scripts.benchmarks.benchmark import RATE, Benchmark, Contest, Measure, rate
from scripts.benchmarks.ground import BY, Ground
from scripts.benchmarks.twin import INSERT, as_first, encoded, make_twin

SINGLE = 600
"""How many entries are appended one by one in a turn, at most."""

TURNS = 5

Append = Callable[[Any], object]
Make = Callable[[Sequence[InteractionCoded]], Sequence[Any]]
"""From events to what a side appends; not measured."""


def _prepare(writers: int, ground: Ground) -> Contest:
    place, peer = ground.keep(ground.place()), ground.keep(ground.peer())
    # What is told besides has a log elsewhere: ours is not to grow faster than the limit's table.
    beside = ground.keep(ground.place())
    make_twin(ground.connect(place.url))
    lines = [ground.keep(psycopg.connect(place.url, autocommit=True)) for _ in range(writers)]
    logs = [place.log, *(ground.keep(closing(Log.on_postgres(place.url))) for _ in range(writers - 1))]
    for log in (place.log, beside.log):
        log.append(ground.data.cast(), BY)
    encode, store = partial(encoded, place.log, by=BY), partial(as_first, by=BY)

    def measured(make: Make, appenders: Sequence[Append]) -> Measure:
        return partial(_measure, ground, make, appenders)

    decided = {"decided and recorded": measured(list, [partial(_append, beside.log)] * writers)}
    return Contest(
        ours=measured(store, [partial(_put, log) for log in logs]),
        limit=measured(encode, [partial(_insert, line) for line in lines]),
        peer=measured(library.coded, [lambda event: peer.app.events.put([event])] * writers),
        also=decided,
    )


def _measure(ground: Ground, make: Make, appenders: Sequence[Append]) -> float:
    things = make(ground.new_events(min(ground.count, SINGLE)))
    return rate(len(things), lambda: _all_at_once(appenders, things))


def _append(log: Log, entry: Entry) -> None:
    log.append([entry], BY)


def _put(log: Log, stored: Stored) -> None:
    log.events.put([cast(Any, stored)])


def _insert(conn: Connection[Any], stored: Any) -> None:
    conn.execute(INSERT.encode(), (stored.originator_id, stored.originator_version, stored.topic, stored.state), prepare=True)


def _all_at_once(appenders: Sequence[Append], things: Sequence[Any]) -> None:
    shares = [things[n :: len(appenders)] for n in range(len(appenders))]
    if len(appenders) == 1:
        _one_by_one(appenders[0], things)
        return
    with ThreadPoolExecutor(len(appenders)) as threads:
        list(threads.map(_one_by_one, appenders, shares))


def _one_by_one(append: Append, things: Sequence[Any]) -> None:
    for thing in things:
        append(thing)


APPEND_1 = Benchmark("append-1", RATE, partial(_prepare, 1), turns=TURNS)
APPEND_8 = Benchmark("append-8", RATE, partial(_prepare, 8), turns=TURNS)
