import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook.outcomes import Spread, count_values, forecast_outcome
from detente.priors import load_panel_prior
from detente.relations import State
from detente.relations.prior import VALUES

PRIOR = load_panel_prior()
DEEDS, WORDS = Spread.of(PRIOR.material.shares), Spread.of(PRIOR.verbal.shares)


def certain(words=1.0, deeds=-1.0, noise=(6.0, 23.0)):
    state = State(
        np.ones(1), np.ones((4, 1)), np.zeros((4, 4, 1)), np.zeros((4, 1)), np.zeros((4, 4, 1)), np.array(noise)[:, None]
    )
    return state, np.array([[words], [deeds]]), np.zeros((2, 2, 1))


def foretell(counts, *, factors=(0.8, 0.2), seed=0, **kwargs):
    state, centre, covariance = certain(**kwargs)
    return forecast_outcome(
        state, centre, covariance, event_var=np.array([6.0, 23.0]), spreads=(WORDS, DEEDS), counts=np.array(counts, float),
        factors=factors, seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize("spread", [WORDS, DEEDS])
def test_a_tilt_has_the_mean_asked_for_and_rises_with_it(spread):
    assert np.all(np.diff(spread.mean) > 0)
    assert spread.mean[0] < -6
    assert spread.mean[-1] > 6
    np.testing.assert_allclose(spread.cumulative[:, -1], 1)


@settings(max_examples=20, deadline=None)
@given(mean=st.floats(-6, 6), count=st.integers(1, 30), seed=st.integers(0, 100))
def test_draws_average_to_the_mean_and_narrow_with_the_number_of_events(mean, count, seed):
    rng = np.random.default_rng(seed)
    size = 4000
    drawn = DEEDS.draw(np.full(size, mean), np.full(size, float(count)), rng)
    place = float(np.interp(mean, DEEDS.mean, np.arange(len(DEEDS.mean))))
    low = min(int(place), len(DEEDS.mean) - 2)
    shares = np.diff(DEEDS.cumulative[low : low + 2], axis=1, prepend=0.0)
    chance = np.array([1 - (place - low), place - low])
    own = (shares * (VALUES - (shares @ VALUES)[:, None]) ** 2).sum(1)
    # of the events, and of the tilt, one of two, that they are drawn from
    variance = chance @ own / count + chance @ (DEEDS.mean[low : low + 2] - mean) ** 2
    # five standard errors: a false alarm once in a million
    assert abs(drawn.mean() - mean) < 5 * np.sqrt(variance / size)
    assert drawn.std() == pytest.approx(np.sqrt(variance), rel=0.1)


def test_few_deeds_are_friendly_or_hostile_and_seldom_in_between():
    one = foretell([[1, 1]], factors=(0.0, 1.0), deeds=0.0)
    many = foretell([[1, 40]], factors=(0.0, 1.0), deeds=0.0)
    between = [float((m.below(2.0) - m.below(-2.0))[0]) for m in (one, many)]
    assert between[0] < 0.15
    assert between[1] > 0.7


def test_words_and_deeds_that_hang_together_make_a_wider_composite():
    state, centre, _ = certain()
    sds = []
    for shared in (-1.5, 0.0, 1.5):
        covariance = np.array([[1.0, shared], [shared, 4.0]])[:, :, None]
        found = forecast_outcome(
            state, centre, covariance, event_var=np.array([6.0, 23.0]), spreads=(WORDS, DEEDS),
            counts=np.full((1, 2), 50.0), factors=(0.6, 0.4), seed=1,
        )  # fmt: skip
        sds.append(float(found.sd[0]))
    assert sds[0] < sds[1] < sds[2]


def test_the_same_seed_gives_the_same_forecast():
    one, two, other = foretell([[3, 2]], seed=4), foretell([[3, 2]], seed=4), foretell([[3, 2]], seed=5)
    np.testing.assert_array_equal(one.means, two.means)
    assert np.any(one.means != other.means)


def test_values_are_counted_at_the_nearest_half_point():
    found = count_values(np.array([-10.0, -9.8, 0.1, 10.0]))
    assert found.sum() == 4
    assert found[[0, 20, 40]].tolist() == [2, 1, 1]
