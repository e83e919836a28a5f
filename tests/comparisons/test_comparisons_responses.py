"""What came within a window: by hand, against a plain loop, and in simulation of chance and of a planted answer."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.comparisons import add_tallies, apart, follow, quiet_days, tally, tally_falls, window_days
from detente.comparisons.responses import Tally

DAYS = st.lists(st.integers(0, 900), max_size=25)
START = date(2010, 1, 1).toordinal()


def day(text):
    return date.fromisoformat(text).toordinal()


@given(DAYS, DAYS, st.integers(1, 200))
def test_windows_are_those_of_a_plain_loop(days, answers, length):
    last = 800
    start, count, first = follow(days, answers, last=last, length=length)
    assert start.tolist() == sorted({d for d in days if d + length <= last})
    for d, number, when in zip(start.tolist(), count.tolist(), first.tolist(), strict=True):
        inside = sorted({a for a in answers if d < a <= d + length})
        assert number == len(inside) and when == (inside[0] if inside else 0)


@given(DAYS, DAYS, st.randoms())
def test_order_and_copies_do_not_matter(days, answers, dice):
    other = [*days, *days]
    dice.shuffle(other)
    span = {"first": START, "last": START + 900, "length": 60}
    shifted = [START + d for d in days], [START + a for a in answers]
    assert tally(*shifted, **span) == tally([START + d for d in other], [*shifted[1], *shifted[1]], **span)


def test_tally_by_hand():
    first, last = day("2020-01-01"), day("2020-06-30")
    triggers = [day("2020-02-10"), day("2020-02-12"), day("2020-06-20")]  # the last one's window is not complete
    answers = [day("2020-02-12"), day("2020-03-01"), day("2020-05-05")]
    after, base = tally(triggers, answers, first=first, last=last, length=30)
    assert after == Tally(2.0, 2, 1)
    # quiet: ends of January, March, April, May; of their windows January's (Feb 12, Mar 1) and April's (May 5) hold an answer
    # for the trigger of 12 February that day itself is taken away: January's still holds 1 March
    assert (base.count, base.effective) == (4, 3) and base.hits == pytest.approx(2.0)


def test_a_trigger_is_no_answer_to_the_quiet_month_before_it():
    first, last = day("2020-01-01"), day("2020-12-31")
    lone = [day("2020-06-15")]
    after, base = tally(lone, lone, first=first, last=last, length=60)
    assert after.hits == 0 and base.hits == 0 and base.count > 6


def test_the_same_day_is_not_counted():
    days = [day("2020-03-03")]
    after, _ = tally(days, days, first=day("2020-01-01"), last=day("2020-12-31"), length=30)
    assert after == Tally(0.0, 1, 1)


def test_years_far_off_are_not_set_against_it():
    triggers = [day("2015-06-10")]
    answers = [day(f"20{year:02d}-07-01") for year in range(1, 12)]
    _, base = tally(triggers, answers, first=day("2000-01-01"), last=day("2020-12-31"), length=60)
    assert base.hits == 0 and base.count <= 48


def test_chance_alone_shows_no_answer():
    """Triggers and answers thrown at random: the two rates are the same, also where what follows is of the same class."""
    dice = np.random.default_rng(1)
    sums = np.zeros((2, 4))
    for _ in range(600):
        triggers = START + dice.integers(0, 3650, 12)
        others = START + dice.integers(0, 3650, 12)
        for row, answers in enumerate((triggers, others)):
            after, base = tally(triggers, answers, first=START, last=START + 3650, length=91)
            sums[row] += after.hits, after.count, base.hits / base.count * after.count, after.count
    for after, count, base, same in sums:
        assert after / count == pytest.approx(base / same, abs=0.02)


def test_a_planted_answer_is_found():
    dice = np.random.default_rng(2)
    triggers = START + np.sort(dice.choice(3600, 40, replace=False))
    planted = triggers[dice.random(40) < 0.6] + 10
    noise = START + dice.integers(0, 3650, 15)
    after, base = tally(triggers, np.concatenate([planted, noise]), first=START, last=START + 3650, length=window_days(1))
    assert after.hits / after.count > 0.5 > 0.3 > base.hits / base.count


def test_falls_by_hand():
    level = np.array([0.0, 0.0, -1.0, -1.0, -1.0, 0.0])
    triggers = [day("2020-02-20")]
    after, base = tally_falls(triggers, level, first=day("2020-01-01"), last=day("2020-06-30"), months=1, fall=0.5)
    assert after == Tally(1.0, 1, 1)  # January 0, March -1
    assert base == Tally(1.0, 3, 2)  # March (February 0, April -1), April, May; June ends the data


def test_quiet_months_have_no_trigger():
    found = quiet_days([day("2020-01-31"), day("2020-03-01")], first=day("2020-01-01"), last=day("2020-04-30"))
    assert [date.fromordinal(d).isoformat() for d in found] == ["2020-02-29", "2020-04-30"]


def test_windows_apart_are_counted_greedily():
    assert apart([], 30) == 0 and apart([5, 5, 5], 30) == 1 and apart([0, 30, 31], 30) == 2


def test_directions_weigh_by_their_triggers():
    one = Tally(1.0, 3, 3), Tally(10.0, 20, 10)
    two = Tally(0.0, 1, 1), Tally(0.0, 20, 10)
    after, base = add_tallies([one, two])
    assert after == Tally(1.0, 4, 4) and base.hits / base.count == pytest.approx(0.5 * 3 / 4)
