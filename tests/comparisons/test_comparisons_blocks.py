"""Half-years as units: against Welch and the textbook jackknife, by hand, and in simulation."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.comparisons import difference_of_means, half_year, jackknife
from detente.comparisons.blocks import LEAST_BLOCKS


def test_blocks_of_one_value_give_welch():
    from scipy.stats import ttest_ind

    dice = np.random.default_rng(1)
    a, b = dice.normal(1, 2, 9), dice.normal(0, 1, 14)
    found = difference_of_means(a, np.arange(9), b, np.arange(14))
    welch = ttest_ind(a, b, equal_var=False).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((welch.low, welch.high), abs=1e-9)


def test_difference_by_hand():
    # means 3 and 1; block sums of residuals of a: -2, -1, 0, 1, 2 -> 5/4 * 10 / 25; of b: none
    a, b = [1, 2, 3, 4, 5], [1, 1, 1, 1, 1]
    found = difference_of_means(a, range(5), b, range(5))
    assert found.mean == 2 and found.sd == pytest.approx(np.sqrt(0.5)) and found.blocks == 10
    assert found.high == pytest.approx(2 + 2.1318468 * np.sqrt(0.5))  # t, four degrees, 95 %


def test_values_of_one_half_year_count_as_one():
    a = [1.0, 2.0, 3.0, 4.0, 5.0]
    once = difference_of_means(a, range(5), a, range(5))
    often = difference_of_means(np.repeat(a, 20), np.repeat(range(5), 20), np.repeat(a, 20), np.repeat(range(5), 20))
    assert often.sd == pytest.approx(once.sd)


def test_too_few_half_years_give_nothing():
    few = range(LEAST_BLOCKS - 1)
    assert difference_of_means([1.0] * len(few), few, [1.0] * 9, range(9)) is None
    assert jackknife(lambda kept: 1.0, list(few)) is None
    assert jackknife(lambda kept: None, range(9)) is None


def test_jackknife_of_a_mean_is_its_standard_error():
    values = np.random.default_rng(2).normal(size=12)
    found = jackknife(lambda kept: float(values @ kept / kept.sum()), range(12))
    assert found.mean == pytest.approx(values.mean())
    assert found.sd == pytest.approx(values.std(ddof=1) / np.sqrt(12))


@given(st.lists(st.tuples(st.floats(-10, 10), st.integers(0, 7)), min_size=30, max_size=60), st.randoms())
def test_order_does_not_matter(rows, dice):
    shuffled = list(rows)
    dice.shuffle(shuffled)
    found = [difference_of_means(*zip(*r, strict=True), [0.0] * 8, range(8)) for r in (rows, shuffled)]
    if found[0] is None:
        assert found[1] is None
    else:
        assert (found[0].mean, found[0].low) == pytest.approx((found[1].mean, found[1].low), abs=1e-9)


def test_interval_covers_no_difference_though_months_hang_together():
    # monthly tone with autocorrelation .5, Poisson events; 90 % intervals of 400 pairs of terms of six years
    dice = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        sides = []
        for _ in range(2):
            tone = np.zeros(72)
            for t in range(1, 72):
                tone[t] = 0.5 * tone[t - 1] + dice.normal(0, 1)
            month = np.repeat(np.arange(72), dice.poisson(2, 72))
            sides += [tone[month] + dice.normal(0, 2.5, len(month)), month // 6]
        found = difference_of_means(*sides)
        covered += found.low <= 0 <= found.high
    assert 0.84 <= covered / 400 <= 0.95  # .90 expected; below .84 by chance less than once in a thousand


def test_half_years_begin_in_january_and_july():
    assert half_year(date(2020, 6, 30)) == half_year(date(2020, 1, 1)) == half_year(date(2020, 7, 1)) - 1
