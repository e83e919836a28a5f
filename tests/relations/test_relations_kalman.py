import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from detente.relations.kalman import filter_grid, filter_months, observation_weights, posterior_weights, smooth_grid

GRID = np.array([[0.0, 0.0, 0.0, 1.0], [0.5, 1.2, 0.1, 2.0], [0.8, 0.7, 0.4, 4.0], [0.0, 2.0, 0.2, 1.0]])
M0, V0 = 1.5, 4.0


def make_series(seed=0, months=60, series=2, rate=0.8):
    rng = np.random.default_rng(seed)
    count = rng.poisson(rate, (months, series)).astype(float)
    mean = np.where(count > 0, rng.normal(1, 2, (months, series)), np.nan)
    return mean, count, np.array([9.0, 30.0][:series])


def run(mean, count, s2, *, grid=GRID, level_mean=M0, level_var=V0):
    return filter_grid(mean, count, event_var=s2, grid=grid, level_mean=level_mean, level_var=level_var)


def joint_normal(mean, count, s2, point):
    """Second method: the whole series as one normal vector, solved at once."""
    phi, sd, q, k = point
    seen = np.flatnonzero(count > 0)
    t = np.arange(1, len(count) + 1)
    level = V0 + q**2 * np.minimum(t[:, None], t[None])
    fast = sd**2 * phi ** np.abs(t[:, None] - t[None]).astype(float)
    total = (level + fast)[np.ix_(seen, seen)] + np.diag(k * s2 / count[seen])
    gain = np.linalg.solve(total, level[:, seen].T).T
    miss = mean[seen] - M0
    sign, logdet = np.linalg.slogdet(2 * np.pi * total)
    assert sign == 1
    return (
        M0 + gain @ miss,
        np.diag(level - gain @ level[:, seen].T),
        -0.5 * (logdet + miss @ np.linalg.solve(total, miss)),
        gain,
    )


def test_smoother_and_likelihood_equal_one_joint_normal():
    mean, count, s2 = make_series()
    filtered = run(mean, count, s2)
    level = smooth_grid(filtered)
    for j in range(2):
        for g, point in enumerate(GRID):
            expected, variance, loglik, _ = joint_normal(mean[:, j], count[:, j], s2[j], point)
            np.testing.assert_allclose(level[0, :, j, g], expected, atol=1e-9)
            np.testing.assert_allclose(level[1, :, j, g], variance, atol=1e-9)
            assert filtered.loglik[:, j, g].sum() == pytest.approx(loglik, abs=1e-8)


def test_filter_equals_the_smoother_of_the_series_cut_at_each_month():
    mean, count, s2 = make_series(3, months=20)
    filtered = run(mean, count, s2)
    for t in (0, 7, 19):
        cut = smooth_grid(run(mean[: t + 1], count[: t + 1], s2))
        np.testing.assert_allclose(filtered.state[0, t], cut[0, -1], atol=1e-12)
        np.testing.assert_allclose(filtered.state[2, t], cut[1, -1], atol=1e-12)


@pytest.mark.parametrize("month", [0, 25, 59])
def test_observation_weights_equal_the_joint_normal_gain(month):
    mean, count, s2 = make_series(1)
    weights = observation_weights(run(mean, count, s2), np.eye(1, 60, month)[0])
    for g, point in enumerate(GRID):
        _, _, _, gain = joint_normal(mean[:, 0], count[:, 0], s2[0], point)
        expected = np.zeros(60)
        expected[count[:, 0] > 0] = gain[month]
        np.testing.assert_allclose(weights[:, 0, g], expected, atol=1e-10)


def test_months_without_events_widen_the_level_and_do_not_move_it():
    mean, count, s2 = make_series(2)
    count[30:50], mean[30:50] = 0, np.nan
    filtered = run(mean, count, s2)
    moving = GRID[:, 2] > 0
    np.testing.assert_array_equal(filtered.state[0, 30:50, 0, :], np.repeat(filtered.state[0, 29:30, 0, :], 20, 0))
    assert np.all(np.diff(filtered.state[2, 29:50, 0], axis=0)[:, moving] > 0)
    assert np.all(filtered.loglik[30:50] == 0)


def test_scaling_every_value_scales_the_level_and_leaves_the_weights():
    mean, count, s2 = make_series(4)
    prior = np.full(len(GRID), 0.25)
    scaled = GRID * [1, 3, 3, 1]
    small, large = run(mean, count, s2), run(3 * mean, count, 9 * s2, grid=scaled, level_mean=3 * M0, level_var=9 * V0)
    np.testing.assert_allclose(large.state[0], 3 * small.state[0], atol=1e-10)
    np.testing.assert_allclose(large.state[2], 9 * small.state[2], atol=1e-10)
    np.testing.assert_allclose(posterior_weights(large.loglik, prior), posterior_weights(small.loglik, prior), atol=1e-10)


def test_shifting_every_value_shifts_the_level():
    mean, count, s2 = make_series(5)
    moved = run(mean - 2, count, s2, level_mean=M0 - 2)
    np.testing.assert_allclose(moved.state[0], run(mean, count, s2).state[0] - 2, atol=1e-10)


def test_doubling_counts_with_doubled_noise_factor_changes_nothing():
    mean, count, s2 = make_series(6)
    doubled = run(mean, 2 * count, s2, grid=GRID * [1, 1, 1, 2])
    np.testing.assert_allclose(doubled.state, run(mean, count, s2).state, atol=1e-12)


def test_a_grid_per_series_gives_each_series_its_own_points():
    mean, count, s2 = make_series(7)
    both = run(mean, count, s2, grid=np.stack([GRID, GRID[::-1]]))
    np.testing.assert_allclose(both.state[:, :, 1], run(mean, count, s2).state[:, :, 1, ::-1], atol=1e-12)


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
    mean, count, s2 = make_series()
    plain = run(mean, count, s2)
    loose = filter_months(mean, count, event_var=s2, grid=GRID, level_mean=M0, level_var=V0, bound=1e6)
    for t, (loglik, state) in enumerate(loose):
        np.testing.assert_allclose(loglik, plain.loglik[t], atol=1e-12)
        np.testing.assert_allclose(state, plain.state[:, t], atol=1e-12)


def test_a_wild_month_of_few_events_moves_a_bounded_filter_less_and_one_of_many_as_much():
    mean, s2 = np.zeros((20, 2)), np.array([9.0, 9.0])
    mean[-1] = -60
    # the same wild month, of one event and of ten thousand
    count = np.ones((20, 2))
    count[:, 1] = 10_000
    arguments = {"event_var": s2, "grid": GRID, "level_mean": 0.0, "level_var": V0}
    *_, (_, plain) = filter_months(mean, count, **arguments)
    *_, (_, bounded) = filter_months(mean, count, **arguments, bound=2.0)
    (few_plain, many_plain), (few_bound, many_bound) = (np.abs(state[0] + state[1]) for state in (plain, bounded))
    # the first point of the grid has neither drift nor shock: nothing moves it either way
    assert (few_bound[1:] < 0.9 * few_plain[1:]).all()
    np.testing.assert_allclose(many_bound[1:], many_plain[1:], rtol=0.01)
