"""as-of: questions through the API's reader, asked as of 1 %, 50 % and 100 % of the events.

The limit is what the same questions take about now, all together. The figure counts each question at the slowest of the three
moments."""

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
"""How often each question is asked about each moment in a measurement."""

PARTS = (1, 50, 100)
NOW = "now"

ACTOR = """query($actor: String!, $asOf: AsOf) {
    actor(ref: $actor, asOf: $asOf) { name kind eventCount events(first: 20) { nodes {
        id kind title occurred { edtf } parties { actor { name } role } reports { source { publisher } } } } } }"""

RELATIONSHIP = """query($pair: [String!]!, $asOf: AsOf) {
    relationship(between: $pair, asOf: $asOf) { eventCount reportCount cooperation conflict goldsteinMean
        lastEvent { key occurred { edtf } } timeline(by: MONTH) { start eventCount } } }"""

EVENTS = """query($from: Date, $to: Date, $asOf: AsOf) {
    events(first: 100, filter: {kinds: [INTERACTION_CODED], occurred: {from: $from, to: $to}}, asOf: $asOf) {
        nodes { key title occurred { edtf } plover goldstein parties { actor { ref } } } } }"""


class Question(NamedTuple):
    """A query with its variables."""

    query: str
    variables: Mapping[str, Any]


def _questions(data: Data) -> dict[str, Question]:
    """About the busiest actor and the one in the middle, the busiest pair, the first half of the days and all of them."""
    actors = [ref for ref, _ in Counter(ref for row in data.rows for ref in (row.source, row.target)).most_common()]
    pairs = Counter(frozenset((row.source, row.target)) for row in data.rows if row.source != row.target)
    days = sorted(row.day for row in data.rows)
    return {
        "busiest actor": Question(ACTOR, {"actor": actors[0]}),
        "median actor": Question(ACTOR, {"actor": actors[len(actors) // 2]}),
        "busiest pair": Question(RELATIONSHIP, {"pair": sorted(pairs.most_common(1)[0][0])}),
        "half of the days": Question(EVENTS, {"from": days[0], "to": days[len(days) // 2]}),
        "all days": Question(EVENTS, {"from": days[0], "to": days[-1]}),
    }


class Asking:
    """The questions, and how long each answer took."""

    def __init__(self, ground: Ground) -> None:
        self._questions = _questions(ground.data)
        self._loop = ground.keep(asyncio.Runner())
        pool = ground.keep(_opened(self._loop, ReadingPool(ground.filled.url, 1)))
        self._answers = Answers(pool)
        self.took: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in self._questions}

    def measure(self, moments: Mapping[str, int | None]) -> list[dict[str, float]]:
        """For each question, how many milliseconds it takes about each moment, at the median, asked in turns."""
        medians = []
        for name, question in self._questions.items():
            took = self._loop.run(_ask(self._answers, question, moments))
            for moment in moments:
                self.took[name][moment] += took[moment]
            medians.append({moment: median(times) for moment, times in took.items()})
        return medians

    def notes(self) -> list[str]:
        """What each question took at each moment."""
        return [
            f"{name}: " + ", ".join(f"{moment} {median(t):.2f} ms" for moment, t in took.items())
            for name, took in self.took.items()
        ]


@contextmanager
def _opened(loop: asyncio.Runner, pool: ReadingPool) -> Iterator[ReadingPool]:
    loop.run(pool.open())
    try:
        yield pool
    finally:
        loop.run(pool.close())


async def _ask(answers: Answers, question: Question, moments: Mapping[str, int | None]) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {moment: [] for moment in moments}
    for _ in range(TIMES):
        for moment, position in moments.items():
            given = {**question.variables, "asOf": position and {"position": position}}
            begun = perf_counter()
            result = await answers.answer(GraphQLRequest(question.query, variables=given))
            took[moment].append((perf_counter() - begun) * 1000)
            if result.errors:
                raise AnnalsError(f"a question of the benchmark failed: {result.errors[0]}")
    return took


def _prepare(ground: Ground) -> Contest:
    ground.filled.views.prepare()
    head = ground.filled.views.fold()
    ground.connect(ground.filled.url).execute("VACUUM ANALYZE")
    asking = Asking(ground)
    moments: dict[str, int | None] = {NOW: None}
    moments |= {f"as of {part} %": head - ground.count + max(1, ground.count * part // 100) for part in PARTS}
    return Contest(
        ours=lambda: sum(max(ms for moment, ms in took.items() if moment != NOW) for took in asking.measure(moments)),
        limit=lambda: sum(took[NOW] for took in asking.measure(moments)),
        notes=asking.notes,
    )


AS_OF = Benchmark("as-of", TIME, _prepare)
