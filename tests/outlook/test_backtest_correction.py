import numpy as np
import pytest

from detente.outlook.backtest.correction import FACTORS, Correction
from detente.outlook.scores import pit
from detente.relations.mixture import Mixture


def forecasts(size, sd=1.0):
    return Mixture(np.ones((size, 1)), np.zeros((size, 1)), np.full((size, 1), sd))


def test_without_a_past_a_forecast_stays_as_it_is():
    found = Correction(1).apply(forecasts(3, 2.0))
    np.testing.assert_allclose(found.sd, 2.0)
    np.testing.assert_allclose(found.mean, 0.0)


@pytest.mark.parametrize(("true_sd", "said_sd"), [(1.0, 2.0), (1.8, 1.0), (1.0, 1.0)])
def test_forecasts_of_the_wrong_width_are_mended(true_sd, said_sd):
    rng = np.random.default_rng(0)
    correction = Correction(1)
    for _ in range(40):
        correction.learn(forecasts(50, said_sd), rng.normal(0, true_sd, 50), np.ones(50, bool))
    place = pit(correction.apply(forecasts(20_000, said_sd)), rng.normal(0, true_sd, 20_000))
    # 20,000 draws: standard error under .004
    assert np.mean((place > 0.25) & (place < 0.75)) == pytest.approx(0.5, abs=0.06)
    assert np.mean((place > 0.05) & (place < 0.95)) == pytest.approx(0.9, abs=0.03)


def test_long_tails_are_learned():
    rng = np.random.default_rng(1)
    correction = Correction(1)
    came = rng.standard_t(2, 4000)
    correction.learn(forecasts(4000), came, np.ones(4000, bool))
    shares = correction.shares
    assert shares.sum() == pytest.approx(1)
    assert shares[FACTORS > 1.5].sum() > 0.2
    place = pit(correction.apply(forecasts(20_000)), rng.standard_t(2, 20_000))
    assert np.mean((place > 0.05) & (place < 0.95)) == pytest.approx(0.9, abs=0.03)


def test_what_cannot_be_used_teaches_nothing():
    correction = Correction(1)
    correction.learn(forecasts(5), np.full(5, 1e6), np.zeros(5, bool))
    np.testing.assert_array_equal(correction.shares, FACTORS == 1.0)


def test_an_error_in_common_is_expected_again_the_surer_the_longer_it_lasts():
    found = []
    for horizon in (1, 12):
        correction = Correction(horizon)
        for _ in range(48):
            correction.learn(forecasts(10), np.full(10, -0.5), np.ones(10, bool))
        found.append(correction.shift)
        moved = correction.apply(forecasts(2, 3.0))
        np.testing.assert_allclose(moved.mean, 3 * correction.shift, atol=1e-12)
    # 48 windows against 8 pseudo-windows, and 4
    np.testing.assert_allclose(found, [-0.5 * 48 / 56, -0.5 * 4 / 12])
