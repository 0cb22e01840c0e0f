"""What a benchmark is: one thing that annals does, beside its limit and beside the library, measured in turns."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from domain.errors import AnnalsError
from scripts.benchmarks.ground import Ground

Measure = Callable[[], float]
"""Does a thing once and tells how fast, in the benchmark's unit."""

RATE = "events/s"
TIME = "ms"


@dataclass(frozen=True, slots=True)
class Contest:
    """A benchmark made ready: those who are measured in turns."""

    ours: Measure
    limit: Measure | None = None
    peer: Measure | None = None
    also: Mapping[str, Measure] = field(default_factory=dict)
    """Other ways to do the same, told beneath the table."""
    notes: Callable[[], list[str]] = list
    """What else there is to tell in the end. Raises AnnalsError where the sides did not do the same."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One figure of annals."""

    name: str
    unit: str
    prepare: Callable[[Ground], Contest]
    only_named: bool = False
    """Whether it is left out where nothing is asked for by name: it needs more than PostgreSQL."""
    turns: int = 1
    """How often each side is measured in a round. What waits for the disk at every step wants many short turns: the disk's pace
    changes from one second to the next, and is to hit all sides alike."""


class Skipped(AnnalsError):
    """A benchmark that cannot be run here: why, and what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians of all rounds and turns. A ratio above 1 is better than the limit or the peer."""

    name: str
    figure: float
    unit: str
    limit: float | None
    ratio: float | None
    peer: float | None
    peer_ratio: float | None
    notes: tuple[str, ...]


def run(benchmark: Benchmark, ground: Ground, rounds: int) -> Iterator[Result | None]:
    """Measures a benchmark: None after each round, in the end the result. Raises AnnalsError."""
    figures: dict[str, list[float]] = defaultdict(list)
    with ground.one_benchmark():
        contest = benchmark.prepare(ground)
        others = {"limit": contest.limit, "peer": contest.peer}
        sides = {"ours": contest.ours, **{name: other for name, other in others.items() if other}, **contest.also}
        for number in range(rounds):
            for turn in range(benchmark.turns):
                for name in _in_turn(list(sides), number + turn):
                    if turn == 0:
                        ground.settle()
                    figures[name].append(_without_our_garbage(sides[name]))
            yield None
        yield _result(benchmark, {name: median(found) for name, found in figures.items()}, contest)


def rate(count: int, work: Callable[[], object]) -> float:
    """How many of its `count` events some work gets through in a second."""
    begun = perf_counter()
    work()
    return count / (perf_counter() - begun)


def _without_our_garbage(measure: Measure) -> float:
    """Measures while Python looks for no garbage among what the bench itself keeps: no other process would hold that."""
    gc.collect()
    gc.freeze()
    try:
        return measure()
    finally:
        gc.unfreeze()


def _in_turn(names: list[str], number: int) -> list[str]:
    """Each round begins with another side: whatever slows the machine down then hits all alike."""
    first = number % len(names)
    return names[first:] + names[:first]


def _result(benchmark: Benchmark, medians: Mapping[str, float], contest: Contest) -> Result:
    unit, ours, limit, peer = benchmark.unit, medians["ours"], medians.get("limit"), medians.get("peer")
    others = [f"{n}: {medians[n]:,.0f} {unit}, {_ratio(unit, medians[n], limit or 0):.2f} of the limit" for n in contest.also]
    return Result(
        name=benchmark.name,
        figure=round(ours, 2),
        unit=unit,
        limit=None if limit is None else round(limit, 2),
        ratio=None if limit is None else round(_ratio(unit, ours, limit), 3),
        peer=None if peer is None else round(peer, 2),
        peer_ratio=None if peer is None else round(_ratio(unit, ours, peer), 2),
        notes=(*others, *contest.notes()),
    )


def _ratio(unit: str, figure: float, other: float) -> float:
    """How many times as good one figure is as another: of rates the greater is better, of times the smaller."""
    return other / figure if unit == TIME else figure / other
