"""as-of: three questions through the API's reader, asked as of 1 %, 50 % and 100 % of the events.

The limit is what the same questions take about now, all together. The figure counts each question at the slowest of the three
moments."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Any

from api.reader import Pool, Reader, reading_pool
from api.schema import local_context, schema
from domain.errors import AnnalsError
from scripts.benchmarks.benchmark import TIME, Benchmark, Contest
from scripts.benchmarks.ground import Ground

TIMES = 15
"""How often each question is asked about each moment in a measurement."""

PARTS = (1, 50, 100)
NOW = "now"

QUESTIONS = {
    "actor": """query($actor: String!, $asOf: AsOf) {
        actor(ref: $actor, asOf: $asOf) { name kind eventCount events(first: 20) { nodes {
            id kind title occurred { edtf } parties { actor { name } role } reports { source { publisher } } } } } }""",
    "relationship": """query($pair: [String!]!, $asOf: AsOf) {
        relationship(between: $pair, asOf: $asOf) { eventCount reportCount cooperation conflict goldsteinMean
            lastEvent { key occurred { edtf } } timeline(by: MONTH) { start eventCount } } }""",
    "events": """query($from: Date, $to: Date, $asOf: AsOf) {
        events(first: 100, filter: {kinds: [INTERACTION_CODED], occurred: {from: $from, to: $to}}, asOf: $asOf) {
            nodes { key title occurred { edtf } plover goldstein parties { actor { ref } } } } }""",
}


class Asking:
    """The busiest actor, the busiest pair, the first half of the days; and how long each answer took."""

    def __init__(self, ground: Ground) -> None:
        rows = ground.data.rows
        actor = Counter(ref for row in rows for ref in (row.source, row.target)).most_common(1)[0][0]
        pair = Counter(frozenset((row.source, row.target)) for row in rows if row.source != row.target).most_common(1)[0][0]
        days = sorted(row.day for row in rows)
        self._variables = {"actor": actor, "pair": sorted(pair), "from": days[0], "to": days[len(days) // 2]}
        self._loop = ground.keep(asyncio.Runner())
        pool = ground.keep(_opened(self._loop, reading_pool(ground.filled.url, 1)))
        self._context = local_context(Reader(pool))
        self.took: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in QUESTIONS}

    def measure(self, moments: Mapping[str, int | None]) -> list[dict[str, float]]:
        """For each question, how many milliseconds it takes about each moment, at the median, asked in turns."""
        medians = []
        for name, question in QUESTIONS.items():
            took = self._loop.run(_ask(self._context, question, self._variables, moments))
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
def _opened(loop: asyncio.Runner, pool: Pool) -> Iterator[Pool]:
    loop.run(pool.open())
    try:
        yield pool
    finally:
        loop.run(pool.close())


async def _ask(
    context: Mapping[str, Any], question: str, variables: Mapping[str, Any], moments: Mapping[str, int | None]
) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {moment: [] for moment in moments}
    for _ in range(TIMES):
        for moment, position in moments.items():
            given = {**variables, "asOf": position and {"position": position}}
            begun = perf_counter()
            result = await schema().execute(question, given, context_value=context)
            took[moment].append((perf_counter() - begun) * 1000)
            if result.errors:
                raise AnnalsError(f"a question of the benchmark failed: {result.errors[0]}")
    return took


def _prepare(ground: Ground) -> Contest:
    ground.filled.runner.prepare()
    head = ground.filled.runner.catch_up()
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
