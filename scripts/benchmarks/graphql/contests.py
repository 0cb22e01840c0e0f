"""graphql-...: requests a second that the served API answers, beside PostGraphile 5; by text, and known: by the text's hash.

One process each, as many connections, 16 clients; variables change with every request; answers are compared first. PostGraphile has
views of the rows that hold now. It is installed by npm into a cache folder."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from statistics import median

from scripts.benchmarks.benchmark import Benchmark, Contest
from scripts.benchmarks.graphql.arena import Body, arena, bodies, compare, known_bodies
from scripts.benchmarks.graphql.questions import QUESTIONS, Question
from scripts.benchmarks.graphql.wrk import Load, load
from scripts.benchmarks.ground import Ground

UNIT = "requests/s"
SECONDS = 4
"""How long each server is asked in one measurement."""


def _prepare(question: Question, known: bool, ground: Ground) -> Contest:
    both = ground.shared(arena)
    variables = question.variables(ground.data)
    compare(both, question, variables)
    ours = known_bodies(both.ours, question.ours, variables) if known else bodies(question.ours, variables)
    withstood: dict[str, list[Load]] = defaultdict(list)

    def measured(name: str, url: str, requests: Sequence[Body]) -> Callable[[], float]:
        def measure() -> float:
            withstood[name].append(load(url, requests, SECONDS))
            return withstood[name][-1].rate

        return measure

    target = question.known_target if known else question.target
    return Contest(
        ours=measured("annals", both.ours, ours),
        peer=measured("PostGraphile", both.theirs, bodies(question.theirs, variables)),
        notes=lambda: [f"target {target} times; " + "; ".join(_latency(name, loads) for name, loads in withstood.items())],
    )


def _latency(name: str, loads: Sequence[Load]) -> str:
    return f"{name} p50 {median(load.p50 for load in loads):.1f} ms, p95 {median(load.p95 for load in loads):.1f} ms"


GRAPHQL = tuple(
    Benchmark(f"graphql-{question.name}{'-known' if known else ''}", UNIT, partial(_prepare, question, known), only_named=True)
    for question in QUESTIONS
    for known in (False, True)
)
