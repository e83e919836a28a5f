import sys
from dataclasses import replace

import numpy as np
import pytest

from detente.errors import InputError, RefusalError
from detente.outlook.backtest import (
    OURS,
    Panel,
    installed_peers,
    list_misses,
    plan_backtest,
    reliability,
    run_backtest,
    summarise,
)
from detente.outlook.backtest.baselines import CLIMATOLOGY, NO_CHANGE, RECENT, SMOOTHED, forecast_baselines

START = 2005 * 12


def make_rows(seed=0, pairs=20, months=72, rate=6.0, drift=0.15, shock=0.8, noise=3.0):
    """Events of pairs whose level drifts and whose months have shocks that fade, as the model has it."""
    rng = np.random.default_rng(seed)
    level = rng.normal(1, 2, pairs) + np.cumsum(rng.normal(0, drift, (months, pairs)), axis=0)
    fast = np.zeros((months, pairs))
    for t in range(1, months):
        fast[t] = 0.5 * fast[t - 1] + shock * np.sqrt(0.75) * rng.normal(size=pairs)
    count = rng.poisson(rate, (months, pairs))
    month, pair = np.repeat(np.indices(count.shape).reshape(2, -1), count.ravel(), axis=1)
    value = (level + fast)[month, pair] + noise * rng.normal(size=len(month))
    return month + START, pair, value, [f"A{j:02d}-B" for j in range(pairs)]


def make_panel(**arguments):
    month, pair, value, names = make_rows(**arguments)
    return Panel.of(names, month, pair, value, np.ones(len(month)))


@pytest.fixture(scope="module")
def panel():
    return make_panel()


@pytest.fixture(scope="module")
def scored(panel):
    return run_backtest(panel, plan_backtest(panel))


def test_panel_holds_counts_means_and_squared_deviations():
    panel = Panel.of(["A-B", "A-C"], [24000, 24000, 24002, 24002], [0, 0, 0, 1], [1.0, 4.0, 2.0, 5.0], [2, 1, 3, 1])
    assert panel.first == 24000
    np.testing.assert_array_equal(panel.count, [[3, 0], [0, 0], [3, 1]])
    np.testing.assert_allclose(panel.mean, [[2, 0], [0, 0], [2, 5]])
    np.testing.assert_allclose(panel.squares, [[2 * 1 + 4, 0], [0, 0], [0, 0]])
    np.testing.assert_array_equal(panel.freedom, [[1, 0], [0, 0], [0, 0]])


def test_rows_of_months_with_their_squares_are_the_same_panel_as_rows_of_events():
    month, pair, value, names = make_rows(pairs=3, months=30)
    events = Panel.of(names, month, pair, value, np.ones(len(month)))
    t, j = np.nonzero(events.count)
    months = Panel.of(
        names, t + events.first, j, events.mean[t, j], events.count[t, j], squares=events.squares[t, j], rows=events.count[t, j]
    )
    for name in ("count", "mean", "squares", "freedom"):
        np.testing.assert_allclose(getattr(months, name), getattr(events, name), atol=1e-9)


def test_order_of_rows_does_not_matter(panel):
    month, pair, value, names = make_rows()
    order = np.random.default_rng(1).permutation(len(month))
    other = Panel.of(names, month[order], pair[order], value[order], np.ones(len(month)))
    np.testing.assert_allclose(other.mean, panel.mean, atol=1e-9)
    np.testing.assert_allclose(other.squares, panel.squares, atol=1e-8)


def test_what_comes_after_an_origin_changes_no_forecast_made_from_it(panel):
    cut = 50
    mean = panel.mean.copy()
    mean[cut + 1 :] *= -3
    changed = Panel(panel.names, panel.first, panel.count, mean, panel.squares, panel.freedom)
    one, two = (run_backtest(p, plan_backtest(p, horizons=(1, 6), least=3)) for p in (panel, changed))
    for name, before in one.items():
        early = before.origin - panel.first <= cut
        assert 200 < early.sum() < len(early)
        for column in ("mean", "low90", "high90"):
            a, b = getattr(before, column), getattr(two[name], column)
            np.testing.assert_allclose(a[early], b[early], atol=1e-9, err_msg=f"{name} {column}")
            assert np.abs(a[~early] - b[~early]).max() > 0.1


def test_shifting_and_scaling_the_values_shifts_and_scales_the_forecasts(panel, scored):
    other = Panel(panel.names, panel.first, panel.count, 100 * panel.mean + 7, 1e4 * panel.squares, panel.freedom)
    again = run_backtest(other, plan_backtest(other))
    for name, before in scored.items():
        np.testing.assert_allclose(again[name].crps, 100 * before.crps, rtol=2e-3, atol=1e-6, err_msg=name)
        np.testing.assert_allclose(again[name].mean, 100 * before.mean + 7, rtol=1e-3, atol=0.05, err_msg=name)


def test_model_is_calibrated_and_better_than_the_baselines_on_what_it_assumes(scored):
    # 20 pairs of a fixed seed; the bounds are about 4 standard errors wide, pairs taken as clusters
    for row in summarise(scored):
        if row.model == OURS:
            assert 0.84 < row.coverage90 < 0.96
            assert 0.40 < row.coverage50 < 0.60
            assert sum(row.pit) == pytest.approx(1)
            assert row.skill[SMOOTHED] > 0.03
            assert row.skill[CLIMATOLOGY] > -0.005
            low, high = row.skill_interval[SMOOTHED]
            assert low < row.skill[SMOOTHED] < high


def test_all_models_are_scored_on_the_same_cells(scored):
    ours = scored[OURS]
    assert set(scored) == {OURS, NO_CHANGE, SMOOTHED, CLIMATOLOGY, RECENT}
    for other in scored.values():
        for name in ("pair", "origin", "target", "came", "went_up"):
            np.testing.assert_array_equal(getattr(other, name), getattr(ours, name))


def test_baselines_by_hand():
    # one pair, months 0..7; month 6 empty
    value = np.array([1.0, 3.0, 2.0, 4.0, 6.0, 5.0, 0.0, 8.0])
    count = np.array([1.0, 1, 1, 1, 1, 1, 0, 3])
    past = Panel(("A-B",), START, count[:, None], value[:, None], 0 * value[:, None], 0 * value[:, None])
    found = forecast_baselines(past, 1)
    assert found[NO_CHANGE].mean[0] == 8
    assert found[SMOOTHED].mean[0] == pytest.approx((5 + 3 * 8) / 4)
    assert found[CLIMATOLOGY].mean[0] == pytest.approx(29 / 7)
    assert found[RECENT].mean[0] == pytest.approx(29 / 7)
    # errors of no change: 2 -1 2 2 -1 and, over the empty month, 8 - 5
    assert found[NO_CHANGE].sd[0] == pytest.approx(np.sqrt((4 + 1 + 4 + 4 + 1 + 9) / 6))


def test_reliability_counts_every_forecast_once(scored):
    ours = scored[OURS]
    bins = reliability(ours)
    assert sum(b.n for b in bins) == np.isfinite(ours.went_up).sum()
    for b in bins:
        assert b.low <= b.said <= b.high
        assert 0 <= b.came_true <= 1


def doubled(scored, copies):
    """Every forecast so many times, as another forecast of the same pair."""
    return type(scored)(*(np.tile(getattr(scored, name), copies) for name in scored.__slots__))


def test_error_of_a_bin_counts_forecasts_of_one_pair_together(scored):
    # forecasts repeated within a pair teach nothing new; without resemblance the error is that of coin tosses
    once, thrice = reliability(scored[OURS]), reliability(doubled(scored[OURS], 3))
    for a, b in zip(once, thrice, strict=True):
        assert b.n == 3 * a.n
        assert b.error == (None if a.error is None else pytest.approx(a.error, rel=1e-9))
    rng, n = np.random.default_rng(3), 4000
    ours = scored[OURS]
    place = rng.integers(0, len(ours.pair), n)
    prob = np.full(n, 0.55)
    tossed = replace(
        type(ours)(*(getattr(ours, name)[place] for name in ours.__slots__)),
        pair=rng.integers(0, 400, n), prob_up=prob, went_up=(rng.random(n) < prob).astype(float),
    )  # fmt: skip
    (found,) = reliability(tossed)
    assert found.error == pytest.approx(np.sqrt(0.55 * 0.45 / n), rel=0.15)


def test_with_few_pairs_no_error_and_no_interval_is_told(scored):
    few = {
        name: type(s)(*(getattr(s, field)[s.pair < 4] for field in s.__slots__)) for name, s in scored.items()
    }  # fmt: skip
    assert all(b.error is None for b in reliability(few[OURS]))
    assert all(row.coverage50_interval is None and row.coverage90_interval is None for row in summarise(few))


def test_interval_of_a_coverage_holds_it_and_widens_with_fewer_pairs(scored):
    half = {name: type(s)(*(getattr(s, field)[s.pair < 6] for field in s.__slots__)) for name, s in scored.items()}
    for row, less in zip(summarise(scored), summarise(half), strict=True):
        low, high = row.coverage50_interval
        assert 0 <= low <= row.coverage50 <= high <= 1
        assert less.coverage90_interval[0] <= less.coverage90 <= less.coverage90_interval[1]
    widths = [np.mean([r.coverage50_interval[1] - r.coverage50_interval[0] for r in summarise(s)]) for s in (scored, half)]
    assert widths[0] < widths[1]


def test_a_jump_nobody_could_foresee_is_listed_as_a_miss(panel):
    mean = panel.mean.copy()
    mean[60, 4] -= 25
    jumped = Panel(panel.names, panel.first, panel.count, mean, panel.squares, panel.freedom)
    misses = list_misses(run_backtest(jumped, plan_backtest(jumped))[OURS], panel.names)
    worst = misses[0]
    assert (worst.pair, worst.target) == (panel.names[4], panel.first + 60)
    assert worst.came < worst.low90
    assert len({(m.pair, m.target) for m in misses}) == len(misses)


def test_a_pair_without_events_before_the_origins_is_not_forecast(panel):
    count = panel.count.copy()
    count[:60, 0] = 0
    late = Panel(panel.names, panel.first, count, panel.mean, panel.squares, panel.freedom)
    ours = run_backtest(late, plan_backtest(late))[OURS]
    # six months with events first
    assert ours.origin[ours.pair == 0].min(initial=10**6) >= panel.first + 65


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"horizons": ()}, InputError),
        ({"horizons": (0, 3)}, InputError),
        ({"horizons": (61,)}, InputError),
        ({"step": 0}, InputError),
        ({"first": START + 5}, InputError),
        ({"first": START + 500}, InputError),
        ({"horizons": (60,)}, RefusalError),
    ],
)
def test_impossible_plans_are_refused(panel, arguments, error):
    with pytest.raises(error):
        plan_backtest(panel, **arguments)


def test_a_panel_in_which_nothing_can_be_scored_is_refused(panel):
    with pytest.raises(RefusalError, match="no month can be scored"):
        run_backtest(panel, plan_backtest(panel, least=1000))
    with pytest.raises(InputError):
        Panel.of(["A-B"], [], [], [], [])


def test_missing_libraries_are_named(monkeypatch):
    for name in ("statsforecast", "statsmodels"):
        monkeypatch.setitem(sys.modules, name, None)
    assert installed_peers() == ([], ["statsforecast", "statsmodels"])


def test_peers_forecast_where_they_are_installed(panel):
    names, _ = installed_peers()
    if not names:
        pytest.skip("neither statsforecast nor statsmodels is installed (pip install 'detente[bench]')")
    few = panel.keep([0, 1])
    scored = run_backtest(few, plan_backtest(few, horizons=(1, 6), step=12), peers=names)
    for name in names:
        np.testing.assert_array_equal(scored[name].came, scored[OURS].came)
        assert np.isfinite(scored[name].crps).all()
        # a sound forecast of a slow level is not far from climatology
        assert scored[name].crps.mean() < 2 * scored[CLIMATOLOGY].crps.mean()
