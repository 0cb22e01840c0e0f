"""Runs walks of random faults, one after the other, and prints what was injected and what became of the log."""

import argparse
import sys
import time
from collections import Counter

from faults.checker import Findings
from faults.walk import Result, random_walk, replay, shortened

TRIES = 3
"""How often steps are repeated to see whether they still fail: not everything that programs do is decided by the seed."""


def main() -> int:
    """Runs the walks that the command line names. The exit code is 1 where one failed."""
    options = _options()
    results: list[Result] = []
    deadline = time.monotonic() + 60 * options.minutes
    for seed in _seeds(options.seeds):
        if time.monotonic() > deadline:
            print(f"Stopped after {options.minutes:g} minutes.")
            break
        results.append(result := random_walk(seed, options.faults))
        print(f"seed {seed}: {_summary(result)}", flush=True)
        if not result.findings.passed:
            _explain(result, options.shorten)
    _print_table(results)
    return 0 if all(result.findings.passed for result in results) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("seeds", nargs="?", default="1-8", help="the seeds of the walks: 7, or 1-20")
    parser.add_argument("--faults", type=int, default=60, help="how many faults a walk has")
    parser.add_argument("--minutes", type=float, default=10, help="after how many minutes no further walk begins")
    parser.add_argument("--shorten", action="store_true", help="look for the shortest list of steps that still fails")
    return parser.parse_args()


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _summary(result: Result) -> str:
    found = result.findings
    counts = f"{len(result.steps)} faults, {found.acknowledged:,} of {found.stored:,} entries acknowledged"
    return f"{counts}, {found.lost} lost, {found.doubled} doubled: {'passed' if found.passed else 'FAILED'}"


def _explain(result: Result, shorten: bool) -> None:
    for what in result.findings.wrong[:5]:
        print(f"  {what}")
    steps = shortened(result.steps, lambda fewer: any(not replay(fewer).findings.passed for _ in range(TRIES))) if shorten else None
    print("  the shortest list of steps that fails:" if steps else "  the steps:")
    for step in steps or result.steps:
        print(f"    {step}")


def _print_table(results: list[Result]) -> None:
    faults = sum((result.faults for result in results), Counter[str]())
    total = Findings(*(sum(getattr(r.findings, name) for r in results) for name in ("acknowledged", "stored", "lost", "doubled")))
    print()
    for fault, number in faults.most_common():
        print(f"{number:8,}  {fault}")
    print(f"{faults.total():8,}  faults injected")
    print(f"{total.acknowledged:8,}  entries acknowledged, some to two importers")
    print(f"{total.lost:8,}  lost")
    print(f"{total.doubled:8,}  doubled")
    print(f"{sum(not result.findings.passed for result in results):8,}  of {len(results)} walks failed")


if __name__ == "__main__":
    sys.exit(main())
