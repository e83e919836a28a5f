"""Do two voices agree: by hand, and in simulation."""

import numpy as np
import pytest

from detente.comparisons import Voice, agreement


def voice(days, values):
    day = np.array(days, np.int64)
    return Voice(day, np.array(values, float), day // 182)


def test_agreement_by_hand():
    # six half-years, a statement of each a day apart: four times alike, twice not
    days = [10 + 182 * k for k in range(6)]
    leader = voice(days, [2, 2, -3, 2, 2, -3])
    others = voice([d + 1 for d in days], [1, 1, -1, 1, -1, 1])
    found = agreement(leader, others, window=30)
    assert found.share.mean == pytest.approx(4 / 6)
    # of 12 statements 8 are friendly: two at random are alike in (8*7 + 4*3) / (12*11)
    assert found.base.mean == pytest.approx((56 + 12) / 132)
    assert found.excess.mean == pytest.approx(4 / 6 - 68 / 132)
    assert found.gap.mean == pytest.approx((1 + 1 - 2 + 1 + 3 - 4) / 6)
    assert found.opposed.tolist() == [0, 0, 0, 0, 1, 1] and found.matched.all()
    # leaving out one half-year: 3/5 four times, 4/5 twice
    left = np.array([0.6] * 4 + [0.8] * 2)
    assert found.share.sd == pytest.approx(np.sqrt(5 / 6 * ((left - left.mean()) ** 2).sum()))


def test_statements_far_apart_are_not_compared():
    leader = voice([0, 200, 400, 600, 800], [1] * 5)
    others = voice([100, 300, 500, 700, 900], [1] * 5)
    assert agreement(leader, others, window=30) is None


def test_order_does_not_matter():
    dice = np.random.default_rng(1)
    days, values = dice.integers(0, 3000, 40), dice.normal(size=40)
    others = voice(dice.integers(0, 3000, 60), dice.normal(size=60))
    mix = dice.permutation(40)
    one = agreement(voice(days, values), others, window=60)
    two = agreement(voice(days[mix], values[mix]), others, window=60)
    assert one.share.mean == pytest.approx(two.share.mean) and one.excess.low == pytest.approx(two.excess.low)


def test_independent_voices_show_no_excess_and_one_voice_does():
    dice = np.random.default_rng(2)
    covered = found_alike = 0
    for _ in range(200):
        days = dice.integers(0, 2900, 60)
        own = np.where(dice.random(60) < 0.6, 2.0, -2.0)
        others_days = np.concatenate([days + dice.integers(-10, 10, 60)])
        apart = agreement(voice(days, own), voice(others_days, np.where(dice.random(60) < 0.6, 1.0, -1.0)), window=15)
        alike = agreement(voice(days, own), voice(others_days, np.where(dice.random(60) < 0.85, own, -own)), window=15)
        covered += apart.excess.low <= 0 <= apart.excess.high
        found_alike += alike.excess.low > 0
    assert covered / 200 > 0.83  # .90 expected
    assert found_alike / 200 > 0.9
