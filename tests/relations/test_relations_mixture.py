import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.relations.mixture import Mixture, combine, reduce_mixture


def random_mixture(seed, shape=(), parts=30):
    rng = np.random.default_rng(seed)
    return Mixture(
        rng.dirichlet(np.ones(parts), shape), rng.normal(0, 2, (*shape, parts)), rng.uniform(0.1, 3, (*shape, parts))
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), parts=st.integers(1, 40))
def test_quantile_and_probability_are_inverse(seed, parts):
    mixture = random_mixture(seed, parts=parts)
    probs = np.array([0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999])
    quantiles = mixture.quantiles(probs)
    assert np.all(np.diff(quantiles) > 0)
    back = [float(mixture.below(q)) for q in quantiles]
    np.testing.assert_allclose(back, probs, atol=1e-9)


def test_quantiles_of_far_apart_parts_are_found():
    mixture = Mixture(np.array([0.5, 0.5]), np.array([-100.0, 100.0]), np.array([0.01, 0.01]))
    low, high = mixture.quantiles([0.25, 0.75])
    assert low == pytest.approx(-100, abs=1e-6)
    assert high == pytest.approx(100, abs=1e-6)


def test_density_integrates_to_the_probability():
    mixture = random_mixture(1)
    x = np.linspace(-40, 1.0, 20001)
    assert float(np.trapezoid(mixture_density(mixture, x), x)) == pytest.approx(float(mixture.below(1.0)), abs=1e-6)


def mixture_density(mixture, x):
    wide = Mixture(*(np.broadcast_to(a, (len(x), a.shape[-1])) for a in (mixture.weights, mixture.means, mixture.sds)))
    return wide.density(x)


def test_reducing_keeps_mean_and_variance_and_moves_a_quantile_little():
    rng = np.random.default_rng(2)
    months, points = 50, 120
    weights = rng.dirichlet(np.full(points, 0.3), (months, 1))
    spread = rng.choice([0.3, 0.4, 0.5, 0.7], points)
    means = 1 + 0.3 * rng.normal(size=(months, 1, points)) * spread
    variances = np.broadcast_to(spread**2, (months, 1, points))
    full = Mixture(weights, means, np.sqrt(variances))
    few = reduce_mixture(weights, means, variances, parts=6)
    assert few.weights.shape == (months, 1, 6)
    np.testing.assert_allclose(few.mean, full.mean, atol=1e-12)
    np.testing.assert_allclose(few.sd, full.sd, atol=1e-12)
    probs = [0.05, 0.25, 0.75, 0.95]
    assert np.abs(few.quantiles(probs) - full.quantiles(probs)).max() < 0.02


def test_combining_adds_means_and_variances():
    first, second = random_mixture(3, (4,), 5), random_mixture(4, (4,), 7)
    both = combine(first, second, factors=(0.8, -0.2), constant=1.0)
    assert both.weights.shape == (4, 35)
    np.testing.assert_allclose(both.mean, 1 + 0.8 * first.mean - 0.2 * second.mean)
    np.testing.assert_allclose(both.sd**2, 0.64 * first.sd**2 + 0.04 * second.sd**2)
