"""What figures of several events add up to, by the oracle."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from oracle import shown
from oracle.cast import Refused
from oracle.knowledge import Story

from domain.events import EVENT_KINDS
from domain.values.estimate import Basis, Estimate

NAMES = {field for kind in EVENT_KINDS for field in kind.figures()}


def figure_total(stories: Sequence[Story], _: Any, name: str) -> dict[str, Any]:
    """The sums of a figure over some events."""
    if name not in NAMES:
        raise Refused("no such figure")
    in_order = sorted(stories, key=lambda story: (story.day or date.min, story.position))
    given: list[Estimate] = [figure for story in in_order if (figure := getattr(story.event, name, None)) is not None]
    totals = [figure for figure in given if figure.basis is Basis.CUMULATIVE]
    new = [figure for figure in given if figure.basis is not Basis.CUMULATIVE]
    told = new or totals[-1:]
    units = {figure.unit for figure in told} - {None}
    return {
        "low": _sum([figure.best if figure.low is None else figure.low for figure in told], units),
        "best": _sum([figure.best for figure in told], units),
        "high": _sum([figure.best if figure.high is None else figure.high for figure in told], units),
        "unit": units.pop() if len(units) == 1 else None,
        "basis": None if not given else "NEW" if new else "CUMULATIVE",
        "eventCount": len(given),
        "without": len(stories) - len(given),
        "cumulative": shown.estimate(totals[-1]) if totals else None,
    }


def _sum(figures: Sequence[int | float | None], units: set[Any]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known and len(known) == len(figures) and len(units) <= 1 else None
