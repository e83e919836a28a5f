"""Terms against each other in the posterior: against the index itself, and in simulation from the model's own prior."""

from datetime import date

import numpy as np
import pytest

from detente.comparisons import term_weights
from detente.errors import InputError
from detente.priors import load_panel_prior
from detente.relations import PairEvents, estimate_index

PRIOR = load_panel_prior()
MONTHS = np.arange(2010 * 12, 2020 * 12)


def made_index(dice, *, jump=0.0, per_month=4):
    """Words of ten years from the model (phi .5, sd .7, q .05), after five years the level lower by `jump`."""
    size, level, fast = len(MONTHS), 2.3, 0.0
    month, value = [], []
    truth = np.zeros(size)
    for t in range(size):
        level += dice.normal(0, 0.05)
        fast = 0.5 * fast + dice.normal(0, 0.7 * np.sqrt(0.75))
        truth[t] = level + fast - jump * (t >= 60)
        number = dice.poisson(per_month)
        month += [int(MONTHS[t])] * number
        value += list(np.clip(truth[t] + dice.normal(0, 2.4, number), -10, 10))
    events = PairEvents.of([int(MONTHS[0]), *month], [2.3, *value], [False] * (len(value) + 1))
    return estimate_index(events, prior=PRIOR, last=int(MONTHS[-1]), first=int(MONTHS[0])), truth


def test_weights_are_the_days_of_a_month():
    row = term_weights(MONTHS, date(2012, 1, 20), date(2016, 1, 20))
    assert row.sum() == pytest.approx(1) and row[24] == pytest.approx(12 / 1461, rel=1e-9)
    assert row[:24].sum() == row[73:].sum() == 0 and row[72] / row[24] == pytest.approx(19 / 12)


def test_a_term_outside_the_index_is_refused():
    with pytest.raises(InputError) as caught:
        term_weights(MONTHS, date(1990, 1, 1), date(1991, 1, 1))
    assert caught.value.code == "T10"


def test_the_parts_of_a_term_add_up_and_words_weigh_as_in_the_index():
    index, _ = made_index(np.random.default_rng(3))
    row = term_weights(MONTHS, date(2012, 1, 1), date(2014, 1, 1))
    words, deeds, both = (index.sums([row], of=of, shock=True)[0] for of in ("words", "deeds", "both"))
    assert words.mean == pytest.approx(PRIOR.verbal.level_mean + words.parts.sum(), abs=1e-9)
    by_words, by_deeds = PRIOR.composite.factors
    assert both.mean == pytest.approx(by_words * words.mean + by_deeds * deeds.mean)
    assert words.sd < deeds.sd  # no deeds: little is known of them


def test_a_real_difference_is_found_and_none_is_not_claimed():
    dice = np.random.default_rng(4)
    early = term_weights(MONTHS, date(2010, 1, 1), date(2015, 1, 1))
    late = term_weights(MONTHS, date(2015, 1, 1), date(2020, 1, 1))
    covered = sure = 0
    tougher = []
    for _ in range(60):
        index, truth = made_index(dice)
        (found,) = index.sums([late - early], of="words", shock=True)
        real = float((late - early) @ truth)
        covered += abs(found.mean - real) <= 1.645 * found.sd
        sure += not 0.05 <= found.prob_positive <= 0.95 and abs(real) < 0.1
        index, _ = made_index(dice, jump=1.5)
        tougher.append(1 - index.sums([late - early], of="words", shock=True)[0].prob_positive)
    assert covered >= 48  # 54 of 60 expected at 90 %; fewer than 48 by chance less than once in a hundred
    assert sure <= 6
    assert np.mean(np.array(tougher) > 0.95) > 0.9
