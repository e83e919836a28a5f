"""Rates and odds: against scipy, a simulation, and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.comparisons import LogOdds, compare_rates, log_odds, pool_log_odds, rate, shift_rate
from detente.errors import InputError


@given(st.integers(1, 60), st.floats(0, 1), st.floats(0.1, 1))
def test_interval_is_that_of_scipy(count, part, apart):
    from scipy.stats import beta

    hits = round(part * count)
    size = max(apart * count, 1e-3)
    found = rate(hits, count, size)
    law = beta(0.5 + hits / count * size, 0.5 + (1 - hits / count) * size)
    assert found.low == pytest.approx(0 if hits == 0 else law.ppf(0.05), abs=1e-7)
    assert found.high == pytest.approx(1 if hits == count else law.ppf(0.95), abs=1e-7)
    assert 0 <= found.low <= found.high <= 1


def test_difference_is_that_of_a_simulation():
    after, base = rate(9, 20, 12), rate(30, 150, 40)
    dice = np.random.default_rng(1)
    gaps = dice.beta(*after.beta, 200_000) - dice.beta(*base.beta, 200_000)
    found = compare_rates(after, base)
    assert found.prob_higher == pytest.approx((gaps > 0).mean(), abs=0.005)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(gaps, [0.05, 0.95])), abs=0.005)


def test_odds_ratio_by_hand():
    found = log_odds(rate(3, 4), rate(1, 4))
    assert found.mean == pytest.approx(math.log(3.5 / 1.5) - math.log(1.5 / 3.5))
    assert found.sd == pytest.approx(math.sqrt(2 / 3.5 + 2 / 1.5))


def test_pair_and_panel_weigh_by_how_sure_they_are():
    own, panel = LogOdds(2.0, 1.0), LogOdds(0.0, 0.6)
    found = pool_log_odds(own, panel, 0.8)  # the panel foretells with variance .36 + .64 = 1: both weigh the same
    assert (found.mean, found.sd) == pytest.approx((1.0, math.sqrt(0.5)))
    assert pool_log_odds(own, panel, 100.0).mean == pytest.approx(2.0, abs=1e-3)
    assert pool_log_odds(LogOdds(2.0, 100.0), panel, 0.8).mean == pytest.approx(0.0, abs=1e-3)


def test_no_odds_leave_the_base_rate():
    mid, low, high = shift_rate(0.2, LogOdds(0.0, 0.5))
    assert mid == pytest.approx(0.2) and low < 0.2 < high
    assert shift_rate(0.5, LogOdds(math.log(3), 0.1))[0] == pytest.approx(0.75)


@pytest.mark.parametrize(("hits", "count", "apart"), [(3, 2, 2), (-1, 5, 5), (0, 0, 1), (1, 5, 6), (1, 5, 0)])
def test_what_is_no_rate_is_refused(hits, count, apart):
    with pytest.raises(InputError) as caught:
        rate(hits, count, apart)
    assert caught.value.code == "T11"
