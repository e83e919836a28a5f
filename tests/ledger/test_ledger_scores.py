"""Scores against exact fractions, another library, published vectors where they are at hand, and by properties."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bernoulli

from detente.errors import InputError
from detente.ledger.scores import (
    brier,
    brier_range,
    calibration,
    log_loss,
    log_points,
    murphy,
    shrink,
    skill,
    time_averaged_brier,
)

VECTORS = Path(__file__).parents[3] / "shared" / "bench" / "claims" / "scoring_vectors.json"
TENTHS = st.integers(0, 10)
SETS = st.lists(st.tuples(TENTHS, st.booleans()), min_size=1, max_size=40)

# Forecasts of our own. The expected values were computed once with scikit-learn 1.9.1 (brier_score_loss, log_loss) and, for
# the decomposition, with exact fractions (`split` below).
OWN = [(0.3, 0), (0.3, 1), (0.3, 0), (0.6, 1), (0.6, 1), (0.6, 0), (0.6, 1), (0.85, 1), (0.85, 1), (0.15, 0)]
OWN_BRIER, OWN_LOG = 0.15775, 0.4853647083868854


def exactly(items):
    return [(Fraction(str(p)), int(o)) for p, o in items]


def split(items):
    """Return Brier, reliability, resolution and uncertainty in exact fractions, by Murphy's definition, group by group."""
    n, groups = len(items), defaultdict(list)
    for p, o in items:
        groups[p].append(o)
    base = Fraction(sum(o for _, o in items), n)
    share = {p: Fraction(sum(found), len(found)) for p, found in groups.items()}
    reliability = sum(len(groups[p]) * (p - share[p]) ** 2 for p in groups) / n
    resolution = sum(len(groups[p]) * (share[p] - base) ** 2 for p in groups) / n
    mean = sum((p - o) ** 2 for p, o in items) / n
    return mean, reliability, resolution, base * (1 - base)


def test_published_vectors_are_matched():
    if not VECTORS.exists():
        pytest.skip("the published vectors are not at hand (../shared)")
    known = json.loads(VECTORS.read_text(encoding="utf-8"))
    close = {"abs": 5e-7}
    for row in known["single"]:
        assert float(brier(row["p"], row["o"])) == pytest.approx(row["brier"], **close)
        assert float(log_loss(row["p"], row["o"])[0]) == pytest.approx(row["log_nats"], **close)
        assert float(log_points(row["p"], row["o"])[0]) == pytest.approx(row["baseline_metaculus"], abs=5e-5)
    several = known["set"]
    p, o = zip(*several["items"], strict=True)
    parts = murphy(p, o)
    for name in ("n", "base_rate", "brier", "reliability", "resolution", "uncertainty"):
        assert getattr(parts, name) == pytest.approx(several[name], **close), name
    assert skill(parts.brier, parts.uncertainty) == pytest.approx(several["bss_vs_base_rate"], **close)
    assert float(log_loss(p, o).mean()) == pytest.approx(several["log_nats"], **close)
    revised = known["time_averaged"]
    steps = [(date.fromisoformat(day), prob) for day, prob in revised["steps"]]
    assert steps[0][0] == date.fromisoformat(revised["open"])
    found = time_averaged_brier(steps, revised["outcome"], close=date.fromisoformat(revised["close"]))
    assert found == pytest.approx(revised["brier"], **close)
    could = known["interval_could"]
    for name, outcome in (("o1", 1), ("o0", 0)):
        ends = [float(x[0]) for x in brier_range(could["low"], could["high"], outcome)]
        assert ends == pytest.approx(could[name], **close)
    negated = known["negated"]
    other = negated["same_as"]
    assert float(brier(negated["p_event"], 0)) == pytest.approx(negated["brier_if_not_improved"], **close)
    assert float(brier(other["p"], 1)) == pytest.approx(negated["brier_if_not_improved"], **close)


def test_own_set_agrees_with_scikit_learn_and_with_fractions():
    p, o = zip(*OWN, strict=True)
    parts = murphy(p, o)
    assert parts.brier == pytest.approx(OWN_BRIER, abs=1e-10)
    assert float(log_loss(p, o).mean()) == pytest.approx(OWN_LOG, abs=1e-9)
    expected = split(exactly(OWN))
    assert (parts.brier, parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx([float(x) for x in expected])
    # by hand: 0.15775 = 0.016083 - 0.098333 + 0.24
    assert (parts.reliability, parts.resolution, parts.uncertainty) == pytest.approx((193 / 12_000, 59 / 600, 0.24))


@settings(max_examples=100, deadline=None)
@given(SETS)
def test_parts_sum_to_the_brier_score_and_equal_exact_fractions(tenths):
    items = [(Fraction(p, 10), int(o)) for p, o in tenths]
    p, o = [float(x) for x, _ in items], [x for _, x in items]
    parts = murphy(p, o)
    mean, reliability, resolution, uncertainty = split(items)
    found = (parts.brier, parts.reliability, parts.resolution, parts.uncertainty)
    assert found == pytest.approx([float(x) for x in (mean, reliability, resolution, uncertainty)], abs=1e-12)
    assert mean == reliability - resolution + uncertainty
    assert parts.within_variance == pytest.approx(0, abs=1e-15) and parts.within_covariance == pytest.approx(0, abs=1e-15)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_binned_parts_sum_to_the_brier_score(items):
    p, o = [x for x, _ in items], [int(x) for _, x in items]
    m = murphy(p, o, edges=np.linspace(0, 1, 6))
    total = m.reliability - m.resolution + m.uncertainty + m.within_variance - m.within_covariance
    assert total == pytest.approx(m.brier, abs=1e-12)


@given(st.floats(0.002, 0.998), st.integers(0, 1))
def test_log_score_equals_the_bernoulli_likelihood(p, o):
    assert float(log_loss(p, o)[0]) == pytest.approx(-bernoulli.logpmf(o, p), rel=1e-9)
    assert float(log_points(p, o)[0]) == pytest.approx(100 * (1 + bernoulli.logpmf(o, p) / np.log(2)), abs=1e-7)


@given(st.floats(0, 1), st.integers(0, 1))
def test_saying_the_contrary_of_the_contrary_scores_the_same(p, o):
    assert float(brier(p, o)) == pytest.approx(float(brier(1 - p, 1 - o)), abs=1e-15)
    assert float(log_loss(p, o)[0]) == pytest.approx(float(log_loss(1 - p, 1 - o)[0]), abs=1e-9)


@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_scores_are_proper(truth, other):
    for score in (brier, log_loss):
        at = [truth * float(np.ravel(score(p, 1))[0]) + (1 - truth) * float(np.ravel(score(p, 0))[0]) for p in (truth, other)]
        assert at[0] <= at[1] + 1e-12


@given(TENTHS, TENTHS, st.integers(0, 1))
def test_range_of_an_interval_holds_every_point_in_it(a, b, o):
    low, high = sorted((a / 10, b / 10))
    best, worst = (float(x[0]) for x in brier_range(low, high, o))
    inside = [float(brier(p, o)) for p in np.linspace(low, high, 7)]
    assert best == pytest.approx(min(inside)) and worst == pytest.approx(max(inside))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), TENTHS), min_size=1, max_size=6), st.integers(61, 90), st.integers(0, 1))
def test_time_average_equals_a_count_of_days(steps, end, o):
    first = date(2019, 3, 1).toordinal()
    given_ = [(date.fromordinal(first + day), p / 10) for day, p in steps]
    held, total = None, []
    for day in range(end):
        for when, p in steps:
            held = p / 10 if when == day else held
        if held is not None:
            total.append((held - o) ** 2)
    found = time_averaged_brier(given_, o, close=date.fromordinal(first + end))
    assert found == pytest.approx(sum(total) / len(total))


def test_revisions_after_the_close_do_not_count():
    steps = [(date(2020, 1, 1), 0.4), (date(2020, 2, 1), 1.0)]
    assert time_averaged_brier(steps, 1, close=date(2020, 2, 1)) == pytest.approx(0.36)
    with pytest.raises(InputError, match="K05"):
        time_averaged_brier(steps, 1, close=date(2020, 1, 1))


@settings(max_examples=60, deadline=None)
@given(SETS)
def test_calibration_table_counts_everything_once(tenths):
    p, o = [x / 10 for x, _ in tenths], [int(x) for _, x in tenths]
    table = calibration(p, o)
    assert sum(row.count for row in table) == len(p)
    assert sum(row.count * row.share for row in table) == pytest.approx(sum(o))
    assert all(row.low <= row.mean_prob + 1e-12 and row.mean_prob <= row.high + 1e-12 for row in table)
    assert all(row.share_low <= row.share <= row.share_high for row in table)


def test_bins_hold_their_lower_edge():
    assert [(r.low, r.count) for r in calibration([0.1 * 3, 0.3, 1.0], [0, 1, 1])] == [
        (pytest.approx(0.3), 2), (pytest.approx(0.9), 1),
    ]  # fmt: skip


def test_jeffreys_interval_leaves_five_per_cent_on_each_side():
    from scipy.integrate import quad

    n, k = 10, 4
    row = calibration([0.5] * n, [1] * k + [0] * (n - k))[0]

    def mass(low, high):
        return quad(lambda x: x ** (k - 0.5) * (1 - x) ** (n - k - 0.5), low, high)[0] / whole

    whole = 1.0
    whole = mass(0, 1)
    assert [mass(0, row.share_low), mass(row.share_high, 1)] == pytest.approx([0.05, 0.05], abs=1e-6)


def test_shrinkage_lies_between_own_and_overall():
    assert shrink(0.1, 10, 0.3) == pytest.approx(0.2)
    assert shrink(0.1, 0, 0.3) == 0.3
    assert skill(0.1, 0.0) is None


@pytest.mark.parametrize(
    ("p", "o", "code"),
    [([1.2], [1], "K01"), ([float("nan")], [1], "K01"), ([0.5], [2], "K02"), ([0.5, 0.5], [1], "K03")],
)
def test_what_is_no_probability_is_refused(p, o, code):
    with pytest.raises(InputError, match=code):
        murphy(p, o)
    with pytest.raises(InputError, match=code):
        log_loss(p, o)


def test_never_that_happened_is_bad_but_finite():
    assert float(log_loss(0.0, 1)[0]) == pytest.approx(6.907755, abs=1e-6)
    assert float(log_loss(0.0, 0)[0]) == 0
