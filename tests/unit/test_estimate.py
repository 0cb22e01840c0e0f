"""Figures as they are said."""

import math
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.values.estimate import Basis, Estimate, span

figures = st.one_of(st.integers(0, 2**63 - 1), st.floats(0, 1e300))
estimates = (
    st.lists(figures, min_size=3, max_size=3).map(sorted).map(lambda three: Estimate(low=three[0], best=three[1], high=three[2]))
)


@pytest.mark.parametrize(
    ("given_as", "kept"),
    [
        (15000, 15000),
        ("15000", 15000),
        (" 15000 ", 15000),
        (15000.0, 15000),
        ("12.5", 12.5),
        (Decimal("12.5"), 12.5),
        ("1.5e3", 1500),
        ("9007199254740993", 9007199254740993),
        (2**63 - 1, 2**63 - 1),
        (10**21, 1e21),
        (-0.0, 0),
    ],
)
def test_a_number_is_whole_where_it_is_whole(given_as: Any, kept: float) -> None:
    best = Estimate(best=given_as).best

    assert (best, type(best)) == (kept, type(kept))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("15,000", "'15,000' is not a number; write digits with a point for decimals: 15000, 12.5"),
        ("about 15", "'about 15' is not a number"),
        ("\u0661\u0665", "is not a number"),
        ("1_000", "'1_000' is not a number"),
        (True, "True is not a number"),
        ([15], r"\[15\] is not a number"),
        (math.nan, "nan is not a number"),
        (math.inf, "inf is not a number"),
        ("NaN", "'NaN' is not a number"),
        ("1e400", "1e400 is too large"),
        (-1, "-1 is negative; a quantity is 0 or more"),
        ("-0.5", "-0.5 is negative"),
    ],
)
def test_what_is_no_quantity_is_refused_with_the_remedy(value: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Estimate(best=value)


@pytest.mark.parametrize(
    "bounds",
    [
        {"low": 12, "high": 10},
        {"low": 12, "best": 10},
        {"best": 12, "high": 10},
        {"low": 1, "best": 0, "high": 2},
    ],
)
def test_low_best_and_high_stand_in_order(bounds: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="low may not be more than best, nor best more than high"):
        Estimate.model_validate(bounds)


def test_an_estimate_gives_at_least_one_figure() -> None:
    with pytest.raises(ValidationError, match="has no figure; give low, best or high"):
        Estimate(approximate=True, unit="soldiers")


def test_an_estimate_knows_no_other_field() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Estimate.model_validate({"best": 1, "about": True})


def test_equal_figures_make_equal_estimates_however_they_are_written() -> None:
    as_text = Estimate.model_validate({"best": "15000.0", "approximate": "true", "basis": "new"})

    assert as_text == Estimate(best=15000, approximate=True, basis=Basis.NEW)


@given(estimates)
def test_an_estimate_survives_json(estimate: Estimate) -> None:
    stored = orjson.dumps(estimate.model_dump(mode="json", exclude_defaults=True))

    assert Estimate.model_validate(orjson.loads(stored)) == estimate


def test_a_span_runs_over_all_figures_of_all_estimates() -> None:
    own = Estimate(best=15000, approximate=True)
    other = Estimate(low=10000, high=12000)

    assert span([own, other]) == Estimate(low=10000, high=15000, approximate=True)


def test_a_span_keeps_the_unit_and_basis_that_all_agree_on() -> None:
    new = Estimate(best=1, unit="t", basis=Basis.NEW)

    assert span([new, new]) == Estimate(low=1, high=1, unit="t", basis=Basis.NEW)
    assert span([new, Estimate(best=2, unit="kg", basis=Basis.NEW)]) == Estimate(low=1, high=2, basis=Basis.NEW)
    assert span([new, Estimate(best=2, unit="t")]) == Estimate(low=1, high=2, unit="t")


def test_nothing_has_no_span() -> None:
    assert span([]) is None


@given(st.lists(estimates, min_size=1, max_size=5))
def test_a_span_contains_every_estimate(some: list[Estimate]) -> None:
    whole = span(iter(some))

    assert whole is not None
    assert whole.figures == [min(e.figures[0] for e in some), max(e.figures[-1] for e in some)]
