"""visible-after: from an append's return until its entry is in the views, at the median, while 500 entries a second come in.

The limit is the 50 milliseconds that were set as the goal. The library appends and folds at the same pace, if it can."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median
from threading import Event, Thread
from time import perf_counter, sleep
from typing import Any

from psycopg import Connection

from domain.errors import AnnalsError
from projections.live import LiveViews
from projections.schemas import LIVE
from scripts.benchmarks import library
from scripts.benchmarks.benchmark import TIME, Benchmark, Contest
from scripts.benchmarks.ground import BY, Ground

PACE = 500
SECONDS = 4
GOAL = 50.0
LOOK = 0.001
"""Seconds between two looks at the position that the views have reached."""
PATIENCE = 60

REACHED = f"SELECT position FROM {LIVE}.checkpoint"


class Watch(Thread):
    """Notes which position the view has reached at what time, until it reaches the last."""

    def __init__(self, conn: Connection[Any], query: str) -> None:
        super().__init__(daemon=True)
        self._conn, self._query = conn, query
        self.seen: list[tuple[int, float]] = [(0, perf_counter())]
        self.last: int | None = None
        self.start()

    def run(self) -> None:
        while self.last is None or self.seen[-1][0] < self.last:
            (position,) = self._conn.execute(self._query.encode()).fetchone() or (0,)
            if position > self.seen[-1][0]:
                self.seen.append((position, perf_counter()))
            sleep(LOOK)


class Stream:
    """Appends at a steady pace, and watches."""

    def __init__(self, conn: Connection[Any], query: str, append: Callable[[Any], int]) -> None:
        self._conn, self._query, self._append = conn, query, append
        self.paces: list[float] = []
        """How many a second came in."""

    def run(self, things: Sequence[Any]) -> float:
        """The median time from an append's return until it can be seen, in milliseconds."""
        watch, begun, returned = Watch(self._conn, self._query), perf_counter(), []
        for number, thing in enumerate(things):
            sleep(max(0.0, begun + number / PACE - perf_counter()))
            returned.append((self._append(thing), perf_counter()))
        self.paces.append(len(things) / (perf_counter() - begun))
        watch.last = returned[-1][0]
        watch.join(PATIENCE)
        if watch.is_alive():
            raise AnnalsError(f"position {watch.last} was not in the view {PATIENCE} seconds after it was appended")
        return median(_delays(returned, watch.seen)) * 1000


def _delays(returned: Sequence[tuple[int, float]], seen: Sequence[tuple[int, float]]) -> Iterator[float]:
    looks = iter(seen)
    reached, at = next(looks)
    for position, time in returned:
        while reached < position:
            reached, at = next(looks)
        yield max(0.0, at - time)


def _prepare(ground: Ground) -> Contest:
    place, peer = ground.keep(ground.place()), ground.keep(ground.peer())
    place.log.append(ground.data.cast(), BY)
    place.views.prepare()
    place.views.fold()
    count = min(ground.count, PACE * SECONDS)
    ours = Stream(ground.connect(place.url), REACHED, lambda entry: place.log.append([entry], BY)[0].position)
    theirs = Stream(ground.connect(peer.url), library.TRACKED, lambda event: peer.app.events.put([event])[0].notification.id)

    def measure() -> float:
        stop = Event()
        thread = Thread(target=LiveViews(place.log).follow, args=(stop,))
        thread.start()
        try:
            return ours.run(ground.new_events(count))
        finally:
            stop.set()
            thread.join()

    def measure_peer() -> float:
        with library.projecting(peer.url):
            return theirs.run(library.coded(ground.new_events(count)))

    paces = {"ours": ours.paces, "the library's": theirs.paces}
    return Contest(
        ours=measure,
        limit=lambda: GOAL,
        peer=measure_peer,
        notes=lambda: [f"{whose} came in at {median(kept):,.0f} events/s" for whose, kept in paces.items()],
    )


VISIBLE_AFTER = Benchmark("visible-after", TIME, _prepare)
