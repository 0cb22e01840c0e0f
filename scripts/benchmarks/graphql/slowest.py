"""graphql-slowest: what is left to others while sixteen clients ask the slowest query that the default limits admit.

The figure is what a light query takes at the median meanwhile; the limit is what it takes when nobody else asks. Beneath the table
stand the slowest query, how long it takes, and the next slowest ones. It needs neither wrk nor PostGraphile."""

import random
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from itertools import islice
from statistics import median
from time import perf_counter, sleep

from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import TIME, Benchmark, Contest
from scripts.benchmarks.graphql import servers
from scripts.benchmarks.graphql.arena import Body, answer
from scripts.benchmarks.graphql.heavy_queries import HeavyQuery, heavy_queries
from scripts.benchmarks.ground import Ground

COPIES = 16
"""How many clients ask the slowest query at once."""

SHOWN = 5
"""How many of the slowest queries are told, and asked again to know better how long they take."""

AGAIN = 3
ALONE = 100
"""How often the light query is asked when nobody else asks."""

PAUSE = 0.02
"""Seconds between two light queries."""

LIGHT = "query($ref: String!) { actor(ref: $ref) { name events(first: 10) { totalCount nodes { key title } } } }"


class Load:
    """A served database, its slowest query, and what light queries took beside it."""

    def __init__(self, ground: Ground, url: str, head: int) -> None:
        self._url, self._chance = url, random.Random(1)
        self._actors = [row.source for row in ground.data.rows]
        took = ((self._seconds({"query": heavy.text}), heavy) for heavy in heavy_queries(ground.data, head))
        slowest = sorted(((seconds, heavy) for seconds, heavy in took if seconds), reverse=True)[:SHOWN]
        self.slowest = sorted(((self._usual(heavy), heavy) for _, heavy in slowest), reverse=True)
        self.meanwhile: list[float] = []
        self.served: list[float] = []
        self.refused = 0

    def _usual(self, heavy: HeavyQuery) -> float:
        """How many seconds a query takes at the median."""
        return median(self._seconds({"query": heavy.text}) or 0 for _ in range(AGAIN))

    def _seconds(self, body: Body) -> float | None:
        """How long it takes to answer a request; None where it is not answered, as it is wrong or the server is busy."""
        begun = perf_counter()
        try:
            answer(self._url, body)
        except AnnalsError:
            return None
        return perf_counter() - begun

    def _light(self) -> Iterator[float]:
        """How many milliseconds each of many light queries takes."""
        while True:
            begun = perf_counter()
            answer(self._url, {"query": LIGHT, "variables": {"ref": self._chance.choice(self._actors)}})
            yield (perf_counter() - begun) * 1000
            sleep(PAUSE)

    def alone(self) -> float:
        """What a light query takes when nobody else asks."""
        return median(islice(self._light(), ALONE))

    def beside(self) -> float:
        """What it takes while all ask the slowest."""
        (_, heavy), *_ = self.slowest
        took: list[float] = []
        with ThreadPoolExecutor(COPIES) as clients:
            asked = [clients.submit(self._seconds, {"query": heavy.text}) for _ in range(COPIES)]
            for milliseconds in self._light():
                took.append(milliseconds)
                if not _under_way(asked):
                    break
        answered = [seconds for each in asked if (seconds := each.result())]
        self.served += answered
        self.refused += COPIES - len(answered)
        self.meanwhile += took
        return median(took)

    def notes(self) -> list[str]:
        """The slowest queries, and what became of the copies."""
        (seconds, heavy), *_ = self.slowest
        light = sorted(self.meanwhile)
        return [
            f"the slowest admitted query takes {seconds:.2f} s (target 2 s): {heavy.name}, cost {heavy.cost}: {_short(heavy.text)}",
            f"{COPIES} copies at once: {len(self.served)} answered, the last after {max(self.served, default=0):.1f} s,"
            f" {self.refused} told to ask again; light queries meanwhile: median {median(light):.0f} ms (target 200 ms),"
            f" 95 in a hundred within {light[len(light) * 95 // 100]:.0f} ms",
            *(f"next: {seconds:.2f} s, cost {each.cost}: {each.name}" for seconds, each in self.slowest[1:]),
        ]


def _under_way(asked: list[Future[float | None]]) -> bool:
    return bool(wait(asked, timeout=0).not_done)


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:300]}... ({len(text)} characters)"


@contextmanager
def _load(ground: Ground) -> Iterator[Load]:
    place = ground.filled
    place.views.prepare()
    head = place.views.fold()
    with ExitStack() as stack:
        # The server registers the states when it starts: before the tables are put in order.
        url = stack.enter_context(servers.annals(place.url))
        ground.connect(place.url).execute("VACUUM ANALYZE")
        yield Load(ground, url, head)


def _prepare(ground: Ground) -> Contest:
    load = ground.keep(_load(ground))
    return Contest(ours=load.beside, limit=load.alone, notes=load.notes)


SLOWEST = Benchmark("graphql-slowest", TIME, _prepare, only_named=True)
"""The target: 200 ms, while the slowest takes 2 s at most."""
