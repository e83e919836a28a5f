import numpy as np
import pytest

from detente.errors import InputError
from detente.outlook import record as room
from detente.outlook import score_past
from detente.priors import load_panel_prior
from detente.relations import PairEvents
from detente.relations.months import count_months

PRIOR = load_panel_prior()
LAST = 299


def make_events(seed=0, count=700, last=LAST):
    rng = np.random.default_rng(seed)
    month = rng.integers(0, last + 1, count)
    material = rng.random(count) < 0.4
    level = 2 * np.sin(month / 40)
    return PairEvents.of(month, np.clip(rng.normal(level, np.where(material, 4, 2.5)), -10, 10), material)


@pytest.mark.parametrize("horizon", [3, 12])
def test_a_rich_pair_has_a_record_with_sound_numbers(horizon):
    found = score_past(make_events(), prior=PRIOR, last=LAST, horizon=horizon)
    assert found.reason == ""
    assert found.n >= 30
    assert found.crps_skill == pytest.approx(1 - found.crps / found.crps_no_change)
    # smoothed no-change chases noise: the model is better on a slow level with noisy months
    assert found.crps_skill > 0.05
    assert 0 < found.brier < 0.5
    assert 0.75 < found.coverage90 <= 1
    assert 0.3 < found.coverage50 < 0.75
    assert found.first_origin >= 24
    assert found.last_origin + horizon <= LAST


def test_too_few_past_forecasts_leave_no_record_but_a_reason():
    found = score_past(make_events(count=40), prior=PRIOR, last=LAST)
    assert found.crps_skill is None
    assert found.brier is None
    assert "12 are needed" in found.reason
    nothing = score_past(PairEvents.of([], [], []), prior=PRIOR, last=LAST)
    assert (nothing.n, nothing.crps) == (0, None)
    assert "no past forecasts" in nothing.reason


def test_what_comes_after_an_origin_changes_neither_its_forecast_nor_its_baseline():
    events = make_events(2)
    cut = 150
    other = PairEvents(events.month, np.where(events.month > cut, -events.weight, events.weight), events.material)
    one, two = (room.forecast_past(e, prior=PRIOR, last=LAST, horizon=6) for e in (events, other))
    np.testing.assert_array_equal(one.origin, two.origin)
    early = one.origin <= cut
    assert 20 < early.sum() < len(early)
    for a, b in [(one.forecast, two.forecast), *((one.baselines[name], two.baselines[name]) for name in one.baselines)]:
        np.testing.assert_allclose(a.mean[early], b.mean[early], atol=1e-12)
        np.testing.assert_allclose(a.sd[early], b.sd[early], atol=1e-12)
        assert np.abs(a.mean[~early] - b.mean[~early]).max() > 0.1
    np.testing.assert_array_equal(one.threshold[early], two.threshold[early])
    np.testing.assert_array_equal(one.came[one.origin + 6 <= cut], two.came[one.origin + 6 <= cut])


def test_a_forecast_sees_only_the_past_of_its_origin():
    events = make_events()
    pick = ~events.material
    ahead, origins = np.array([10, 11, 12]), np.array([100, 130, 160])
    forecasts = []
    for last in (160, LAST):
        seen = events.month[pick] <= last
        series = count_months(events.month[pick][seen], events.weight[pick][seen], first=0, last=last)
        forecasts.append(room._forecast_component(series, PRIOR.verbal, origins, ahead))
    np.testing.assert_array_equal(forecasts[0].means, forecasts[1].means)
    np.testing.assert_array_equal(forecasts[0].sds, forecasts[1].sds)


def test_origins_together_equal_origins_alone():
    events = make_events(1)
    series = count_months(events.month, events.weight, first=0, last=LAST)
    origins, ahead = np.arange(40, 240, 10), np.array([4, 5, 6])
    together = room._forecast_component(series, PRIOR.verbal, origins, ahead)
    for j, origin in enumerate(origins):
        alone = room._forecast_component(series, PRIOR.verbal, np.array([origin]), ahead)
        np.testing.assert_allclose(together.mean[j], alone.mean[0], atol=1e-12)
        np.testing.assert_allclose(together.sd[j], alone.sd[0], atol=1e-12)


def test_window_variance_equals_simulation():
    rng = np.random.default_rng(0)
    grid = np.array([[0.8, 1.2, 0.3, 1.0]])
    moments = np.array([[0.5], [1.0], [0.4], [0.6], [-0.2]])
    mean, variance = room.forecast_window(moments, grid, np.array([2, 3, 4]))
    size = 200_000
    start = rng.multivariate_normal([0.5, 1.0], [[0.4, -0.2], [-0.2, 0.6]], size)
    level, fast, total = start[:, 0].copy(), start[:, 1].copy(), np.zeros(size)
    for month in (1, 2, 3, 4):
        level += 0.3 * rng.normal(size=size)
        fast = 0.8 * fast + 1.2 * 0.6 * rng.normal(size=size)
        if month >= 2:
            total += (level + fast) / 3
    assert mean[0] == pytest.approx(total.mean(), abs=0.01)
    assert variance[0] == pytest.approx(total.var(), rel=0.02)


@pytest.mark.parametrize("arguments", [{"horizon": 0}, {"step": 0}, {"last": 100}])
def test_impossible_back_tests_are_refused(arguments):
    with pytest.raises(InputError):
        score_past(make_events(), **({"prior": PRIOR, "last": LAST} | arguments))
