"""graphql-search: searches through the API's reader, beside the look-up of one actor by its ref, asked in turns.

The figure is what the slowest search takes at the median; the limit is what the look-up takes. Beneath the table stands each
search, now and as of half of the events. Unlike the other graphql benchmarks it needs neither wrk nor PostGraphile."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from api.answering.answers import Answers
from api.documents.request import GraphQLRequest
from api.pool import ReadingPool
from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import TIME, Benchmark, Contest
from scripts.benchmarks.data import Data
from scripts.benchmarks.ground import Ground

TIMES = 15
"""How often each search is asked in a measurement."""

LOOK_UP = "query($ref: String!, $asOf: AsOf) { actor(ref: $ref, asOf: $asOf) { name } }"
BY_NAME = "query($text: String, $asOf: AsOf) { actors(search: $text, asOf: $asOf) { totalCount nodes { name } } }"
BY_TEXT = "query($text: String, $asOf: AsOf) { events(filter: {text: $text}, asOf: $asOf) { totalCount nodes { key title } } }"
BY_ACTORS = "query($names: [String!], $asOf: AsOf) { events(filter: {actors: $names}, asOf: $asOf) { totalCount nodes { key } } }"
UNKNOWN = "query($ref: String!, $asOf: AsOf) { relationships(actor: $ref, asOf: $asOf) { totalCount } }"


class Search(NamedTuple):
    """A query with its variables; `refused`: the answer is the error that names the nearest."""

    query: str
    variables: Mapping[str, Any]
    refused: bool = False


def searches(data: Data) -> dict[str, Search]:
    """The look-up, and searches for what stands in few names or events, in some, and in many."""
    events = Counter(ref for row in data.rows for ref in (row.source, row.target))
    busiest, *_, idlest = (ref for ref, _ in events.most_common())
    pair, _ = Counter((row.source, row.target) for row in data.rows if row.source != row.target).most_common(1)[0]
    words = Counter(word for name in data.names.values() for word in {*name.lower().split()})
    commonest = words.most_common(1)[0][0]
    busy, idle = data.names[busiest], data.names[idlest]
    return {
        "look-up": Search(LOOK_UP, {"ref": busiest}),
        "name of few": Search(BY_NAME, {"text": idle}),
        "name of some": Search(BY_NAME, {"text": busy}),
        "name of many": Search(BY_NAME, {"text": commonest}),
        "text of few": Search(BY_TEXT, {"text": idle}),
        "text of some": Search(BY_TEXT, {"text": busy}),
        "text of all": Search(BY_TEXT, {"text": "interaction"}),
        "actors together": Search(BY_ACTORS, {"names": [*pair]}),
        "did you mean": Search(UNKNOWN, {"ref": f"{busy}x"}, refused=True),
        "did you mean, 6000 characters": Search(UNKNOWN, {"ref": f"{busy} " * (6000 // len(busy))}, refused=True),
    }


class Asking:
    """The searches, and how many milliseconds each took."""

    def __init__(self, ground: Ground, half: int) -> None:
        self._searches, self._moments = searches(ground.data), {"now": None, "as of 50 %": {"position": half}}
        self._loop = ground.keep(asyncio.Runner())
        pool = ground.keep(_opened(self._loop, ReadingPool(ground.filled.url, 1)))
        self._answers = Answers(pool)
        self.took: dict[tuple[str, str], list[float]] = defaultdict(list)

    def measure(self) -> None:
        """Asks all of them in turns."""
        self._loop.run(self._ask())

    async def _ask(self) -> None:
        for _ in range(TIMES):
            for name, search in self._searches.items():
                for moment, as_of in self._moments.items():
                    begun = perf_counter()
                    request = GraphQLRequest(search.query, variables={**search.variables, "asOf": as_of})
                    result = await self._answers.answer(request)
                    self.took[name, moment].append((perf_counter() - begun) * 1000)
                    if bool(result.errors) is not search.refused:
                        raise AnnalsError(f"a search of the benchmark went wrong: {name}: {result.errors}"[:300])

    def look_up(self) -> float:
        """What the look-up takes now."""
        return median(self.took["look-up", "now"])

    def slowest(self) -> float:
        """What the slowest search takes now."""
        return max(median(took) for (name, moment), took in self.took.items() if moment == "now" and name != "look-up")

    def notes(self) -> list[str]:
        """What each search took, and how many look-ups that is."""
        notes = []
        for name in self._searches:
            now, then = (median(self.took[name, moment]) for moment in self._moments)
            notes.append(f"{name}: now {now:.2f} ms, {now / self.look_up():.1f} look-ups; as of 50 % {then:.2f} ms")
        return notes


@contextmanager
def _opened(loop: asyncio.Runner, pool: ReadingPool) -> Iterator[ReadingPool]:
    loop.run(pool.open())
    try:
        yield pool
    finally:
        loop.run(pool.close())


def _prepare(ground: Ground) -> Contest:
    ground.filled.views.prepare()
    head = ground.filled.views.fold()
    ground.connect(ground.filled.url).execute("VACUUM ANALYZE")
    asking = Asking(ground, head - ground.count // 2)

    def measure() -> float:
        asking.measure()
        return asking.slowest()

    def look_up() -> float:
        asking.measure()
        return asking.look_up()

    return Contest(ours=measure, limit=look_up, notes=asking.notes)


SEARCH = Benchmark("graphql-search", TIME, _prepare, only_named=True)
