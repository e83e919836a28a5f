"""Correlations of changes: against scipy, planted ones found, and false discoveries kept down."""

import numpy as np
import pytest

from detente.comparisons import correlate, discoveries


def test_white_series_give_the_interval_of_scipy():
    from scipy.stats import pearsonr

    dice = np.random.default_rng(1)
    x = dice.normal(size=400)
    y = 0.4 * x + dice.normal(size=400)
    found = correlate(x, y, 0, least=24)
    other = pearsonr(x, y)
    assert found.value == pytest.approx(other.statistic)
    near = other.confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((near.low, near.high), abs=0.02)


def test_a_lag_is_found_on_its_side():
    dice = np.random.default_rng(2)
    x = dice.normal(size=200)
    y = np.concatenate([[0, 0], x[:-2]]) + 0.5 * dice.normal(size=200)  # y follows two months later
    values = {lag: correlate(x, y, lag, least=24).value for lag in range(-3, 4)}
    assert max(values, key=values.get) == 2 and values[2] > 0.8 and abs(values[-2]) < 0.3


def test_autocorrelation_widens_the_interval():
    dice = np.random.default_rng(3)
    x, y = np.cumsum(dice.normal(size=120)), np.cumsum(dice.normal(size=120))
    found = correlate(x, y, 0, least=24)
    assert found.effective < 40 and found.months == 120


def test_intervals_of_unrelated_persistent_series_cover_nothing():
    dice = np.random.default_rng(4)
    covered = 0
    for _ in range(400):
        pair = []
        for _ in range(2):
            s = np.zeros(80)
            for t in range(1, 80):
                s[t] = 0.5 * s[t - 1] + dice.normal()
            pair.append(s)
        found = correlate(*pair, 0, least=24)
        covered += found.low <= 0 <= found.high
    assert covered / 400 > 0.85


def test_gaps_and_standing_still():
    x = np.full(60, np.nan)
    x[:20] = 1.0
    assert correlate(x, x, 0, least=24) is None
    assert correlate(np.ones(60), np.arange(60.0), 0, least=24) is None


def test_discoveries_are_those_of_scipy():
    from scipy.stats import false_discovery_control

    dice = np.random.default_rng(5)
    for _ in range(50):
        p = dice.random(40) ** 2
        assert discoveries(p, rate=0.1).tolist() == (false_discovery_control(p) <= 0.1).tolist()
    assert discoveries(np.zeros(0), rate=0.1).tolist() == []


def test_false_discoveries_stay_down():
    """Ten unrelated pairs at seven lags: anything stands out in about one of ten sets at most."""
    dice = np.random.default_rng(6)
    wrong = 0
    for _ in range(100):
        x = dice.normal(size=60)
        p = [correlate(x, dice.normal(size=60), lag, least=24).p for _ in range(10) for lag in range(-3, 4)]
        wrong += discoveries(np.array(p), rate=0.1).any()
    assert wrong <= 20
