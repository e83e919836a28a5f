from dataclasses import replace

import numpy as np
import pytest

from detente.errors import InputError
from detente.priors import load_panel_prior
from detente.relations import PairEvents, SidesPrior, estimate_index
from detente.relations.sides import LEAST_EVENTS, LEAST_RECENT

PRIOR = load_panel_prior()
LAST = 119


def make_events(seed=0, count=400, *, apart=0.0, share=0.5, both=0.2, deeds=0.4):
    """Events of two sides of which the first is `apart` friendlier than the second."""
    rng = np.random.default_rng(seed)
    side = np.where(rng.random(count) < both, 0, np.where(rng.random(count) < share, 1, -1))
    material = rng.random(count) < deeds
    weight = rng.normal(0.5 + 0.5 * apart * side, np.where(material, 3.0, 2.0))
    return PairEvents.of(rng.integers(0, LAST + 1, count), np.clip(weight, -10, 10), material, side=side)


def estimate(events, prior=PRIOR):
    return estimate_index(events, prior=prior, last=LAST, first=0)


@pytest.mark.parametrize(("pattern", "share"), [((1, -1), 1 / 2), ((1, 1, -1), 2 / 3), ((1, 0, 0, -1, 1), 3 / 5)])
def test_the_pair_is_the_mean_of_its_sides_weighted_with_their_events(pattern, share):
    rng = np.random.default_rng(3)
    size = len(pattern)
    month, material = (np.repeat(x, size) for x in (rng.integers(0, LAST + 1, 120), rng.random(120) < 0.4))
    side = np.tile(pattern, 120)
    events = PairEvents.of(month, np.clip(rng.normal(side, 2.0), -10, 10), material, side=side)
    index = estimate(events)
    found = index.sides()
    # what both do together counts half for each
    assert found.share == pytest.approx((share, share))
    mean = share * found.first.level.mean + (1 - share) * found.second.level.mean
    np.testing.assert_allclose(mean, index.level.mean, atol=1e-9)
    np.testing.assert_allclose(found.first.level.mean - found.second.level.mean, found.apart.mean, atol=1e-9)


@pytest.mark.parametrize("side", ["first", "second"])
def test_parts_sum_to_the_directed_level_less_the_no_data_level(side):
    index = estimate(make_events(2, apart=3.0, share=0.7))
    level = getattr(index.sides(), side)
    assert level.parts.sum() == pytest.approx(level.level.mean[-1] - index.no_data_level, abs=1e-9)


def test_swapping_the_two_states_swaps_the_levels():
    events = make_events(4, apart=2.0, share=0.6)
    one, two = estimate(events).sides(), estimate(replace(events, side=-events.side)).sides()
    np.testing.assert_allclose(one.first.level.mean, two.second.level.mean, atol=1e-9)
    np.testing.assert_allclose(one.first.level.low90, two.second.level.low90, atol=1e-6)
    assert one.prob_first_higher == pytest.approx(1 - two.prob_first_higher, abs=1e-9)


def test_a_friendlier_side_is_found_and_even_sides_are_not_told_apart():
    friendlier = estimate(make_events(5, 800, apart=5.0)).sides()
    assert friendlier.prob_first_higher > 0.95
    assert friendlier.first.level.mean[-1] > friendlier.second.level.mean[-1] + 0.3
    even = [estimate(make_events(seed, 800)).sides().prob_first_higher for seed in range(8)]
    assert 0.05 < np.mean(even) < 0.95
    assert sum(0.05 < p < 0.95 for p in even) >= 6


def test_without_a_prior_difference_both_sides_are_the_pair():
    flat = replace(PRIOR, sides=SidesPrior(0.0, 0.0, 0.0, 0.0, 0.0))
    index = estimate(make_events(6, apart=4.0, share=0.7), flat)
    found = index.sides()
    np.testing.assert_allclose(found.first.level.mean, index.level.mean, atol=1e-9)
    np.testing.assert_allclose(found.second.level.mean, index.level.mean, atol=1e-9)
    np.testing.assert_allclose(found.first.parts, index.contributions(), atol=1e-9)


def test_directions_leave_the_pair_as_it_was():
    events = make_events(7, apart=4.0)
    np.testing.assert_array_equal(estimate(events).level.mean, estimate(replace(events, side=None)).level.mean)


def test_a_side_of_few_events_is_withheld_with_what_is_missing():
    events = make_events(8, 200, share=0.97, both=0.0)
    found = estimate(events).sides()
    assert found.first is None
    assert found.apart is None
    assert str(LEAST_EVENTS) in found.reason
    assert str(LEAST_RECENT) in found.reason
    assert str(found.counts[1].events) in found.reason
    silent = make_events(9, 300)
    old = replace(silent, month=np.minimum(silent.month, LAST - 13))
    assert "0 in the last 12 months" in estimate(old).sides().reason


def test_events_without_sides_are_refused():
    with pytest.raises(InputError) as caught:
        estimate(replace(make_events(), side=None)).sides()
    assert caught.value.code == "R24"
    with pytest.raises(InputError) as caught:
        PairEvents.of([1], [0.0], [True], side=[2])
    assert caught.value.code == "R13"
