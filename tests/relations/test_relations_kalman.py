import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.relations.joint import pair_dynamics
from detente.relations.kalman import (
    Dynamics,
    filter_grid,
    filter_months,
    observation_weights,
    posterior_weights,
    smooth_grid,
    two_speeds,
)
from detente.relations.prior import ComponentPrior, Composite, Correlation, PanelPrior

GRID = np.array([[0.0, 0.0, 0.0, 1.0], [0.5, 1.2, 0.1, 2.0], [0.8, 0.7, 0.4, 4.0], [0.0, 2.0, 0.2, 1.0]])
M0, V0 = 1.5, 4.0
RHO = Correlation(start=0.6, drift=0.8, shock=-0.5)
# three kinds of events on five states: a common level, a shock, what sets two sides apart, and two that only drift
SIDES = np.array([[1.0, 1, 1, 0, 0], [1, 1, -1, 0, 0], [0, 0, 0, 1, 1]])


def alone() -> Dynamics:
    return two_speeds(GRID, event_var=[9.0, 30.0], level_mean=M0, level_var=V0)


def together() -> Dynamics:
    deeds = GRID[[1, 3, 2, 0]] * [1, 2.5, 2.5, 1]
    prior = PanelPrior(
        "", ComponentPrior(GRID, M0, V0, 9.0), ComponentPrior(deeds, -2.0, 9.0, 30.0), np.full(4, 0.25), RHO,
        Composite(0.5, 0.5, 1.0, 1.0), (0.0, 0.0),
    )  # fmt: skip
    return pair_dynamics(prior, np.array([[9.0, 5.0], [30.0, 40.0]]))


def sides() -> Dynamics:
    rng = np.random.default_rng(1)
    root, new = rng.normal(size=(5, 5)), rng.normal(size=(5, 5))
    persist = np.array([1.0, 0.5, 0.9, 1.0, 0.3])[:, None, None]
    innovation, start = (0.05 * new @ new.T)[:, :, None, None], (root @ root.T)[:, :, None, None]
    mean = np.array([1.0, 0, 0, -2, 0.0])[:, None, None]
    return Dynamics(SIDES, persist, innovation, mean, start, np.array([4.0, 9.0, 6.0])[:, None, None])


MODELS = {"one component": alone, "words and deeds": together, "two sides": sides}


def make_series(kinds, seed=0, months=60, series=2, rate=0.8):
    rng = np.random.default_rng(seed)
    count = rng.poisson(rate, (months, kinds, series)).astype(float)
    return np.where(count > 0, rng.normal(1, 2, count.shape), np.nan), count


def given(model, seed=0, months=60):
    dynamics = MODELS[model]()
    mean, count = make_series(len(dynamics.loadings), seed, months, dynamics.shape[0])
    return dynamics, mean, count


class JointNormal:
    """Second method: all states of all months as one normal vector, solved at once."""

    def __init__(self, dynamics, mean, count, j, g):
        def at(array):
            a = np.broadcast_to(array, (*array.shape[:-2], *dynamics.shape))
            return a[..., j, g]

        months, n = len(count), len(dynamics.persist)
        persist, new, start = np.diag(at(dynamics.persist)), at(dynamics.innovation), at(dynamics.start_cov)
        own, centre, now, m = [], [], start, at(dynamics.start_mean)
        for _ in range(months):
            now, m = persist @ now @ persist.T + new, persist @ m
            own.append(now)
            centre.append(m)
        cov = np.zeros((months * n, months * n))
        for s in range(months):
            block = own[s]
            for t in range(s, months):
                cov[t * n : t * n + n, s * n : s * n + n] = block
                cov[s * n : s * n + n, t * n : t * n + n] = block.T
                block = persist @ block
        rows = [(t, o) for t in range(months) for o in range(len(dynamics.loadings)) if count[t, o, j] > 0]
        look = np.zeros((len(rows), months * n))
        noise, seen = np.zeros(len(rows)), np.zeros(len(rows))
        for r, (t, o) in enumerate(rows):
            look[r, t * n : t * n + n] = dynamics.loadings[o]
            noise[r], seen[r] = at(dynamics.noise)[o] / count[t, o, j], mean[t, o, j]
        total = look @ cov @ look.T + np.diag(noise)
        gain = np.linalg.solve(total, look @ cov).T
        miss = seen - look @ np.concatenate(centre)
        self.rows = rows
        self.gain = gain
        self.mean = (np.concatenate(centre) + gain @ miss).reshape(months, n)
        self.cov = cov - gain @ look @ cov
        sign, logdet = np.linalg.slogdet(2 * np.pi * total)
        assert sign == 1
        self.loglik = -0.5 * (logdet + miss @ np.linalg.solve(total, miss))


@pytest.mark.parametrize("model", MODELS)
def test_smoother_and_likelihood_equal_one_joint_normal(model):
    dynamics, mean, count = given(model)
    states = len(dynamics.persist)
    run = filter_grid(mean, count, dynamics)
    sums = [*np.eye(states).tolist(), [1.0, -0.5, *([0.25] * (states - 2))]]
    pairs = [(a, b) for a in range(states + 1) for b in range(a, states + 1)]
    means, covs = smooth_grid(run, sums, pairs)
    rows = np.array(sums)
    for j in range(dynamics.shape[0]):
        for g in range(dynamics.shape[1]):
            joint = JointNormal(dynamics, mean, count, j, g)
            assert run.loglik[:, j, g].sum() == pytest.approx(joint.loglik, abs=1e-8)
            for t in (0, 17, 59):
                own = joint.cov[t * states : t * states + states, t * states : t * states + states]
                np.testing.assert_allclose(means[t, :, j, g], rows @ joint.mean[t], atol=1e-9)
                expected = rows @ own @ rows.T
                np.testing.assert_allclose(covs[t, :, j, g], [expected[a, b] for a, b in pairs], atol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_filter_equals_the_smoother_of_the_series_cut_at_each_month(model):
    dynamics, mean, count = given(model, 3, months=20)
    run = filter_grid(mean, count, dynamics)
    every = np.eye(len(dynamics.persist)).tolist()
    for t in (0, 7, 19):
        means, covs = smooth_grid(filter_grid(mean[: t + 1], count[: t + 1], dynamics), every, [(0, 0), (0, 1)])
        np.testing.assert_allclose(run.mean[t], means[-1], atol=1e-12)
        np.testing.assert_allclose(run.cov[t, 0, :2], covs[-1], atol=1e-12)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("months", [[0], [25], [59], [20, 21, 22, 40, 41]])
def test_weights_and_variance_of_a_sum_equal_the_joint_normal(model, months):
    dynamics, mean, count = given(model, 1)
    states = len(dynamics.persist)
    rng = np.random.default_rng(2)
    wanted = np.zeros((60, states))
    wanted[months] = rng.normal(size=(len(months), states))
    weights, variance = observation_weights(filter_grid(mean, count, dynamics), wanted)
    for g in range(dynamics.shape[1]):
        joint = JointNormal(dynamics, mean, count, 0, g)
        expected = np.zeros((60, len(dynamics.loadings)))
        for row, at in enumerate(joint.rows):
            expected[at] = wanted.ravel() @ joint.gain[:, row]
        np.testing.assert_allclose(weights[:, :, 0, g], expected, atol=1e-9)
        assert variance[0, g] == pytest.approx(wanted.ravel() @ joint.cov @ wanted.ravel(), abs=1e-9)


def test_months_without_events_widen_the_level_and_do_not_move_it():
    dynamics, mean, count = given("words and deeds", 2)
    count[30:50], mean[30:50] = 0, np.nan
    run = filter_grid(mean, count, dynamics)
    level = run.mean[29:50, [0, 2], 0]
    np.testing.assert_array_equal(level, np.repeat(level[:1], 21, 0))
    for state in (0, 2):
        drifts = np.broadcast_to(dynamics.innovation[state, state], dynamics.shape)[0] > 0
        assert drifts.any()
        assert np.all(np.diff(run.cov[29:50, state, state, 0], axis=0)[:, drifts] > 0)
    assert np.all(run.loglik[30:50] == 0)


def test_uncorrelated_words_and_deeds_are_two_components_apart():
    mean, count = make_series(2, 9)
    deeds = GRID[[1, 3, 2, 0]]
    prior = PanelPrior(
        "", ComponentPrior(GRID, M0, V0, 9.0), ComponentPrior(deeds, -2.0, 9.0, 30.0), np.full(4, 0.25),
        Correlation(0.0, 0.0, 0.0), Composite(0.5, 0.5, 1.0, 1.0), (0.0, 0.0),
    )  # fmt: skip
    both = filter_grid(mean, count, pair_dynamics(prior, np.array([[9.0, 5.0], [30.0, 40.0]])))
    words = filter_grid(mean[:, :1], count[:, :1], two_speeds(GRID, event_var=[9.0, 5.0], level_mean=M0, level_var=V0))
    acts = filter_grid(mean[:, 1:], count[:, 1:], two_speeds(deeds, event_var=[30.0, 40.0], level_mean=-2.0, level_var=9.0))
    np.testing.assert_allclose(both.loglik, words.loglik + acts.loglik, atol=1e-10)
    np.testing.assert_allclose(both.mean, np.concatenate([words.mean, acts.mean], axis=1), atol=1e-10)
    np.testing.assert_allclose(both.cov[:, :2, 2:], 0, atol=1e-12)


def test_correlated_deeds_move_where_only_words_are_seen():
    prior = PanelPrior(
        "", ComponentPrior(GRID, M0, V0, 9.0), ComponentPrior(GRID, -2.0, 9.0, 30.0), np.full(4, 0.25),
        Correlation(0.6, 0.6, 0.6), Composite(0.5, 0.5, 1.0, 1.0), (0.0, 0.0),
    )  # fmt: skip
    count = np.zeros((10, 2, 1))
    count[:, 0] = 5
    mean = np.where(count > 0, -6.0, np.nan)
    run = filter_grid(mean, count, pair_dynamics(prior, np.array([[9.0], [30.0]])))
    assert np.all(run.mean[-1, 2] < -2.5)
    # each of two correlated components is surer than alone
    assert np.all(run.cov[-1, 2, 2] < 9.0 + 10 * GRID[:, 2] ** 2)


def test_scaling_every_value_scales_the_level_and_leaves_the_weights():
    mean, count = make_series(1, 4)
    prior = np.full(len(GRID), 0.25)
    wide = two_speeds(GRID * [1, 3, 3, 1], event_var=[81.0, 270.0], level_mean=3 * M0, level_var=9 * V0)
    small, large = filter_grid(mean, count, alone()), filter_grid(3 * mean, count, wide)
    np.testing.assert_allclose(large.mean, 3 * small.mean, atol=1e-10)
    np.testing.assert_allclose(large.cov, 9 * small.cov, atol=1e-10)
    np.testing.assert_allclose(posterior_weights(large.loglik, prior), posterior_weights(small.loglik, prior), atol=1e-10)


def test_shifting_every_value_shifts_the_level():
    mean, count = make_series(1, 5)
    moved = filter_grid(mean - 2, count, two_speeds(GRID, event_var=[9.0, 30.0], level_mean=M0 - 2, level_var=V0))
    still = filter_grid(mean, count, alone())
    np.testing.assert_allclose(moved.mean, still.mean - np.array([2.0, 0.0])[:, None, None], atol=1e-10)


@pytest.mark.parametrize("model", MODELS)
def test_doubling_counts_with_doubled_noise_changes_nothing(model):
    dynamics, mean, count = given(model, 6)
    doubled = filter_grid(mean, 2 * count, replace(dynamics, noise=2 * dynamics.noise))
    np.testing.assert_allclose(doubled.mean, filter_grid(mean, count, dynamics).mean, atol=1e-12)


def test_a_grid_per_series_gives_each_series_its_own_points():
    mean, count = make_series(1, 7)
    grids = np.stack([GRID, GRID[::-1]])
    both = filter_grid(mean, count, two_speeds(grids, event_var=[9.0, 30.0], level_mean=M0, level_var=V0))
    np.testing.assert_allclose(both.mean[:, :, 1], filter_grid(mean, count, alone()).mean[:, :, 1, ::-1], atol=1e-12)


def test_filter_scores_and_outlook_agree_with_the_reference_prototype():
    root = Path(__file__).resolve().parents[2]
    script = root / "benchmarks" / "compare_reference.py"
    if not (root.parent / "shared" / "bench" / "relations" / "reference" / "prototype.py").exists():
        pytest.skip("the reference prototype is not there (../shared)")
    pytest.importorskip("polars")
    spec = importlib.util.spec_from_file_location("compare_reference", script)
    module = importlib.util.module_from_spec(spec)
    sys.modules["compare_reference"] = module
    spec.loader.exec_module(module)
    rows = module.compare(root.parent / "shared")
    assert len(rows) > 20
    assert [row for row in rows if row[1] > row[2]] == []


def test_bound_of_no_effect_is_the_plain_filter():
    dynamics, mean, count = given("words and deeds")
    plain = filter_grid(mean, count, dynamics)
    for t, (loglik, state, cov) in enumerate(filter_months(mean, count, dynamics, bound=1e6)):
        np.testing.assert_allclose(loglik, plain.loglik[t], atol=1e-12)
        np.testing.assert_allclose(state, plain.mean[t], atol=1e-12)
        np.testing.assert_allclose(cov, plain.cov[t], atol=1e-12)


def test_a_wild_month_of_few_events_moves_a_bounded_filter_less_and_one_of_many_as_much():
    mean = np.zeros((20, 1, 2))
    mean[-1] = -60
    # the same wild month, of one event and of ten thousand
    count = np.ones((20, 1, 2))
    count[:, :, 1] = 10_000
    dynamics = two_speeds(GRID, event_var=[9.0, 9.0], level_mean=0.0, level_var=V0)
    *_, (_, plain, _) = filter_months(mean, count, dynamics)
    *_, (_, bounded, _) = filter_months(mean, count, dynamics, bound=2.0)
    (few_plain, many_plain), (few_bound, many_bound) = (np.abs(state.sum(0)) for state in (plain, bounded))
    # the first point of the grid has neither drift nor shock: nothing moves it either way
    assert (few_bound[1:] < 0.9 * few_plain[1:]).all()
    np.testing.assert_allclose(many_bound[1:], many_plain[1:], rtol=0.01)
