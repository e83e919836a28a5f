import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook.scores import brier, crps, interval_score, log_score, pit
from detente.relations.mixture import Mixture


def random_mixture(seed, parts):
    rng = np.random.default_rng(seed)
    return Mixture(rng.dirichlet(np.ones(parts)), rng.normal(0, 2, parts), rng.uniform(0.2, 2, parts))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), parts=st.integers(1, 8), y=st.floats(-6, 6))
def test_crps_equals_the_integral_of_the_squared_difference(seed, parts, y):
    from scipy.integrate import quad
    from scipy.stats import norm

    mixture = random_mixture(seed, parts)

    def cdf(x):
        return float((mixture.weights * norm.cdf(x, mixture.means, mixture.sds)).sum())

    below, _ = quad(lambda x: cdf(x) ** 2, -40, y, limit=400)
    above, _ = quad(lambda x: (1 - cdf(x)) ** 2, y, 40, limit=400)
    assert float(crps(mixture, y)) == pytest.approx(below + above, abs=1e-6)
    assert float(pit(mixture, y)) == pytest.approx(cdf(y), abs=1e-12)


def test_log_score_is_the_log_of_the_density():
    from scipy.stats import norm

    mixture = random_mixture(1, 5)
    expected = np.log((mixture.weights * norm.pdf(0.7, mixture.means, mixture.sds)).sum())
    assert float(log_score(mixture, 0.7)) == pytest.approx(expected, abs=1e-12)


def test_crps_of_many_forecasts_equals_each_alone():
    singles = [random_mixture(s, 6) for s in range(4)]
    many = Mixture(*(np.stack([getattr(m, name) for m in singles]) for name in ("weights", "means", "sds")))
    y = np.array([-1.0, 0.0, 2.0, 5.0])
    np.testing.assert_allclose(crps(many, y), [float(crps(m, v)) for m, v in zip(singles, y, strict=True)], atol=1e-14)


def test_proper_scores_prefer_the_truth_on_average():
    rng = np.random.default_rng(0)
    y = rng.normal(0.5, 1.2, 4000)
    scores = {}
    for name, mean, sd in (("truth", 0.5, 1.2), ("narrow", 0.5, 0.5), ("moved", 1.5, 1.2), ("wide", 0.5, 3.0)):
        forecast = Mixture(*(np.full((4000, 1), x) for x in (1.0, mean, sd)))
        low, high = forecast.quantiles([0.05, 0.95]).T
        scores[name] = (crps(forecast, y).mean(), -log_score(forecast, y).mean(), interval_score(low, high, y).mean())
    for other in ("narrow", "moved", "wide"):
        assert np.all(np.array(scores["truth"]) < np.array(scores[other]))


def test_brier_and_interval_score_by_hand():
    np.testing.assert_allclose(brier([0.8, 0.8], [1, 0]), [0.04, 0.64])
    # inside: the width; one point below a 90 % interval: width + 2 / .10
    np.testing.assert_allclose(interval_score([0.0, 0.0], [2.0, 2.0], [1.0, -1.0]), [2.0, 22.0])
