"""Walks of random faults: each is made from a seed, proved at its end, and shortened where it fails."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from command_line import run_annals

from faults.checker import Findings, check
from faults.cluster import Cluster, cluster
from faults.steps import Step, random_step
from faults.subscriber import Subscriber


@dataclass
class Result:
    """What came of a walk."""

    steps: Sequence[Step]
    """Those that were taken: the last is that after which it failed, if it did."""
    findings: Findings

    @property
    def faults(self) -> Counter[str]:
        """How often each fault was injected."""
        return Counter(step.fault for step in self.steps)


def random_walk(seed: int, length: int, folder: Path | None = None) -> Result:
    """A walk of so many faults."""
    random = Random(seed)
    return _walk(lambda made, number: random_step(made, random) if number < length else None, folder)


def replay(steps: Sequence[Step]) -> Result:
    """The same steps again."""
    return _walk(lambda made, number: steps[number] if number < len(steps) else None)


def shortened(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool]) -> Sequence[Step]:
    """As few of the steps as still fail: halves are left out first, then ever smaller parts."""
    size = len(steps) // 2
    while size:
        place = 0
        while place < len(steps):
            fewer = [*steps[:place], *steps[place + size :]]
            if fails(fewer):
                steps = fewer
            else:
                place += size
        size //= 2
    return steps


def _walk(next_step: Callable[[Cluster, int], Step | None], folder: Path | None = None) -> Result:
    taken: list[Step] = []
    with TemporaryDirectory(prefix="annals-faults-", dir=folder) as name, cluster(Path(name)) as made:
        try:
            assert run_annals(made.server_url, "status").code == 0
            made.begin()
            subscriber = Subscriber(made.port)
            while step := next_step(made, len(taken)):
                taken.append(step)
                step.take(made)
            made.finish()
            made.start("server")
            subscriber.wait(made.last_change())
            subscriber.stop()
            findings = check(made.server_url, made.acknowledged, subscriber.told)
        except AssertionError as error:
            findings = Findings(wrong=[str(error)])
    return Result(taken, findings)
