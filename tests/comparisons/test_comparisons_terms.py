"""Terms by themselves and against each other: parts that add up, and simulation with and without a difference."""

from datetime import date

import numpy as np
import pytest

from detente.comparisons import difference_of_terms, term_index, term_weights
from detente.errors import InputError
from detente.priors import load_panel_prior
from detente.relations import PairEvents, Sum

PRIOR = load_panel_prior()
MONTHS = np.arange(2010 * 12, 2020 * 12)


def made_events(dice, *, jump=0.0, per_month=4):
    """Words of ten years from the model (phi .5, sd .7, q .05), after five years the level lower by `jump`; and their truth."""
    level, fast, truth = 2.3, 0.0, np.zeros(len(MONTHS))
    for t in range(len(MONTHS)):
        level, fast = level + dice.normal(0, 0.05), 0.5 * fast + dice.normal(0, 0.7 * np.sqrt(0.75))
        truth[t] = level + fast - jump * (t >= 60)
    place = np.repeat(np.arange(len(MONTHS)), dice.poisson(per_month, len(MONTHS)))
    value = np.clip(truth[place] + dice.normal(0, 2.4, len(place)), -10, 10)
    return PairEvents.of(MONTHS[place], value, np.zeros(len(place), bool)), truth


def test_weights_are_the_days_of_a_month():
    row = term_weights(MONTHS, date(2012, 1, 20), date(2016, 1, 20))
    assert row.sum() == pytest.approx(1) and row[24] == pytest.approx(12 / 1461, rel=1e-9)
    assert row[:24].sum() == row[73:].sum() == 0 and row[72] / row[24] == pytest.approx(19 / 12)


def test_a_term_outside_the_index_is_refused():
    with pytest.raises(InputError) as caught:
        term_weights(MONTHS, date(1990, 1, 1), date(1991, 1, 1))
    assert caught.value.code == "T10"


def test_the_parts_of_a_term_add_up_and_words_weigh_as_in_the_index():
    events, _ = made_events(np.random.default_rng(3))
    index = term_index(events, start=date(2010, 1, 1), end=date(2020, 1, 1), prior=PRIOR)
    row = term_weights(MONTHS, date(2012, 1, 1), date(2014, 1, 1))
    words, deeds, both = (index.sums([row], of=of, shock=True)[0] for of in ("words", "deeds", "both"))
    assert words.mean == pytest.approx(PRIOR.verbal.level_mean + words.parts.sum(), abs=1e-9)
    by_words, by_deeds = PRIOR.composite.factors
    assert both.mean == pytest.approx(by_words * words.mean + by_deeds * deeds.mean)
    assert words.sd < deeds.sd  # no deeds: little is known of them


def test_a_difference_is_of_independent_terms():
    found = difference_of_terms(Sum(1.0, 0.3, np.zeros(0)), Sum(2.0, 0.4, np.zeros(0)))
    assert (found.mean, found.sd) == pytest.approx((-1.0, 0.5)) and found.prob_negative == pytest.approx(0.97725, abs=1e-5)


def test_a_term_knows_nothing_of_the_one_before():
    dice = np.random.default_rng(5)
    events, _ = made_events(dice, jump=3.0)
    late = events.month >= 2015 * 12
    alone = PairEvents.of(events.month[late], events.weight[late], events.material[late])
    found = term_index(alone, start=date(2015, 1, 1), end=date(2020, 1, 1), prior=PRIOR)
    whole = term_index(events, start=date(2010, 1, 1), end=date(2020, 1, 1), prior=PRIOR)
    assert found.months[0] == 2015 * 12 and found.words.mean[0] < whole.words.mean[60]  # the whole looks back to a milder term


def test_a_real_difference_is_found_and_none_is_not_claimed():
    dice = np.random.default_rng(4)
    held, tougher = {0.0: 0, 1.5: 0}, 0
    for jump in held:
        for _ in range(60):
            events, truth = made_events(dice, jump=jump)
            sums = []
            for year in (2015, 2010):
                of = (events.month >= year * 12) & (events.month < (year + 5) * 12)
                own = PairEvents.of(events.month[of], events.weight[of], events.material[of])
                index = term_index(own, start=date(year, 1, 1), end=date(year + 5, 1, 1), prior=PRIOR)
                sums += index.sums([np.full(60, 1 / 60)], of="words", shock=True)
            found = difference_of_terms(*sums)
            held[jump] += abs(found.mean - (truth[60:].mean() - truth[:60].mean())) <= 1.645 * found.sd
            tougher += jump > 0 and found.prob_negative > 0.95
    assert min(held.values()) >= 47  # 54 of 60 expected at 90 %; fewer than 47 by chance less than once in two hundred
    assert tougher >= 54
