import numpy as np
import pytest

from detente.errors import InputError
from detente.outlook import record as room
from detente.outlook import score_past
from detente.outlook.origins import Past, forecast_origins, forecast_window, window_counts
from detente.priors import load_panel_prior
from detente.relations import PairEvents, State
from detente.relations.months import Monthly

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
    assert found.crps_skill > 0
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
    ahead, origins = np.array([10, 11, 12]), np.array([100, 130, 160])
    early, late = (
        forecast_origins(Past.of(events.upto(last), first=0, last=last), PRIOR, origins, ahead) for last in (160, LAST)
    )
    np.testing.assert_array_equal(early.means, late.means)
    np.testing.assert_array_equal(early.sds, late.sds)


def test_origins_together_equal_origins_alone():
    past = Past.of(make_events(1), first=0, last=LAST)
    origins, ahead = np.arange(40, 240, 10), np.array([4, 5, 6])
    together = forecast_origins(past, PRIOR, origins, ahead)
    for j, origin in enumerate(origins):
        alone = forecast_origins(past, PRIOR, np.array([origin]), ahead)
        np.testing.assert_allclose(together.mean[j], alone.mean[0], atol=1e-12)
        np.testing.assert_allclose(together.sd[j], alone.sd[0], atol=1e-12)


def test_covariance_of_a_window_equals_simulation():
    rng = np.random.default_rng(0)
    persist = np.array([1.0, 0.8, 1.0, 0.3])
    new = np.diag([0.3, 0.7, 0.5, 1.0]) ** 2
    new[0, 2] = new[2, 0] = 0.6 * 0.3 * 0.5
    new[1, 3] = new[3, 1] = 0.4 * 0.7 * 1.0
    root = rng.normal(size=(4, 4))
    start, centre = 0.1 * root @ root.T, np.array([0.5, 1.0, -2.0, 0.4])
    state = State(np.ones(1), persist[:, None], new[:, :, None], centre[:, None], start[:, :, None], np.ones((2, 1)))
    mean, covariance = forecast_window(state, np.array([2, 3, 4]))
    size = 200_000
    now, total = rng.multivariate_normal(centre, start, size), np.zeros((size, 2))
    for month in (1, 2, 3, 4):
        now = now * persist + rng.multivariate_normal(np.zeros(4), new, size)
        if month >= 2:
            total += (now[:, [0, 2]] + now[:, [1, 3]]) / 3
    np.testing.assert_allclose(mean[:, 0], total.mean(0), atol=0.01)
    np.testing.assert_allclose(covariance[:, :, 0], np.cov(total.T), rtol=0.02, atol=0.01)


def test_windows_that_could_not_be_scored_do_not_say_how_many_events_one_has():
    words, deeds = np.zeros(40), np.zeros(40)
    words[::2], deeds[30:] = 1.0, 2.0
    monthly = tuple(Monthly(c, np.where(c > 0, 0.0, np.nan), np.zeros(40)) for c in (words, deeds))
    found = window_counts(monthly, 39, 3)
    assert found.min() >= 1
    assert found[:, 1].max() == 6
    assert (found.sum(1) >= 3).all()
    # no deeds yet: every window counts, with at least one of each
    assert (window_counts(monthly, 20, 3)[:, 1] == 1).all()


@pytest.mark.parametrize("arguments", [{"horizon": 0}, {"step": 0}, {"last": 100}])
def test_impossible_back_tests_are_refused(arguments):
    with pytest.raises(InputError):
        score_past(make_events(), **({"prior": PRIOR, "last": LAST} | arguments))
