"""Figures as they are said: bounds, a best guess, about."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, StringConstraints, WithJsonSchema, model_validator

from domain.values.model import Value
from domain.values.text import Text

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
LARGEST_WHOLE = 2**63 - 1
"""JSON keeps whole numbers beyond this only as 64-bit floats."""


def _number(value: object) -> int | float:
    text = str(value).strip()
    if not NUMBER.fullmatch(text):
        raise ValueError(f"{value!r} is not a number; write digits with a point for decimals: 15000, 12.5")
    number = Decimal(text)
    if number < 0:
        raise ValueError(f"{text} is negative; a quantity is 0 or more")
    if math.isinf(float(number)):
        raise ValueError(f"{text} is too large; the largest number is about 1.8e308")
    whole = number <= LARGEST_WHOLE and number == number.to_integral_value()
    return int(number) if whole else float(number)


Quantity = Annotated[int | float, BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})]
"""A number of 0 or more, whole where it is whole."""

Unit = Annotated[Text, StringConstraints(max_length=80)]
"""A UCUM code (t, km2), an ISO 4217 code (USD) or a plain noun (soldiers)."""


class Basis(StrEnum):
    """What a figure counts."""

    NEW = "new"
    """What is new."""
    CUMULATIVE = "cumulative"
    """A running total: never to be summed."""


class Estimate(Value):
    """How many or how much, as a source says it: "about 15,000", "10,000 to 12,000"."""

    low: Quantity | None = None
    """The least it can be."""
    best: Quantity | None = None
    """The figure given, or the likeliest."""
    high: Quantity | None = None
    """The most it can be."""
    approximate: bool = False
    """Whether the source says "about" or the like."""
    unit: Unit | None = None
    """What is counted or measured: a UCUM or ISO 4217 code or a plain noun."""
    basis: Basis | None = None
    """New, or a running total."""

    @property
    def figures(self) -> list[int | float]:
        """Those of low, best and high that are given, in this order."""
        return [figure for figure in (self.low, self.best, self.high) if figure is not None]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.figures:
            raise ValueError("has no figure; give low, best or high")
        if self.figures != sorted(self.figures):
            given = ", ".join(f"{name} {getattr(self, name)}" for name in ("low", "best", "high"))
            raise ValueError(f"{given}: low may not be more than best, nor best more than high")
        return self


def span(estimates: Iterable[Estimate]) -> Estimate | None:
    """From the least to the greatest figure of all the estimates; None where there are none.

    Unit and basis are those of all, where all have the same."""
    given = list(estimates)
    if not given:
        return None
    figures = [figure for estimate in given for figure in estimate.figures]
    units, bases = {estimate.unit for estimate in given}, {estimate.basis for estimate in given}
    return Estimate(
        low=min(figures),
        high=max(figures),
        approximate=any(estimate.approximate for estimate in given),
        unit=units.pop() if len(units) == 1 else None,
        basis=bases.pop() if len(bases) == 1 else None,
    )
